//! No customer managed key is left disabled.
//!
//! A key that is scheduled for deletion cannot be used either: `encryption.kms-pending-deletion` is
//! about those.
use model::kms::{Key, KeyMetadata};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::KMS;

pub(super) const CONTROL: Control<Key> = Control {
    id: "encryption.kms-unused",
    title: "The KMS key is not left disabled",
    severity: Severity::Low,
    why: "What a disabled key encrypted cannot be read until somebody enables the key. A disabled key \
          that nobody needs costs as much as an enabled one, and can be enabled again.",
    fix: Fix::new(
        "aws kms enable-key --region {region} --key-id {arn} (or, once nothing needs it, aws kms \
         schedule-key-deletion --region {region} --key-id {arn} --pending-window-in-days 30)",
    ),
    responsibility: KMS.data("enable the keys that data depends on, and delete the others"),
    needs: &[KeyMetadata::NEED],
    judge: |key, _| {
        let metadata = key.see::<KeyMetadata>()?;
        if metadata.by_aws {
            return not_applicable("the KMS key is managed by AWS");
        }
        if metadata.state == "PendingDeletion" {
            return not_applicable("the KMS key is scheduled for deletion");
        }
        holds_if(metadata.state != "Disabled", "the KMS key is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::keys::described;
    use crate::testing::rows;

    rows(&CONTROL)
        .passes("enabled", described("Enabled", false))
        .passes("waits for material", described("PendingImport", false))
        .fails("disabled", described("Disabled", false))
        .exempt("to be deleted", described("PendingDeletion", false))
        .exempt("AWS's own", described("Enabled", true))
        .unread::<KeyMetadata>(described("Enabled", false))
        .check();
}
