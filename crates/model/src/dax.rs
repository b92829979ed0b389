//! Clusters of DynamoDB Accelerator (DAX).
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster;
impl Kind for Cluster {
    type In = Region;
    const ID: &'static str = "dax.cluster";
    const SERVICE: &'static Service = &roster::DAX;
    const LIST: &'static [&'static str] = &["dax:DescribeClusters"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("dax", "cache/"));
    const TAGS: Option<Tagged> = tagged::<ClusterTags>();
}

/// Whether data at rest is encrypted: that never changes.
#[derive(Debug)]
pub struct EncryptedAtRest;
impl Fact for EncryptedAtRest {
    type Of = Cluster;
    type Value = bool;
    const ID: &'static str = "dax.cluster.encrypted-at-rest";
}

/// Whether the endpoint of the cluster uses TLS: that never changes.
#[derive(Debug)]
pub struct EncryptedInTransit;
impl Fact for EncryptedInTransit {
    type Of = Cluster;
    type Value = bool;
    const ID: &'static str = "dax.cluster.encrypted-in-transit";
}

/// The tags of the cluster.
#[derive(Debug)]
pub struct ClusterTags;
impl Fact for ClusterTags {
    type Of = Cluster;
    type Value = Tags;
    const ID: &'static str = "dax.cluster.tags";
    const READS: &'static [&'static str] = &["dax:ListTags"];
}
