//! Domains of `OpenSearch` Service, those that run Elasticsearch included.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain;
impl Kind for Domain {
    type In = Region;
    const ID: &'static str = "opensearch.domain";
    const SERVICE: &'static Service = &roster::OPENSEARCH;
    const LIST: &'static [&'static str] = &["es:ListDomainNames", "es:DescribeDomains"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("es", "domain/"));
    const TAGS: Option<Tagged> = tagged::<DomainTags>();
}

/// Whether data at rest is encrypted.
#[derive(Debug)]
pub struct EncryptedAtRest;
impl Fact for EncryptedAtRest {
    type Of = Domain;
    type Value = bool;
    const ID: &'static str = "opensearch.domain.encrypted-at-rest";
}

/// Whether traffic between the nodes is encrypted.
#[derive(Debug)]
pub struct EncryptedBetweenNodes;
impl Fact for EncryptedBetweenNodes {
    type Of = Domain;
    type Value = bool;
    const ID: &'static str = "opensearch.domain.encrypted-between-nodes";
}

/// Whether the endpoint refuses plain HTTP.
#[derive(Debug)]
pub struct HttpsEnforced;
impl Fact for HttpsEnforced {
    type Of = Domain;
    type Value = bool;
    const ID: &'static str = "opensearch.domain.https-enforced";
}

/// The ARN of the log group that audit logs are published to; `None` where they are not.
#[derive(Debug)]
pub struct AuditLog;
impl Fact for AuditLog {
    type Of = Domain;
    type Value = Option<String>;
    const ID: &'static str = "opensearch.domain.audit-log";
}

/// The tags of the domain.
#[derive(Debug)]
pub struct DomainTags;
impl Fact for DomainTags {
    type Of = Domain;
    type Value = Tags;
    const ID: &'static str = "opensearch.domain.tags";
    const READS: &'static [&'static str] = &["es:ListTags"];
}
