//! No policy allows decryption with every KMS key.
//!
//! Security Hub KMS.1 (managed policies, attached or not) and KMS.2 (inline policies) mean
//! `kms:Decrypt` or `kms:ReEncryptFrom` on all keys; so does this control, of one account and
//! Region at least. A condition on how a key is used (`kms:ViaService`) still leaves all keys; one
//! on tags or aliases picks some, and passes here, where Security Hub looks at no condition.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::answer::any;
use crate::about::granted::Granted;
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_document;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-kms-decrypt-all",
    title: "No policy allows decryption with all KMS keys",
    severity: Severity::Medium,
    why: "KMS keys separate principals that can read data from those that cannot. A principal that \
          can use every key bypasses this separation, also for keys created later.",
    fix: Fix::new(iam_fixes::NARROW),
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

#[test]
fn cases() {
    use crate::cases::policy::{allow, allow_if, deny, of_any_policy, unattached};
    use crate::testing::fails;

    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let by_s3 = r#""StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}"#;
    let tagged = r#""StringEquals": {"aws:ResourceTag/team": "a"}"#;
    let alias = r#""StringLike": {"kms:ResourceAliases": "alias/a*"}"#;
    let all = allow("kms:Decrypt", "*");
    let but = |resource: &str| format!("{all}, {}", deny("kms:Decrypt", resource));
    let unless = deny("kms:*", KEY).replace("Resource", "NotResource");
    of_any_policy(&CONTROL, &all)
        .fails("all keys", &all)
        .and(fails("unattached", unattached(&all)))
        .fails("by wildcards", &allow("k?s:De*", "arn:aws:kms:*:*:key/*"))
        .fails(
            "all of a Region",
            &allow("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/*"),
        )
        .fails("to another key", &allow("kms:ReEncrypt*", "*"))
        .fails("everything", &allow("*", "*"))
        .fails("by way of S3", &allow_if("kms:Decrypt", by_s3))
        .fails("all but one", &but(KEY))
        .passes("one key", &allow("kms:Decrypt", KEY))
        .passes(
            "another account's",
            &allow("kms:Decrypt", "arn:aws:kms:*:444455556666:key/*"),
        )
        .passes("encryption", &allow("kms:Encrypt", "*"))
        .passes("aliases", &allow("kms:*", "arn:aws:kms:*:*:alias/*"))
        .passes("tagged keys", &allow_if("kms:Decrypt", tagged))
        .passes("keys of an alias", &allow_if("kms:Decrypt", alias))
        .passes("taken back", &but("*"))
        .passes("taken back but for one", &format!("{all}, {unless}"))
        .check();
}
