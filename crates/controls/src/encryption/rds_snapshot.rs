//! The snapshot of a DB instance is encrypted.
use model::rds::{DbSnapshot, DbSnapshotEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbSnapshot> = Control {
    id: "encryption.rds-snapshot",
    title: "The snapshot of a DB instance is encrypted",
    severity: Severity::Medium,
    why: "An unencrypted snapshot can be shared with other accounts or made public, and whoever \
          restores it reads all of the data.",
    fix: Fix::new(
        "aws rds copy-db-snapshot --region {region} --source-db-snapshot-identifier {arn} \
          --target-db-snapshot-identifier COPY --kms-key-id KEY-ARN",
    ),
    responsibility: RDS.data("encrypt DB instances, and copy older snapshots with encryption"),
    needs: &[DbSnapshotEncrypted::NEED],
    judge: |snapshot, _| {
        let encrypted = *snapshot.see::<DbSnapshotEncrypted>()?;
        holds_if(encrypted, "the snapshot is not encrypted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<DbSnapshotEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
