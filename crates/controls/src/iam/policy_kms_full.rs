//! No policy grants `kms:*` on every key.
//!
//! On keys that it names it is their administrator's; `iam.policy-service-wildcard` tells of that.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use super::policy_kms_decrypt_all::any_key;
use crate::about::granted::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-kms-full",
    title: "No policy allows all KMS actions on all keys",
    severity: Severity::Medium,
    why: "Such a policy combines what should be separate: using keys, managing access to keys, and \
          scheduling their deletion, after which the encrypted data is lost.",
    fix: Fix::new(super::NARROW),
    responsibility: IAM_POLICIES
        .data("separate key administration from key use, and list the keys"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_policy(policy, |granted| {
        let all = granted.every_action("kms", &any_key(granted));
        all.because(|by| format!("{by} allows all KMS actions on all keys"))
    })
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
        allow, attached, bounding, deny, inline, unattached, unknown_use, unread,
    };
    use crate::testing::{check, exempt, fails, gap, passes};

    #[test]
    fn cases() {
        let all = allow("kms:*", "*");
        let not = |service: &str| allow(service, "*").replace("Action", "NotAction");
        check(
            &CONTROL,
            &[
                fails("all", attached(&all)),
                fails("inline", inline(&all)),
                exempt("unattached", unattached(&all)),
                fails("two stars", attached(&allow("kms:**", "*"))),
                fails("everything", attached(&allow("*", "*"))),
                fails("all but EC2", attached(&not("ec2:*"))),
                passes("all but KMS", attached(&not("kms:*"))),
                passes("another service", attached(&allow("ec2:*", "*"))),
                passes(
                    "one key",
                    attached(&allow(
                        "kms:*",
                        "arn:aws:kms:eu-west-1:111122223333:alias/dev",
                    )),
                ),
                passes("some actions", attached(&allow("kms:Describe*", "*"))),
                passes(
                    "taken back",
                    attached(&format!("{all}, {}", deny("kms:*", "*"))),
                ),
                exempt("boundary", bounding(&all)),
                gap("unread", unread()),
                gap("unknown use", unknown_use(&all)),
            ],
        );
    }
}
