//! The storage of the DB instance is encrypted, with whatever key.
use model::rds::{DbInstance, DbInstanceStorage, Storage};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "encryption.rds-instance",
    title: "The storage of the DB instance is encrypted",
    severity: Severity::Medium,
    why: "Encryption covers the storage of the DB instance, its logs, automated backups, read \
          replicas and snapshots; without it, all of these hold the data in the clear.",
    fix: Fix::new(
        "aws rds create-db-snapshot --region {region} --db-instance-identifier {name} \
          --db-snapshot-identifier SNAPSHOT",
    ),
    responsibility: RDS.data("enable encryption when a DB instance is created"),
    needs: &[DbInstanceStorage::NEED],
    judge: |db, _| match db.see::<DbInstanceStorage>()? {
        None => not_applicable("the storage belongs to its DB cluster"),
        Some(storage) => holds_if(
            *storage != Storage::Unencrypted,
            "the storage is not encrypted",
        ),
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<DbInstanceStorage>(&CONTROL)
        .passes("a KMS key", Some(Storage::KmsKey))
        .passes("a key that AWS owns", Some(Storage::AwsOwnedKey))
        .fails("not encrypted", Some(Storage::Unencrypted))
        .exempt("a member of a cluster", None)
        .check();
}
