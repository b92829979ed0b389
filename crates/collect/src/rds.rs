//! Reads of RDS: DB instances, DB clusters and snapshots, each described in one call a page, and the
//! parameter groups that are in use.
mod certificates;
mod deployed;
#[cfg(test)]
mod tests;
mod transport;

use calls::rds::describe_db_cluster_snapshots::{
    self, DBClusterSnapshot, DescribeDBClusterSnapshots,
};
use calls::rds::describe_db_clusters::{self, DBCluster, DescribeDBClusters};
use calls::rds::describe_db_instances::{self, DBInstance, DescribeDBInstances};
use calls::rds::describe_db_snapshots::{self, DBSnapshot, DescribeDBSnapshots};
use model::rds::{
    BackupRetention, CertificateAuthorities, DbCluster, DbClusterSnapshot,
    DbClusterSnapshotEncrypted, DbClusterSnapshotTags, DbClusterStorage, DbClusterTags, DbInstance,
    DbInstanceCertificate, DbInstanceLogs, DbInstanceStorage, DbInstanceTags, DbInstanceTransport,
    DbSnapshot, DbSnapshotEncrypted, DbSnapshotTags, DeletionProtection, MinorUpgrades,
    PubliclyAccessible, Storage,
};

use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<DbInstance>(),
    Reader::describe::<DbCluster>(),
    Reader::describe::<DbClusterSnapshot>(),
    Reader::describe::<DbSnapshot>(),
    Reader::drawn::<DbInstanceLogs>(),
    Reader::drawn::<DbInstanceTransport>(),
    Reader::each::<CertificateAuthorities>(),
];

impl Collected for DbInstance {
    const GONE: &'static [&'static str] = &[describe_db_instances::DB_INSTANCE_NOT_FOUND_FAULT];
}
impl Collected for DbCluster {
    const GONE: &'static [&'static str] = &[describe_db_clusters::DB_CLUSTER_NOT_FOUND_FAULT];
}
impl Collected for DbClusterSnapshot {
    const GONE: &'static [&'static str] =
        &[describe_db_cluster_snapshots::DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT];
}
impl Collected for DbSnapshot {
    const GONE: &'static [&'static str] = &[describe_db_snapshots::DB_SNAPSHOT_NOT_FOUND_FAULT];
}

/// Engines of other services, which the operations of RDS return too.
const OF_OTHERS: &[&str] = &["docdb", "neptune"];

fn is_of_rds(engine: Option<&str>) -> bool {
    engine.is_none_or(|engine| !OF_OTHERS.contains(&engine))
}

impl Describe for DbInstance {
    type Call = DescribeDBInstances;
    type Row = DBInstance;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<BackupRetention>(|db| {
            own(
                db,
                present(db.backup_retention_period, "BackupRetentionPeriod"),
            )
        }),
        &Lens::<DbInstanceCertificate>(certificates::of_instance),
        &Lens::<DbInstanceStorage>(|db| {
            own(
                db,
                storage(db.storage_encryption_type.as_deref(), db.storage_encrypted),
            )
        }),
        &Lens::<DbInstanceTags>(|db| tags(db.tag_list.as_deref(), |tag| (&tag.key, &tag.value))),
        &Lens::<DeletionProtection>(|db| {
            own(db, present(db.deletion_protection, "DeletionProtection"))
        }),
        &Lens::<MinorUpgrades>(|db| {
            present(db.auto_minor_version_upgrade, "AutoMinorVersionUpgrade")
        }),
        &Lens::<PubliclyAccessible>(|db| present(db.publicly_accessible, "PubliclyAccessible")),
    ];

    fn call(only: Option<&str>) -> DescribeDBInstances {
        DescribeDBInstances {
            db_instance_identifier: only.map(Into::into),
            ..DescribeDBInstances::new()
        }
    }
    fn rows(page: describe_db_instances::Response, _: &Place) -> Vec<(String, DBInstance)> {
        let rows = page.db_instances.into_iter();
        let rows = rows.filter(|db| is_of_rds(db.engine.as_deref()));
        rows.map(|db| (db.db_instance_arn.clone(), db)).collect()
    }
}

impl Describe for DbCluster {
    type Call = DescribeDBClusters;
    type Row = DBCluster;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<DbClusterStorage>(|db| {
            storage(db.storage_encryption_type.as_deref(), db.storage_encrypted)
        }),
        &Lens::<DbClusterTags>(|db| tags(db.tag_list.as_deref(), |tag| (&tag.key, &tag.value))),
    ];

    fn call(only: Option<&str>) -> DescribeDBClusters {
        DescribeDBClusters {
            db_cluster_identifier: only.map(Into::into),
            ..DescribeDBClusters::new()
        }
    }
    fn rows(page: describe_db_clusters::Response, _: &Place) -> Vec<(String, DBCluster)> {
        let rows = page.db_clusters.into_iter();
        let rows = rows.filter(|db| is_of_rds(db.engine.as_deref()));
        rows.map(|db| (db.db_cluster_arn.clone(), db)).collect()
    }
}

impl Describe for DbClusterSnapshot {
    type Call = DescribeDBClusterSnapshots;
    type Row = DBClusterSnapshot;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<DbClusterSnapshotEncrypted>(|snapshot| {
            present(snapshot.storage_encrypted, "StorageEncrypted")
        }),
        &Lens::<DbClusterSnapshotTags>(|snapshot| {
            tags(snapshot.tag_list.as_deref(), |tag| (&tag.key, &tag.value))
        }),
    ];

    fn call(only: Option<&str>) -> DescribeDBClusterSnapshots {
        DescribeDBClusterSnapshots {
            db_cluster_snapshot_identifier: only.map(Into::into),
            ..DescribeDBClusterSnapshots::new()
        }
    }
    fn rows(
        page: describe_db_cluster_snapshots::Response,
        _: &Place,
    ) -> Vec<(String, DBClusterSnapshot)> {
        let rows = page.db_cluster_snapshots.into_iter();
        let rows = rows.filter(|snapshot| is_of_rds(snapshot.engine.as_deref()));
        rows.map(|one| (one.db_cluster_snapshot_arn.clone(), one))
            .collect()
    }
}

impl Describe for DbSnapshot {
    type Call = DescribeDBSnapshots;
    type Row = DBSnapshot;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<DbSnapshotEncrypted>(|snapshot| present(snapshot.encrypted, "Encrypted")),
        &Lens::<DbSnapshotTags>(|snapshot| {
            tags(snapshot.tag_list.as_deref(), |tag| (&tag.key, &tag.value))
        }),
    ];

    fn call(only: Option<&str>) -> DescribeDBSnapshots {
        DescribeDBSnapshots {
            db_snapshot_identifier: only.map(Into::into),
            ..DescribeDBSnapshots::new()
        }
    }
    fn rows(page: describe_db_snapshots::Response, _: &Place) -> Vec<(String, DBSnapshot)> {
        let rows = page.db_snapshots.into_iter();
        let rows = rows.filter(|snapshot| is_of_rds(snapshot.engine.as_deref()));
        rows.map(|one| (one.db_snapshot_arn.clone(), one)).collect()
    }
}

/// What is said of a DB instance, unless it is a member of a cluster: that one's setting applies
/// (RDS API reference, `DBInstance`).
fn own<T>(db: &DBInstance, said: Answer<T>) -> Answer<Option<T>> {
    match &db.db_cluster_identifier {
        Some(_) => Ok(None),
        None => said.map(Some),
    }
}

/// How storage is encrypted: by its encryption type, where RDS returns it; what only says that it is
/// encrypted uses a KMS key.
fn storage(by: Option<&str>, encrypted: Option<bool>) -> Answer<Storage> {
    match (by, encrypted) {
        (Some("none"), _) | (None, Some(false)) => Ok(Storage::Unencrypted),
        (Some("sse-rds"), _) => Ok(Storage::AwsOwnedKey),
        (Some("sse-kms"), _) | (None, Some(true)) => Ok(Storage::KmsKey),
        (Some(other), _) => Err(Fault::odd(format!("`{other}` is no known encryption type"))),
        (None, None) => Err(Fault::odd("the response lacks `StorageEncrypted`")),
    }
}
