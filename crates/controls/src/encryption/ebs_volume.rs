//! The volume is encrypted. That never changes: an unencrypted volume is replaced by an encrypted
//! copy made from a snapshot (EBS User Guide, "Amazon EBS encryption").
use model::ebs::{Volume, VolumeEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EBS;

pub(super) const CONTROL: Control<Volume> = Control {
    id: "encryption.ebs-volume",
    title: "The volume is encrypted",
    severity: Severity::Medium,
    why: "The data of an unencrypted volume, and of every snapshot made from it, can be read by any \
          principal that can attach the volume or copy the snapshot.",
    fix: Fix::new("aws ec2 create-snapshot --region {region} --volume-id {name}"),
    responsibility: EBS.data("create volumes encrypted, and replace those that are not"),
    needs: &[VolumeEncrypted::NEED],
    judge: |volume, _| {
        let encrypted = *volume.see::<VolumeEncrypted>()?;
        holds_if(encrypted, "the volume is not encrypted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<VolumeEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
