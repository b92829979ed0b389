//! No policy grants `kms:*` on every key.
//!
//! On keys that it names it is their administrator's; `iam.policy-service-wildcard` tells of that.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};

use super::policy_kms_decrypt_all::any_key;
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-kms-full",
    title: "No policy allows all KMS actions on all keys",
    severity: Severity::Medium,
    why: "Such a policy combines what should be separate: using keys, managing access to keys, and \
          scheduling their deletion, after which the encrypted data is lost.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES
        .data("separate key administration from key use, and list the keys"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| {
        judge_policy(policy, |granted| {
            let all = granted.every_action("kms", &any_key(granted));
            all.because(|by| format!("{by} allows all KMS actions on all keys"))
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::policy::{allow, deny, policies};

    let all = allow("kms:*", "*");
    let not = |service: &str| allow(service, "*").replace("Action", "NotAction");
    policies(&CONTROL, &all)
        .fails("all", &all)
        .fails("two stars", &allow("kms:**", "*"))
        .fails("everything", &allow("*", "*"))
        .fails("all but EC2", &not("ec2:*"))
        .passes("all but KMS", &not("kms:*"))
        .passes("another service", &allow("ec2:*", "*"))
        .passes(
            "one key",
            &allow("kms:*", "arn:aws:kms:eu-west-1:111122223333:alias/dev"),
        )
        .passes("some actions", &allow("kms:Describe*", "*"))
        .passes("taken back", &format!("{all}, {}", deny("kms:*", "*")))
        .check();
}
