//! The KMS key is not scheduled for deletion.
//!
//! A primary key waits in `PendingReplicaDeletion` until its replicas are deleted, and can be kept
//! until then as well (KMS Developer Guide, "Deleting multi-Region keys").
use model::kms::{Key, KeyMetadata};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::KMS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-pending-deletion",
    title: "The KMS key is not scheduled for deletion",
    severity: Severity::Critical,
    why: "Once the waiting period of 7 to 30 days ends, nobody can decrypt the data that the key \
          encrypts. Scheduling the deletion of keys is a means of extortion.",
    fix: Fix::new("aws kms cancel-key-deletion --region {region} --key-id {arn}"),
    responsibility: KMS.data("make sure that nothing needs a key before its deletion is scheduled"),
    needs: &[KeyMetadata::NEED],
    judge: |key, _| {
        let metadata = key.see::<KeyMetadata>()?;
        if metadata.by_aws {
            return not_applicable("the KMS key is managed by AWS");
        }
        let pending = ["PendingDeletion", "PendingReplicaDeletion"].contains(&&*metadata.state);
        holds_if(!pending, "the KMS key is scheduled for deletion")
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::keys::described;
    use crate::testing::rows;

    rows(&CONTROL)
        .passes("enabled", described("Enabled", false))
        .passes("disabled", described("Disabled", false))
        .fails("pending", described("PendingDeletion", false))
        .fails(
            "waits for replicas",
            described("PendingReplicaDeletion", false),
        )
        .exempt("AWS's own", described("Enabled", true))
        .unread::<KeyMetadata>(described("Enabled", false))
        .check();
}
