//! Reads of `OpenSearch` Service: domains, described five in a call, once in a run.
#[cfg(test)]
mod tests;

use std::sync::Arc;

use calls::opensearch::describe_domains::{DescribeDomains, DomainStatus};
use calls::opensearch::list_domain_names::ListDomainNames;
use calls::opensearch::list_tags::ListTags;
use calls::{Call, Client};
use model::Tags;
use model::opensearch::{
    AuditLog, Domain, DomainTags, EncryptedAtRest, EncryptedBetweenNodes, HttpsEnforced,
};

use crate::Aws;
use crate::describe::tags;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Domain>(),
    Reader::drawn::<AuditLog>(),
    Reader::drawn::<EncryptedAtRest>(),
    Reader::drawn::<EncryptedBetweenNodes>(),
    Reader::drawn::<HttpsEnforced>(),
    Reader::each::<DomainTags>(),
];

impl Collected for Domain {}

/// The most that one call describes (`OpenSearch` Service API Reference, `DescribeDomains`).
const AT_ONCE: usize = 5;

/// The domains of a Region.
struct Domains(Vec<DomainStatus>);

async fn domains(aws: &Aws, region: &str) -> Dated<Arc<Domains>> {
    Shared::get(aws, region, || describe(aws, region)).await
}

async fn describe(aws: &Aws, region: &str) -> Answer<Domains> {
    let client = aws.client(Some(region), Client::new);
    let names = ListDomainNames::new().send(&client).await?.domain_names;
    let names: Vec<String> = names.into_iter().map(|one| one.domain_name).collect();
    let mut domains = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let response = DescribeDomains::new(some).send(&client).await;
        let response = response.map_err(|error| Fault::from(error).of("es:DescribeDomains"))?;
        domains.extend(response.domain_status_list);
    }
    // One that is being deleted is described until it is gone.
    domains.retain(|domain| domain.deleted != Some(true));
    Ok(Domains(domains))
}

impl List for Domain {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let all = domains(aws, &region.id).await.answer?;
        Ok(only.of(all.0.iter().map(|domain| &*domain.arn)))
    }
}

/// What the description of a domain says.
async fn said<T>(aws: &Aws, at: &At, what: impl FnOnce(&DomainStatus) -> Answer<T>) -> Dated<T> {
    let region = at.region.as_deref().unwrap_or_default();
    domains(aws, region).await.draw(|all| {
        let mut all = all.0.iter();
        let own = all.find(|domain| *domain.arn == *at.id);
        what(own.ok_or_else(|| Fault::odd("the list does not contain it"))?)
    })
}

impl Draw for EncryptedAtRest {
    async fn draw(aws: &Aws, at: &At) -> Dated<bool> {
        let what = |domain: &DomainStatus| {
            let options = domain.encryption_at_rest_options.as_ref();
            let enabled = options.and_then(|options| options.enabled);
            present(enabled, "EncryptionAtRestOptions.Enabled")
        };
        said(aws, at, what).await
    }
}

impl Draw for EncryptedBetweenNodes {
    async fn draw(aws: &Aws, at: &At) -> Dated<bool> {
        let what = |domain: &DomainStatus| {
            let options = domain.node_to_node_encryption_options.as_ref();
            let enabled = options.and_then(|options| options.enabled);
            present(enabled, "NodeToNodeEncryptionOptions.Enabled")
        };
        said(aws, at, what).await
    }
}

impl Draw for HttpsEnforced {
    async fn draw(aws: &Aws, at: &At) -> Dated<bool> {
        let what = |domain: &DomainStatus| {
            let options = domain.domain_endpoint_options.as_ref();
            let enforced = options.and_then(|options| options.enforce_https);
            present(enforced, "DomainEndpointOptions.EnforceHTTPS")
        };
        said(aws, at, what).await
    }
}

impl Draw for AuditLog {
    /// A log that was never published has no options.
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<String>> {
        let what = |domain: &DomainStatus| {
            let options = domain.log_publishing_options.as_ref();
            let Some(audit) = options.and_then(|options| options.get("AUDIT_LOGS")) else {
                return Ok(None);
            };
            let group = || present(audit.cloud_watch_logs_log_group_arn.clone(), "AUDIT_LOGS");
            match present(audit.enabled, "AUDIT_LOGS.Enabled")? {
                true => group().map(Some),
                false => Ok(None),
            }
        };
        said(aws, at, what).await
    }
}

impl Read for DomainTags {
    async fn read(aws: &Aws, domain: &At) -> Answer<Tags> {
        let client = aws.client(domain.region.as_deref(), Client::new);
        let response = ListTags::new(&*domain.id).send(&client).await?;
        tags(Some(&response.tag_list), |tag| (&tag.key, &tag.value))
    }
}
