//! Automatic rotation of a customer managed key is enabled, where KMS supports it.
//!
//! KMS supports it for symmetric encryption keys whose material KMS generated. Other keys are rotated
//! manually, replicas follow their primary key, and AWS rotates its own (KMS Developer Guide, "Rotate
//! AWS KMS keys"). The period, 90 to 2560 days, is the owner's choice, as in Security Hub's KMS.4.
use model::kms::{Key, KeyMetadata, KeyRotation, Rotation};
use model::{
    Applicability, Change, Control, Fact, Fix, Gap, Judged, Remedy, Resource, Settings, Severity,
    Undo, Verdict, broken_if,
};

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
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

fn judge(key: Resource<Key>, _: &Settings) -> Judged {
    let metadata = key.see::<KeyMetadata>()?;
    if metadata.by_aws {
        return Ok(Verdict::NotApplicable(
            "the KMS key is managed and rotated by AWS",
        ));
    }
    if let Some(why) = metadata.never_rotates() {
        return Ok(Verdict::NotApplicable(why));
    }
    if metadata.state != "Enabled" {
        return Ok(Verdict::NotApplicable("the KMS key is not enabled"));
    }
    let off = *key.see::<KeyRotation>()? == Rotation::Off;
    Ok(broken_if(off, "automatic key rotation is disabled"))
}

fn plan(key: Resource<Key>, _: &Settings) -> Result<Change, Gap> {
    key.change::<KeyRotation>(&Rotation::YEARLY)
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, Key, KeyMetadata, KeyRotation, Rotation};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::kms::Metadata;

    /// A customer's plain key, but for one thing.
    fn of(rotation: Rotation, edit: fn(&mut Metadata)) -> Given<Key> {
        let mut metadata = Metadata {
            by_aws: false,
            state: "Enabled".into(),
            spec: "SYMMETRIC_DEFAULT".into(),
            origin: "AWS_KMS".into(),
            replica: false,
        };
        edit(&mut metadata);
        let described = given::<Key>().with::<KeyMetadata>(metadata);
        described.with::<KeyRotation>(rotation)
    }

    #[test]
    fn cases() {
        let denied = |action: &str| Reason::Denied(action.into());
        let plain = |rotation| of(rotation, |_| {});
        let fixed = |edit| of(Rotation::Fixed, edit);
        let undescribed = given::<Key>().without::<KeyMetadata>(denied("kms:DescribeKey"));
        let unread = denied("kms:GetKeyRotationStatus");
        let unread = plain(Rotation::Off).without::<KeyRotation>(unread);
        check(
            &CONTROL,
            &[
                passes("every year", plain(Rotation::YEARLY)),
                passes("more often", plain(Rotation::Every(90))),
                fails("off", plain(Rotation::Off)),
                exempt("AWS's own", fixed(|key| key.by_aws = true)),
                exempt("asymmetric", fixed(|key| key.spec = "RSA_2048".into())),
                exempt("for codes", fixed(|key| key.spec = "HMAC_256".into())),
                exempt("imported", fixed(|key| key.origin = "EXTERNAL".into())),
                exempt("stored", fixed(|key| key.origin = "AWS_CLOUDHSM".into())),
                exempt("a replica", fixed(|key| key.replica = true)),
                exempt(
                    "to be deleted",
                    of(Rotation::Off, |key| key.state = "PendingDeletion".into()),
                ),
                gap("not described", undescribed),
                gap("denied", unread),
            ],
        );
    }
}
