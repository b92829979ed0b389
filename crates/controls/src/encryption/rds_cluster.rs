//! The storage of the DB cluster is encrypted, with whatever key.
//!
//! Since February 2026 Aurora encrypts every new cluster, with a key that AWS owns unless a KMS key
//! is chosen (Aurora User Guide, "Encrypting Amazon Aurora resources").
use model::rds::{DbCluster, DbClusterStorage, Storage};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbCluster> = Control {
    id: "encryption.rds-cluster",
    title: "The storage of the DB cluster is encrypted",
    severity: Severity::Medium,
    why: "Encryption covers the cluster volume, its backups and its snapshots; without it, all of \
          these hold the data in the clear.",
    fix: Fix::new(
        "aws rds create-db-cluster-snapshot --region {region} --db-cluster-identifier {name} \
          --db-cluster-snapshot-identifier SNAPSHOT",
    ),
    responsibility: RDS.data("enable encryption when a DB cluster is created or restored"),
    needs: &[DbClusterStorage::NEED],
    judge: |db, _| {
        let encrypted = *db.see::<DbClusterStorage>()? != Storage::Unencrypted;
        holds_if(encrypted, "the storage is not encrypted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<DbClusterStorage>(&CONTROL)
        .passes("a KMS key", Storage::KmsKey)
        .passes("a key that AWS owns", Storage::AwsOwnedKey)
        .fails("not encrypted", Storage::Unencrypted)
        .check();
}
