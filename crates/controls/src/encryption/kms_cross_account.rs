//! The key policy and the grants of the KMS key let in no account outside the organization and the
//! trusted list.
//!
//! Whom the settings do not trust is a stranger, as for buckets. AWS services that act for the
//! account itself are none, and the accounts of its own organization are none. Whether an account
//! is one of those takes a list that only the management account and its delegates may read;
//! elsewhere the settings have to name them.
use model::kms::Key;
use model::{Control, Fix, Severity};

use crate::about::exposure::{Closed, Stranger};
use crate::about::key_exposure;
use crate::duties::KMS_ACCESS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-cross-account",
    title: "Only trusted accounts can use the KMS key",
    severity: Severity::High,
    why: "An account that may use the key can decrypt every copy of the data that it obtains. A grant \
          allows this without any trace in the key policy.",
    fix: Fix::new(
        "aws kms get-key-policy --region {region} --key-id {arn} --query Policy --output text > \
         POLICY.json (remove the statement, then aws kms put-key-policy --region {region} --key-id {arn} \
         --policy file://POLICY.json; a grant: aws kms revoke-grant --region {region} --key-id {arn} \
         --grant-id GRANT)",
    ),
    responsibility: KMS_ACCESS
        .data("list the trusted accounts in the settings, and grant use of a key to no others"),
    needs: &key_exposure::ORGANISED_NEEDS,
    judge: |key, settings| key_exposure::judge(key, settings, &TO_STRANGERS),
    remedy: None,
};

const TO_STRANGERS: Closed = Closed {
    to: Stranger::Untrusted,
    actions: &["kms:*"],
    deed: "use the KMS key",
};

#[test]
fn cases() {
    use crate::cases::keys::{allow, grant, granting, key, of_aws};
    use crate::cases::trust::organised;
    use crate::testing::rows;
    use model::kms::{KeyGrants, KeyPolicy};

    const PARTNER: &str = r#"{"AWS": "arn:aws:iam::444455556666:root"}"#;
    const OWN: &str = "arn:aws:iam::111122223333:role/App";
    const THEIRS: &str = "arn:aws:iam::444455556666:role/App";
    const SERVICE: &str = "dynamodb.eu-west-1.amazonaws.com";
    let lets = |principal, condition| key(&[allow(principal, "kms:Decrypt", condition)]);
    let denied = || vec![allow(PARTNER, "kms:*", "").replace("Allow", "Deny")];
    let many = || {
        let own = std::iter::repeat_with(|| grant(OWN, None)).take(120);
        let all = own.chain([grant(THEIRS, None)]).collect();
        key(&[]).with::<KeyGrants>(Some(all))
    };
    let among = |all: &[&str]| organised(lets(PARTNER, ""), Some(all));
    rows(&CONTROL)
        .passes("the account", key(&[]))
        .passes(
            "a service",
            lets(r#"{"Service": "logs.eu-west-1.amazonaws.com"}"#, ""),
        )
        .passes("granted to its own role", granting(OWN, None, &[]))
        .passes(
            "granted to a service",
            granting(SERVICE, Some(SERVICE), &[]),
        )
        .passes("granted, but denied", granting(THEIRS, None, &denied()))
        .fails("another account", lets(PARTNER, ""))
        .fails("anyone", lets(r#"{"AWS": "*"}"#, ""))
        .fails("granted to another account", granting(THEIRS, None, &[]))
        .fails(
            "retired by another account",
            granting(OWN, Some(THEIRS), &[]),
        )
        .fails("one grant of many", many())
        .passes("of the organization", among(&["444455556666"]))
        .fails("not of it", among(&["777788889999"]))
        .gap("of a member", organised(lets(PARTNER, ""), None))
        .gap("policy unread", granting(THEIRS, None, &[]))
        .denied::<KeyPolicy>()
        .fails("grants unread", lets(PARTNER, ""))
        .denied::<KeyGrants>()
        .exempt("AWS's own", of_aws())
        .unread::<KeyPolicy>(key(&[]))
        .unread::<KeyGrants>(key(&[]))
        .by("trusted: {accounts: ['444455556666']}")
        .passes("trusted by the settings", lets(PARTNER, ""))
        .passes("granted to the trusted", granting(THEIRS, None, &[]))
        .check();
}
