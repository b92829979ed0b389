//! The snapshot is encrypted. That never changes: an unencrypted snapshot is replaced by an encrypted
//! copy (EBS User Guide, "Amazon EBS encryption").
use model::ebs::{VolumeSnapshot, VolumeSnapshotEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EBS;

pub(super) const CONTROL: Control<VolumeSnapshot> = Control {
    id: "encryption.ebs-snapshot",
    title: "The EBS snapshot is encrypted",
    severity: Severity::High,
    why: "An unencrypted snapshot can be made public, or shared with another account that needs no KMS \
          key to read it. Every volume that is created from it is unencrypted too.",
    fix: Fix::new(
        "aws ec2 copy-snapshot --region {region} --source-region {region} --source-snapshot-id {name} \
         --encrypted",
    ),
    responsibility: EBS
        .data("copy unencrypted snapshots with encryption, and delete the originals"),
    needs: &[VolumeSnapshotEncrypted::NEED],
    judge: |snapshot, _| {
        let encrypted = *snapshot.see::<VolumeSnapshotEncrypted>()?;
        holds_if(encrypted, "the snapshot is not encrypted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<VolumeSnapshotEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
