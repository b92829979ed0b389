//! Reads of EKS: clusters by name, and one description each that all facts are drawn from.
#[cfg(test)]
mod tests;

use std::sync::Arc;

use calls::Call;
use calls::eks::Client;
use calls::eks::describe_cluster::{self, DescribeCluster};
use calls::eks::list_clusters::ListClusters;
use model::Tags;
use model::eks::{Cluster, ClusterTags, ControlPlaneLogs, SecretsKey};

use crate::Aws;
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Cluster>(),
    Reader::drawn::<ClusterTags>(),
    Reader::drawn::<ControlPlaneLogs>(),
    Reader::drawn::<SecretsKey>(),
];

impl Collected for Cluster {
    const GONE: &'static [&'static str] = &[describe_cluster::RESOURCE_NOT_FOUND_EXCEPTION];
}

fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, Client::new)
}

impl List for Cluster {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = client(aws, Some(&region.id));
        let response = ListClusters::new().send(&client).await?;
        let (partition, account) = (&aws.account().partition, &aws.account().id);
        let arn = |name| format!("arn:{partition}:eks:{}:{account}:cluster/{name}", region.id);
        let arns: Vec<String> = response.clusters.into_iter().map(arn).collect();
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

async fn described(aws: &Aws, at: &At) -> Dated<Arc<describe_cluster::Cluster>> {
    Shared::get(aws, &at.id, || describe(aws, at)).await
}

async fn describe(aws: &Aws, at: &At) -> Answer<describe_cluster::Cluster> {
    let call = DescribeCluster::new(at.name());
    let response = call.send(&client(aws, at.region.as_deref())).await?;
    Ok(response.cluster)
}

impl Draw for SecretsKey {
    /// Left out where no key was chosen (EKS API reference, `Cluster`).
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<String>> {
        described(aws, at).await.draw(|cluster| {
            let mut configs = cluster.encryption_config.iter().flatten();
            let of_secrets = configs.find(|one| {
                let mut resources = one.resources.iter().flatten();
                resources.any(|resource| resource == "secrets")
            });
            let key = of_secrets.map(|one| {
                let provider = one.provider.as_ref();
                let key = provider.and_then(|provider| provider.key_arn.clone());
                present(key, "encryptionConfig.provider.keyArn")
            });
            key.transpose()
        })
    }
}

impl Draw for ControlPlaneLogs {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<String>> {
        described(aws, at).await.draw(|cluster| {
            let logging = cluster.logging.as_ref();
            let setups = logging.and_then(|logging| logging.cluster_logging.as_ref());
            let mut enabled = Vec::new();
            for setup in present(setups, "logging.clusterLogging")? {
                if present(setup.enabled, "clusterLogging.enabled")? {
                    enabled.extend(setup.types.iter().flatten().cloned());
                }
            }
            enabled.sort_unstable();
            Ok(enabled)
        })
    }
}

impl Draw for ClusterTags {
    /// Left out where there are none (EKS API reference, `Cluster`).
    async fn draw(aws: &Aws, at: &At) -> Dated<Tags> {
        described(aws, at).await.draw(|cluster| {
            let tags = cluster.tags.clone().unwrap_or_default();
            Ok(tags.into_iter().collect())
        })
    }
}
