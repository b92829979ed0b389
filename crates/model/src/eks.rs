//! Clusters of EKS.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster;
impl Kind for Cluster {
    type In = Region;
    const ID: &'static str = "eks.cluster";
    const SERVICE: &'static Service = &roster::EKS;
    const LIST: &'static [&'static str] = &["eks:ListClusters"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("eks", "cluster/"));
    const TAGS: Option<Tagged> = tagged::<ClusterTags>();
}

/// What `DescribeCluster` costs.
const DESCRIBE: &[&str] = &["eks:DescribeCluster"];

/// The ARN of the KMS key of the account that Kubernetes secrets are encrypted with; `None` where
/// none was chosen.
#[derive(Debug)]
pub struct SecretsKey;
impl Fact for SecretsKey {
    type Of = Cluster;
    type Value = Option<String>;
    const ID: &'static str = "eks.cluster.secrets-key";
    const READS: &'static [&'static str] = DESCRIBE;
}

/// The types of control plane logs that are enabled, as `audit`.
#[derive(Debug)]
pub struct ControlPlaneLogs;
impl Fact for ControlPlaneLogs {
    type Of = Cluster;
    type Value = Vec<String>;
    const ID: &'static str = "eks.cluster.control-plane-logs";
    const READS: &'static [&'static str] = DESCRIBE;
}

/// The tags of the cluster.
#[derive(Debug)]
pub struct ClusterTags;
impl Fact for ClusterTags {
    type Of = Cluster;
    type Value = Tags;
    const ID: &'static str = "eks.cluster.tags";
    const READS: &'static [&'static str] = DESCRIBE;
}
