//! Automatic rotation of a customer managed key is enabled, where KMS supports it.
//!
//! KMS supports it for symmetric encryption keys whose material KMS generated. Other keys are rotated
//! manually, replicas follow their primary key, and AWS rotates its own (KMS Developer Guide, "Rotate
//! AWS KMS keys"). The period, 90 to 2560 days, is the owner's choice, as in Security Hub's KMS.4.
use model::kms::{Key, KeyMetadata, KeyRotation, Rotation};
use model::{Applicability, Control, Fact, Fix, Remedy, Severity, Undo, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::KMS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-rotation",
    title: "Automatic rotation of the KMS key is enabled",
    severity: Severity::Medium,
    why: "The longer a key is in use, the more data depends on it. Rotation limits that, and KMS keeps \
          decrypting what former key material encrypted.",
    fix: Fix::new("aws kms enable-key-rotation --region {region} --key-id {arn}"),
    responsibility: KMS
        .data("enable rotation, and rotate manually the keys that KMS cannot rotate"),
    needs: &[KeyMetadata::NEED, KeyRotation::NEED],
    judge: |key, _| {
        let metadata = key.see::<KeyMetadata>()?;
        if metadata.by_aws {
            return not_applicable("the KMS key is managed and rotated by AWS");
        }
        if let Some(why) = metadata.never_rotates() {
            return not_applicable(why);
        }
        if metadata.state != "Enabled" {
            return not_applicable("the KMS key is not enabled");
        }
        let off = *key.see::<KeyRotation>()? == Rotation::Off;
        holds_if(!off, "automatic key rotation is disabled")
    },
    remedy: Some(Remedy {
        plan: |key, _| key.change::<KeyRotation>(&Rotation::YEARLY),
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use Rotation::{Every, Fixed, Off};
    use model::kms::Metadata;

    // A customer's symmetric encryption key, but for one thing.
    let key = |(rotation, edit): (Rotation, fn(&mut Metadata))| {
        let mut metadata = Metadata {
            by_aws: false,
            state: "Enabled".into(),
            spec: "SYMMETRIC_DEFAULT".into(),
            origin: "AWS_KMS".into(),
            replica: false,
        };
        edit(&mut metadata);
        given::<Key>()
            .with::<KeyMetadata>(metadata)
            .with::<KeyRotation>(rotation)
    };
    let plain: fn(&mut Metadata) = |_| {};
    table_of(&CONTROL, key)
        .passes("every year", (Rotation::YEARLY, plain))
        .passes("more often", (Every(90), plain))
        .fails("off", (Off, plain))
        .exempt("AWS's own", (Fixed, |key| key.by_aws = true))
        .exempt("asymmetric", (Fixed, |key| key.spec = "RSA_2048".into()))
        .exempt("for codes", (Fixed, |key| key.spec = "HMAC_256".into()))
        .exempt("imported", (Fixed, |key| key.origin = "EXTERNAL".into()))
        .exempt("stored", (Fixed, |key| key.origin = "AWS_CLOUDHSM".into()))
        .exempt("a replica", (Fixed, |key| key.replica = true))
        .exempt(
            "to be deleted",
            (Off, |key| key.state = "PendingDeletion".into()),
        )
        .unread::<KeyMetadata>((Off, plain))
        .unread::<KeyRotation>((Off, plain))
        .check();
}
