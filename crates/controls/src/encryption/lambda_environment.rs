//! Environment variables of the function are encrypted with a key of the account.
use model::lambda::{EnvironmentEncryption, EnvironmentKey, Function};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, not_applicable};
use crate::duties::LAMBDA;

pub(super) const CONTROL: Control<Function> = Control {
    id: "encryption.lambda-environment",
    title: "Environment variables are encrypted with a customer managed key",
    severity: Severity::Low,
    why: "With the AWS managed key, whoever may read the function's configuration sees its variables. With a \
          key of the account, reading them also takes permission to use the key.",
    fix: Fix::new(
        "aws lambda update-function-configuration --region {region} --function-name {name} \
          --kms-key-arn KEY-ARN",
    ),
    responsibility: LAMBDA.data("choose the key, and keep secrets out of environment variables"),
    needs: &[EnvironmentEncryption::NEED],
    judge: |function, _| match function.see::<EnvironmentEncryption>()? {
        EnvironmentKey::NoVariables => not_applicable("the function has no environment variables"),
        EnvironmentKey::CustomerManaged(_) => holds_unless(None::<&str>),
        EnvironmentKey::AwsManaged => holds_unless(Some(
            "environment variables are encrypted with the AWS managed key",
        )),
    },
    remedy: None,
};

#[test]
fn cases() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1".to_owned();
    crate::testing::table::<EnvironmentEncryption>(&CONTROL)
        .passes(
            "a customer managed key",
            EnvironmentKey::CustomerManaged(key),
        )
        .fails("the AWS managed key", EnvironmentKey::AwsManaged)
        .exempt("no variables", EnvironmentKey::NoVariables)
        .check();
}
