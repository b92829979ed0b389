//! Clusters of Amazon MSK.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A cluster, provisioned or serverless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster;
impl Kind for Cluster {
    type In = Region;
    const ID: &'static str = "kafka.cluster";
    const SERVICE: &'static Service = &roster::KAFKA;
    const LIST: &'static [&'static str] = &["kafka:ListClustersV2"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("kafka", "cluster/"));
    const TAGS: Option<Tagged> = tagged::<ClusterTags>();
}

/// How clients connect to brokers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientBroker {
    /// With TLS alone, as to every serverless cluster.
    Tls,
    /// With TLS or without.
    TlsPlaintext,
    /// Without TLS.
    Plaintext,
}

/// How clients connect to brokers.
#[derive(Debug)]
pub struct ClientEncryption;
impl Fact for ClientEncryption {
    type Of = Cluster;
    type Value = ClientBroker;
    const ID: &'static str = "kafka.cluster.client-encryption";
}

/// Whether traffic between the brokers is encrypted: that never changes.
#[derive(Debug)]
pub struct BrokerEncryption;
impl Fact for BrokerEncryption {
    type Of = Cluster;
    type Value = bool;
    const ID: &'static str = "kafka.cluster.broker-encryption";
}

/// The tags of the cluster.
#[derive(Debug)]
pub struct ClusterTags;
impl Fact for ClusterTags {
    type Of = Cluster;
    type Value = Tags;
    const ID: &'static str = "kafka.cluster.tags";
}
