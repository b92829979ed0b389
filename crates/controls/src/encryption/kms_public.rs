//! Neither the key policy nor a grant lets any principal of any account use the KMS key.
//!
//! KMS answers no anonymous requests, so that a key is public to whoever has an AWS account. A
//! statement for everyone that demands one's own account (`kms:CallerAccount`) is not public.
use model::kms::Key;
use model::{Control, Fix, Severity};

use crate::about::exposure::{Closed, Stranger};
use crate::about::key_exposure;
use crate::duties::KMS_ACCESS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-public",
    title: "The KMS key is not public",
    severity: Severity::Critical,
    why: "Any AWS account can use a public key, so that its encryption protects nothing. Whoever may \
          administer it can also make the data unreadable for its owner.",
    fix: Fix::new(
        "aws kms get-key-policy --region {region} --key-id {arn} --query Policy --output text > \
         POLICY.json (name the principals, then aws kms put-key-policy --region {region} --key-id {arn} \
         --policy file://POLICY.json)",
    ),
    responsibility: KMS_ACCESS.data("name the principals that may use a key in its policy"),
    needs: &key_exposure::NEEDS,
    judge: |key, settings| key_exposure::judge(key, settings, &TO_ANYONE),
    remedy: None,
};

const TO_ANYONE: Closed = Closed {
    to: Stranger::Anyone,
    actions: &["kms:*"],
    deed: "use the KMS key",
};

#[test]
fn cases() {
    use crate::cases::keys::{allow, granting, key, of_aws};
    use crate::testing::rows;
    use model::kms::{KeyGrants, KeyPolicy};

    const ANYONE: &str = r#"{"AWS": "*"}"#;
    const PARTNER: &str = r#"{"AWS": "arn:aws:iam::444455556666:root"}"#;
    let open = |condition| key(&[allow(ANYONE, "kms:Decrypt", condition)]);
    rows(&CONTROL)
        .passes("the account", key(&[]))
        .passes("another account", key(&[allow(PARTNER, "kms:*", "")]))
        .passes(
            "the account by a service",
            open(
                r#""StringEquals": {"kms:CallerAccount": "111122223333",
                    "kms:ViaService": "ec2.eu-west-1.amazonaws.com"}"#,
            ),
        )
        .passes(
            "an organisation",
            open(r#""StringEquals": {"aws:PrincipalOrgID": "o-mine"}"#),
        )
        .passes(
            "granted to another account",
            granting("arn:aws:iam::444455556666:root", None, &[]),
        )
        .fails("anyone", open(""))
        .fails(
            "anyone by a service",
            open(r#""StringEquals": {"kms:ViaService": "ec2.eu-west-1.amazonaws.com"}"#),
        )
        .fails("grants unread", open(""))
        .denied::<KeyGrants>()
        .exempt("AWS's own", of_aws())
        .unread::<KeyPolicy>(key(&[]))
        .unread::<KeyGrants>(key(&[]))
        .check();
}
