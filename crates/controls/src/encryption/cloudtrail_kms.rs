//! The log files of the trail are encrypted with a KMS key, and not with keys of S3's own.
use model::cloudtrail::{Trail, TrailKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::trail::own;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "encryption.cloudtrail-kms",
    title: "The log files of the trail are encrypted with a KMS key",
    severity: Severity::Medium,
    why: "With a KMS key, reading log files takes a permission of the key beside that of the bucket. \
          Whoever gains access to the bucket alone cannot read them.",
    fix: Fix::new(
        "aws cloudtrail update-trail --region {region} --name {name} --kms-key-id KEY-ARN (the key \
          policy has to allow CloudTrail to encrypt)",
    ),
    responsibility: CLOUDTRAIL
        .data("choose a KMS key, and allow in its policy who reads log files"),
    needs: &[TrailKey::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let key = trail.see::<TrailKey>()?;
            holds_if(
                key.is_some(),
                "the log files are encrypted without a KMS key",
            )
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, named, table};

    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let another = named::<Trail>(OF_ANOTHER).with::<TrailKey>(None);
    table::<TrailKey>(&CONTROL)
        .passes("a KMS key", Some(key.into()))
        .fails("none", None)
        .and(exempt("of another account", another))
        .check();
}
