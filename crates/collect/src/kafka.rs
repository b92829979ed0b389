//! Reads of Amazon MSK: clusters, described in one call a page.
#[cfg(test)]
mod tests;

use calls::kafka::list_clusters_v2::{self, EncryptionInTransit, ListClustersV2};
use model::kafka::{BrokerEncryption, ClientBroker, ClientEncryption, Cluster, ClusterTags};

use crate::describe::{Describe, Draws, Lens, Place};
use crate::fault::{Answer, Fault, present};
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<Cluster>()];

impl Collected for Cluster {}

type Row = list_clusters_v2::Cluster;

impl Describe for Cluster {
    type Call = ListClustersV2;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<BrokerEncryption>(|cluster| match in_transit(cluster)? {
            None => Ok(true),
            Some(settings) => present(settings.in_cluster, "InCluster"),
        }),
        &Lens::<ClientEncryption>(|cluster| {
            let Some(settings) = in_transit(cluster)? else {
                return Ok(ClientBroker::Tls);
            };
            match settings.client_broker.as_deref() {
                Some("TLS") => Ok(ClientBroker::Tls),
                Some("TLS_PLAINTEXT") => Ok(ClientBroker::TlsPlaintext),
                Some("PLAINTEXT") => Ok(ClientBroker::Plaintext),
                _ => Err(Fault::odd("the response lacks `ClientBroker`")),
            }
        }),
        // Left out where there are none.
        &Lens::<ClusterTags>(|cluster| {
            let tags = cluster.tags.clone().unwrap_or_default();
            Ok(tags.into_iter().collect())
        }),
    ];

    /// The filter finds the names that begin so; the ARN has a UUID behind the name.
    fn call(only: Option<&str>) -> ListClustersV2 {
        let name = only.and_then(|name| name.split('/').next());
        ListClustersV2 {
            cluster_name_filter: name.map(Into::into),
            ..ListClustersV2::new()
        }
    }
    fn rows(page: list_clusters_v2::Response, _: &Place) -> Vec<(String, Row)> {
        let rows = page.cluster_info_list.into_iter();
        rows.map(|row| (row.cluster_arn.clone(), row)).collect()
    }
}

/// The settings of a provisioned cluster; a serverless one has none and always uses TLS (MSK
/// Developer Guide, "MSK Serverless").
fn in_transit(cluster: &Row) -> Answer<Option<&EncryptionInTransit>> {
    match cluster.cluster_type.as_deref() {
        Some("SERVERLESS") => Ok(None),
        Some("PROVISIONED") => {
            let settings = cluster.provisioned.as_ref();
            let settings = settings.and_then(|one| one.encryption_info.as_ref());
            let settings = settings.and_then(|one| one.encryption_in_transit.as_ref());
            present(settings, "EncryptionInTransit").map(Some)
        }
        _ => Err(Fault::odd("the response lacks `ClusterType`")),
    }
}
