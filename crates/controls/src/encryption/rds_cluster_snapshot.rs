//! The snapshot of a DB cluster is encrypted. A copy of an unencrypted one is unencrypted too, unlike
//! that of a DB instance (RDS API Reference, `CopyDBClusterSnapshot`).
use model::rds::{DbClusterSnapshot, DbClusterSnapshotEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbClusterSnapshot> = Control {
    id: "encryption.rds-cluster-snapshot",
    title: "The snapshot of a DB cluster is encrypted",
    severity: Severity::Medium,
    why: "An unencrypted snapshot can be shared with other accounts or made public, and whoever \
          restores it reads all of the data.",
    fix: Fix::new(
        "aws rds restore-db-cluster-from-snapshot --region {region} --snapshot-identifier {arn} \
         --db-cluster-identifier COPY --engine ENGINE --kms-key-id KEY-ARN (then create a snapshot of that \
         DB cluster, and delete this one)",
    ),
    responsibility: RDS.data("encrypt DB clusters, and replace the snapshots of unencrypted ones"),
    needs: &[DbClusterSnapshotEncrypted::NEED],
    judge: |snapshot, _| {
        let encrypted = *snapshot.see::<DbClusterSnapshotEncrypted>()?;
        holds_if(encrypted, "the snapshot is not encrypted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<DbClusterSnapshotEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
