//! Reads of DAX: clusters, described in one call a page.
#[cfg(test)]
mod tests;

use calls::dax::describe_clusters::{self, DescribeClusters};
use calls::dax::list_tags::ListTags;
use calls::{Call, Client};
use model::Tags;
use model::dax::{Cluster, ClusterTags, EncryptedAtRest, EncryptedInTransit};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<Cluster>(), Reader::each::<ClusterTags>()];

impl Collected for Cluster {
    const GONE: &'static [&'static str] = &[describe_clusters::CLUSTER_NOT_FOUND_FAULT];
}

impl Describe for Cluster {
    type Call = DescribeClusters;
    type Row = describe_clusters::Cluster;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<EncryptedAtRest>(|cluster| {
            let sse = cluster.sse_description.as_ref();
            match sse.and_then(|sse| sse.status.as_deref()) {
                Some("ENABLED" | "ENABLING") => Ok(true),
                Some("DISABLED" | "DISABLING") => Ok(false),
                _ => Err(Fault::odd("the response lacks `SSEDescription.Status`")),
            }
        }),
        &Lens::<EncryptedInTransit>(|cluster| {
            match cluster.cluster_endpoint_encryption_type.as_deref() {
                Some("TLS") => Ok(true),
                Some("NONE") => Ok(false),
                _ => Err(Fault::odd(
                    "the response lacks `ClusterEndpointEncryptionType`",
                )),
            }
        }),
    ];

    fn call(only: Option<&str>) -> DescribeClusters {
        DescribeClusters {
            cluster_names: only.map(|name| vec![name.into()]),
            ..DescribeClusters::new()
        }
    }
    fn rows(page: describe_clusters::Response, _: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.clusters.into_iter();
        rows.map(|row| (row.cluster_arn.clone(), row)).collect()
    }
}

impl Read for ClusterTags {
    async fn read(aws: &Aws, cluster: &At) -> Answer<Tags> {
        let client = aws.client(cluster.region.as_deref(), Client::new);
        let response = ListTags::new(&*cluster.id).send(&client).await?;
        tags(Some(&response.tags), |tag| (&tag.key, &tag.value))
    }
}
