//! Reads of Redshift: provisioned clusters, described in one call a page; what their parameter
//! groups say of TLS, each group read once; and whether audit logging is on.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::redshift::describe_cluster_parameters::DescribeClusterParameters;
use calls::redshift::describe_clusters::{self, ClusterParameterGroupStatus, DescribeClusters};
use calls::redshift::describe_logging_status::DescribeLoggingStatus;
use calls::{Call, Client};
use model::redshift::{AuditLog, Cluster, ClusterEncrypted, ClusterTags, ClusterTls, RequireSsl};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Dated, Draw, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Cluster>(),
    Reader::drawn::<ClusterTls>(),
    Reader::each::<AuditLog>(),
];

impl Collected for Cluster {
    const GONE: &'static [&'static str] = &[describe_clusters::CLUSTER_NOT_FOUND_FAULT];
}

impl Describe for Cluster {
    type Call = DescribeClusters;
    type Row = describe_clusters::Cluster;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<ClusterEncrypted>(|cluster| present(cluster.encrypted, "Encrypted")),
        &Lens::<ClusterTags>(|cluster| tags(cluster.tags.as_deref(), |tag| (&tag.key, &tag.value))),
    ];

    fn call(only: Option<&str>) -> DescribeClusters {
        DescribeClusters {
            cluster_identifier: only.map(Into::into),
            ..DescribeClusters::new()
        }
    }
    fn rows(page: describe_clusters::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.clusters.into_iter();
        let arn = |name: &str| place.arn("redshift", &format!("cluster:{name}"));
        rows.map(|row| (arn(&row.cluster_identifier), row))
            .collect()
    }
}

/// The parameter groups of each cluster of a Region, by the cluster's name.
struct Groups(BTreeMap<String, Vec<ClusterParameterGroupStatus>>);

async fn groups(aws: &Aws, region: &str) -> Answer<Groups> {
    let client = aws.client(Some(region), Client::new);
    let response = DescribeClusters::new().send(&client).await;
    let response = response.map_err(|error| Fault::from(error).of("redshift:DescribeClusters"))?;
    let clusters = response.clusters.into_iter().map(|cluster| {
        let groups = cluster.cluster_parameter_groups.unwrap_or_default();
        (cluster.cluster_identifier, groups)
    });
    Ok(Groups(clusters.collect()))
}

/// Whether a parameter group has `require_ssl`.
struct Required(bool);

async fn required(aws: &Aws, region: &str, group: &str) -> Answer<Required> {
    let client = aws.client(Some(region), Client::new);
    let response = DescribeClusterParameters::new(group).send(&client).await?;
    let mut parameters = response.parameters.into_iter();
    let own = parameters.find(|one| one.parameter_name == "require_ssl");
    let value = own.and_then(|one| one.parameter_value);
    match value.as_deref().map(str::trim) {
        Some("true") => Ok(Required(true)),
        Some("false") => Ok(Required(false)),
        _ => Err(Fault::odd("the parameter group lacks `require_ssl`")),
    }
}

impl Draw for ClusterTls {
    async fn draw(aws: &Aws, at: &At) -> Dated<RequireSsl> {
        let mut began = aws.now();
        let answer = tls(aws, at, &mut began).await;
        Dated { at: began, answer }
    }
}

async fn tls(aws: &Aws, at: &At, began: &mut model::Timestamp) -> Answer<RequireSsl> {
    let region = at.region.as_deref().unwrap_or_default();
    let all: Dated<Arc<Groups>> = Shared::get(aws, region, || groups(aws, region)).await;
    let all = all.of(began)?;
    // A cluster has one parameter group.
    let Some([group]) = all.0.get(at.name()).map(Vec::as_slice) else {
        return Err(Fault::odd("the response lacks the parameter group"));
    };
    let name = &group.parameter_group_name;
    let about = format!("{region}/{name}");
    let read = || required(aws, region, name);
    let required: Dated<Arc<Required>> = Shared::get(aws, &about, read).await;
    let own = group.cluster_parameter_status_list.iter().flatten();
    let own = own.filter(|one| one.parameter_name == "require_ssl");
    let own = own.map(|one| &one.parameter_apply_status);
    let status = own.chain([&group.parameter_apply_status]).flatten().next();
    Ok(RequireSsl {
        group: name.clone(),
        required: required.of(began)?.0,
        status: present(status, "ParameterApplyStatus")?.clone(),
    })
}

impl Read for AuditLog {
    async fn read(aws: &Aws, cluster: &At) -> Answer<bool> {
        let client = aws.client(cluster.region.as_deref(), Client::new);
        let response = DescribeLoggingStatus::new(cluster.name())
            .send(&client)
            .await?;
        present(response.logging_enabled, "LoggingEnabled")
    }
}
