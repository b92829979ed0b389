//! A customer's KMS key rotates, where KMS can do that.
//!
//! It can for symmetric encryption keys whose material KMS made; others are their owner's to replace, replicas
//! follow their primary key, and AWS rotates its own (KMS developer guide, "Rotate AWS KMS keys").
use model::kms::{Key, KeyMetadata, KeyRotation, Rotation};
use model::{
    Applicability, Change, Control, Fact, Gap, Judged, Remedy, Resource, Settings, Severity, Undo,
    Verdict, broken_if,
};

use crate::duties::KMS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-rotation",
    title: "A customer's KMS key gets new material every year",
    severity: Severity::Medium,
    why: "The longer one key encrypts, the more is open to whoever gets hold of it; rotation bounds \
          that, and KMS goes on decrypting what older material encrypted.",
    fix: "aws kms enable-key-rotation --region {region} --key-id {arn}",
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
            "AWS manages the key, and rotates it",
        ));
    }
    if let Some(why) = metadata.never_rotates() {
        return Ok(Verdict::NotApplicable(why));
    }
    if metadata.state != "Enabled" {
        return Ok(Verdict::NotApplicable("the key is not enabled"));
    }
    let off = *key.see::<KeyRotation>()? == Rotation::Off;
    Ok(broken_if(off, "the key's material is never rotated"))
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
