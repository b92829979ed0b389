//! No policy allows decryption with every KMS key.
//!
//! Security Hub KMS.1 (managed policies, attached or not) and KMS.2 (inline policies) mean
//! `kms:Decrypt` or `kms:ReEncryptFrom` on all keys; so does this control, of one account and
//! Region at least. A condition on how a key is used (`kms:ViaService`) still leaves all keys; one
//! on tags or aliases picks some, and passes here, where Security Hub looks at no condition.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::answer::any;
use crate::about::granted::{Granted, judge_document};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-kms-decrypt-all",
    title: "No policy allows decryption with all KMS keys",
    severity: Severity::Medium,
    why: "KMS keys separate principals that can read data from those that cannot. A principal that \
          can use every key bypasses this separation, also for keys created later.",
    fix: Fix::new(super::NARROW),
    responsibility: IAM_POLICIES.data("list the keys that a task decrypts with"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_document(policy, |granted| {
        let decrypts = |action: &'static str| {
            let answer = granted.allows(action, &any_key(granted), None);
            answer.because(|by| format!("{by} allows `{action}` with all keys"))
        };
        any(["kms:Decrypt", "kms:ReEncryptFrom"].map(decrypts))
    })
}

/// A key that no policy names.
pub(super) fn any_key(granted: &Granted) -> String {
    granted.arn("kms", "*", "key/ffffffff-ffff-4fff-bfff-ffffffffffff")
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
        allow, allow_if, attached, bounding, deny, inline, unattached, unknown_use, unread,
    };
    use crate::testing::{check, exempt, fails, gap, passes};

    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn cases() {
        let by_s3 = r#""StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}"#;
        let tagged = r#""StringEquals": {"aws:ResourceTag/team": "a"}"#;
        let alias = r#""StringLike": {"kms:ResourceAliases": "alias/a*"}"#;
        let all = allow("kms:Decrypt", "*");
        let but = |resource: &str| format!("{all}, {}", deny("kms:Decrypt", resource));
        let unless = deny("kms:*", KEY).replace("Resource", "NotResource");
        check(
            &CONTROL,
            &[
                fails("all keys", attached(&all)),
                fails("inline", inline(&all)),
                fails("unattached", unattached(&all)),
                fails(
                    "by wildcards",
                    attached(&allow("k?s:De*", "arn:aws:kms:*:*:key/*")),
                ),
                fails(
                    "all of a Region",
                    attached(&allow(
                        "kms:Decrypt",
                        "arn:aws:kms:eu-west-1:111122223333:key/*",
                    )),
                ),
                fails("to another key", attached(&allow("kms:ReEncrypt*", "*"))),
                fails("everything", attached(&allow("*", "*"))),
                fails("by way of S3", attached(&allow_if("kms:Decrypt", by_s3))),
                fails("all but one", attached(&but(KEY))),
                passes("one key", attached(&allow("kms:Decrypt", KEY))),
                passes(
                    "another account's",
                    attached(&allow("kms:Decrypt", "arn:aws:kms:*:444455556666:key/*")),
                ),
                passes("encryption", attached(&allow("kms:Encrypt", "*"))),
                passes(
                    "aliases",
                    attached(&allow("kms:*", "arn:aws:kms:*:*:alias/*")),
                ),
                passes("tagged keys", attached(&allow_if("kms:Decrypt", tagged))),
                passes(
                    "keys of an alias",
                    attached(&allow_if("kms:Decrypt", alias)),
                ),
                passes("taken back", attached(&but("*"))),
                passes(
                    "taken back but for one",
                    attached(&format!("{all}, {unless}")),
                ),
                exempt("boundary", bounding(&all)),
                gap("unread", unread()),
                gap("unknown use", unknown_use(&all)),
            ],
        );
    }
}
