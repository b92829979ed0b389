//! Replication groups of `ElastiCache`.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A replication group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationGroup;
impl Kind for ReplicationGroup {
    type In = Region;
    const ID: &'static str = "elasticache.replication-group";
    const SERVICE: &'static Service = &roster::ELASTICACHE;
    const LIST: &'static [&'static str] = &["elasticache:DescribeReplicationGroups"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("elasticache", "replicationgroup:"));
    const TAGS: Option<Tagged> = tagged::<ReplicationGroupTags>();
}

/// How data at rest is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtRest {
    /// Not at all.
    Unencrypted,
    /// With a key that `ElastiCache` manages.
    ServiceKey,
    /// With a customer-managed KMS key.
    KmsKey,
}

/// Which connections are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InTransit {
    /// Those without TLS.
    Unencrypted,
    /// Those with TLS, and those without: what clients are migrated with.
    Preferred,
    /// Those with TLS alone.
    Required,
}

/// How data at rest is encrypted: that never changes.
#[derive(Debug)]
pub struct EncryptionAtRest;
impl Fact for EncryptionAtRest {
    type Of = ReplicationGroup;
    type Value = AtRest;
    const ID: &'static str = "elasticache.replication-group.encryption-at-rest";
}

/// Whether connections are encrypted.
#[derive(Debug)]
pub struct EncryptionInTransit;
impl Fact for EncryptionInTransit {
    type Of = ReplicationGroup;
    type Value = InTransit;
    const ID: &'static str = "elasticache.replication-group.encryption-in-transit";
}

/// The tags of the replication group.
#[derive(Debug)]
pub struct ReplicationGroupTags;
impl Fact for ReplicationGroupTags {
    type Of = ReplicationGroup;
    type Value = Tags;
    const ID: &'static str = "elasticache.replication-group.tags";
    const READS: &'static [&'static str] = &["elasticache:ListTagsForResource"];
}
