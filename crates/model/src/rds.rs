//! Databases of RDS: DB instances, DB clusters, and the snapshots of both. Those of Amazon
//! DocumentDB and Amazon Neptune, which the same operations return, are left to their own services.
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A DB instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DbInstance;
impl Kind for DbInstance {
    type In = Region;
    const ID: &'static str = "rds.db-instance";
    const SERVICE: &'static Service = &roster::RDS;
    const LIST: &'static [&'static str] = &["rds:DescribeDBInstances"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("rds", "db:"));
    const TAGS: Option<Tagged> = tagged::<DbInstanceTags>();
}

/// A DB cluster: an Aurora one, or a Multi-AZ one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DbCluster;
impl Kind for DbCluster {
    type In = Region;
    const ID: &'static str = "rds.db-cluster";
    const SERVICE: &'static Service = &roster::RDS;
    const LIST: &'static [&'static str] = &["rds:DescribeDBClusters"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("rds", "cluster:"));
    const TAGS: Option<Tagged> = tagged::<DbClusterTags>();
}

/// A snapshot of a DB instance that the account owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DbSnapshot;
impl Kind for DbSnapshot {
    type In = Region;
    const ID: &'static str = "rds.db-snapshot";
    const SERVICE: &'static Service = &roster::RDS;
    const LIST: &'static [&'static str] = &["rds:DescribeDBSnapshots"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("rds", "snapshot:"));
    const TAGS: Option<Tagged> = tagged::<DbSnapshotTags>();
}

/// A snapshot of a DB cluster that the account owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DbClusterSnapshot;
impl Kind for DbClusterSnapshot {
    type In = Region;
    const ID: &'static str = "rds.db-cluster-snapshot";
    const SERVICE: &'static Service = &roster::RDS;
    const LIST: &'static [&'static str] = &["rds:DescribeDBClusterSnapshots"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("rds", "cluster-snapshot:"));
    const TAGS: Option<Tagged> = tagged::<DbClusterSnapshotTags>();
}

/// How storage is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Storage {
    /// Not at all.
    Unencrypted,
    /// With a key that AWS owns, as Aurora does since February 2026 unless a KMS key is chosen
    /// (Aurora User Guide, "Encrypting Amazon Aurora resources").
    AwsOwnedKey,
    /// With a KMS key.
    KmsKey,
}

/// How the storage of the DB instance is encrypted; `None` of a member of a cluster, whose storage
/// is the cluster's.
#[derive(Debug)]
pub struct DbInstanceStorage;
impl Fact for DbInstanceStorage {
    type Of = DbInstance;
    type Value = Option<Storage>;
    const ID: &'static str = "rds.db-instance.storage-encryption";
}

/// Whether its endpoint has a public address.
#[derive(Debug)]
pub struct PubliclyAccessible;
impl Fact for PubliclyAccessible {
    type Of = DbInstance;
    type Value = bool;
    const ID: &'static str = "rds.db-instance.publicly-accessible";
}

/// For how many days automated backups are retained, 0 where they are disabled; `None` of a member
/// of a cluster, whose backups are the cluster's.
#[derive(Debug)]
pub struct BackupRetention;
impl Fact for BackupRetention {
    type Of = DbInstance;
    type Value = Option<i32>;
    const ID: &'static str = "rds.db-instance.backup-retention";
}

/// Whether it cannot be deleted until this is disabled; `None` of a member of a cluster, which the
/// cluster's setting protects.
#[derive(Debug)]
pub struct DeletionProtection;
impl Fact for DeletionProtection {
    type Of = DbInstance;
    type Value = Option<bool>;
    const ID: &'static str = "rds.db-instance.deletion-protection";
}

/// Whether minor versions of the engine are applied automatically.
#[derive(Debug)]
pub struct MinorUpgrades;
impl Fact for MinorUpgrades {
    type Of = DbInstance;
    type Value = bool;
    const ID: &'static str = "rds.db-instance.minor-version-upgrade";
}

/// The tags of the DB instance.
#[derive(Debug)]
pub struct DbInstanceTags;
impl Fact for DbInstanceTags {
    type Of = DbInstance;
    type Value = Tags;
    const ID: &'static str = "rds.db-instance.tags";
}

/// How the storage of the DB cluster is encrypted.
#[derive(Debug)]
pub struct DbClusterStorage;
impl Fact for DbClusterStorage {
    type Of = DbCluster;
    type Value = Storage;
    const ID: &'static str = "rds.db-cluster.storage-encryption";
}

/// The tags of the DB cluster.
#[derive(Debug)]
pub struct DbClusterTags;
impl Fact for DbClusterTags {
    type Of = DbCluster;
    type Value = Tags;
    const ID: &'static str = "rds.db-cluster.tags";
}

/// Whether the snapshot is encrypted.
#[derive(Debug)]
pub struct DbSnapshotEncrypted;
impl Fact for DbSnapshotEncrypted {
    type Of = DbSnapshot;
    type Value = bool;
    const ID: &'static str = "rds.db-snapshot.encrypted";
}

/// The tags of the snapshot.
#[derive(Debug)]
pub struct DbSnapshotTags;
impl Fact for DbSnapshotTags {
    type Of = DbSnapshot;
    type Value = Tags;
    const ID: &'static str = "rds.db-snapshot.tags";
}

/// Whether the snapshot of a DB cluster is encrypted.
#[derive(Debug)]
pub struct DbClusterSnapshotEncrypted;
impl Fact for DbClusterSnapshotEncrypted {
    type Of = DbClusterSnapshot;
    type Value = bool;
    const ID: &'static str = "rds.db-cluster-snapshot.encrypted";
}

/// The tags of the snapshot of a DB cluster.
#[derive(Debug)]
pub struct DbClusterSnapshotTags;
impl Fact for DbClusterSnapshotTags {
    type Of = DbClusterSnapshot;
    type Value = Tags;
    const ID: &'static str = "rds.db-cluster-snapshot.tags";
}

/// Whether the DB instance refuses connections without TLS: by its parameter group, or by that of
/// its cluster.
#[derive(Debug)]
pub struct DbInstanceTransport;
impl Fact for DbInstanceTransport {
    type Of = DbInstance;
    type Value = Transport;
    const ID: &'static str = "rds.db-instance.transport-encryption";
    const READS: &'static [&'static str] = &[
        "rds:DescribeDBParameters",
        "rds:DescribeDBClusterParameters",
        "rds:DescribeDBInstances",
        "rds:DescribeDBClusters",
    ];
}

/// What a parameter group says of connections without TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// They are refused, and the parameter group is in sync.
    Required,
    /// They are to be refused, but the parameter group is not in sync.
    #[serde(rename_all = "kebab-case")]
    NotInSync {
        /// AWS's word for it: `pending-reboot`, `applying`.
        status: String,
    },
    /// They are accepted.
    Optional,
    /// The engine has no parameter for it.
    #[serde(rename_all = "kebab-case")]
    NoParameter {
        /// As `oracle-ee`.
        engine: String,
    },
}

/// Which logs of the DB instance go to CloudWatch Logs: by its own setting, or by its cluster's.
#[derive(Debug)]
pub struct DbInstanceLogs;
impl Fact for DbInstanceLogs {
    type Of = DbInstance;
    type Value = LogExports;
    const ID: &'static str = "rds.db-instance.log-exports";
    const READS: &'static [&'static str] = &["rds:DescribeDBInstances", "rds:DescribeDBClusters"];
}

/// Exports of logs to CloudWatch Logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LogExports {
    /// As `aurora-postgresql`: each engine has its own logs.
    pub engine: String,
    /// Whether it is a member of a cluster.
    pub in_cluster: bool,
    /// The types of logs that are exported, in order.
    pub exported: Vec<String>,
}

/// The certificate that the DB instance presents, and who signed it.
#[derive(Debug)]
pub struct DbInstanceCertificate;
impl Fact for DbInstanceCertificate {
    type Of = DbInstance;
    type Value = Certificate;
    const ID: &'static str = "rds.db-instance.certificate";
}

/// A server certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Certificate {
    /// The certificate authority, as `rds-ca-rsa2048-g1`.
    pub authority: String,
    /// When it expires, where RDS says so.
    pub valid_till: Option<Timestamp>,
}

/// When the CA certificates of RDS in the Region expire, by the name of the certificate authority.
/// One that RDS has withdrawn is not among them.
#[derive(Debug)]
pub struct CertificateAuthorities;
impl Fact for CertificateAuthorities {
    type Of = Region;
    type Value = BTreeMap<String, Timestamp>;
    const ID: &'static str = "region.rds-certificate-authorities";
    const SERVICE: &'static Service = &roster::RDS;
    const READS: &'static [&'static str] = &["rds:DescribeCertificates"];
}
