//! The log group is encrypted with a KMS key, and not with a key of CloudWatch Logs' own.
use model::logs::{LogGroup, LogGroupKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::CLOUDWATCH_LOGS;

pub(super) const CONTROL: Control<LogGroup> = Control {
    id: "encryption.log-group-kms",
    title: "The log group is encrypted with a KMS key",
    severity: Severity::Low,
    why: "With a KMS key, reading log events takes a permission of the key beside that of the log \
          group, and the key can be disabled.",
    fix: Fix::new(
        "aws logs associate-kms-key --region {region} --log-group-name {name} --kms-key-id KEY-ARN (what \
          was stored before stays as it is)",
    ),
    responsibility: CLOUDWATCH_LOGS.data("associate a KMS key with log groups that need one"),
    needs: &[LogGroupKey::NEED],
    judge: |group, _| {
        let key = group.see::<LogGroupKey>()?;
        holds_if(key.is_some(), "no KMS key is associated with the log group")
    },
    remedy: None,
};

#[test]
fn cases() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    crate::testing::table::<LogGroupKey>(&CONTROL)
        .passes("a KMS key", Some(key.into()))
        .fails("none", None)
        .check();
}
