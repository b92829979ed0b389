//! Provisioned clusters of Redshift.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A provisioned cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster;
impl Kind for Cluster {
    type In = Region;
    const ID: &'static str = "redshift.cluster";
    const SERVICE: &'static Service = &roster::REDSHIFT;
    const LIST: &'static [&'static str] = &["redshift:DescribeClusters"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("redshift", "cluster:"));
    const TAGS: Option<Tagged> = tagged::<ClusterTags>();
}

/// Whether data at rest is encrypted.
#[derive(Debug)]
pub struct ClusterEncrypted;
impl Fact for ClusterEncrypted {
    type Of = Cluster;
    type Value = bool;
    const ID: &'static str = "redshift.cluster.encrypted";
}

/// What a parameter group says of TLS, and whether the cluster uses what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequireSsl {
    /// The parameter group.
    pub group: String,
    /// Whether its `require_ssl` is `true`.
    pub required: bool,
    /// Whether the cluster applied it: `in-sync`, `pending-reboot`, ... in AWS's words.
    pub status: String,
}

/// Whether the parameter group of the cluster requires TLS of clients.
#[derive(Debug)]
pub struct ClusterTls;
impl Fact for ClusterTls {
    type Of = Cluster;
    type Value = RequireSsl;
    const ID: &'static str = "redshift.cluster.require-ssl";
    const READS: &'static [&'static str] = &[
        "redshift:DescribeClusterParameters",
        "redshift:DescribeClusters",
    ];
}

/// Whether audit logging is on, to whatever destination.
#[derive(Debug)]
pub struct AuditLog;
impl Fact for AuditLog {
    type Of = Cluster;
    type Value = bool;
    const ID: &'static str = "redshift.cluster.audit-log";
    const READS: &'static [&'static str] = &["redshift:DescribeLoggingStatus"];
}

/// The tags of the cluster.
#[derive(Debug)]
pub struct ClusterTags;
impl Fact for ClusterTags {
    type Of = Cluster;
    type Value = Tags;
    const ID: &'static str = "redshift.cluster.tags";
}
