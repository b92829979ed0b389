//! Events of `OpenSearch` Service, each in its own Region: those of its own API, and of the one it had as
//! Elasticsearch Service.
use model::opensearch::{AuditLog, Domain, EncryptedAtRest, EncryptedBetweenNodes, HttpsEnforced};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const DOMAIN: About = About::Resource {
    kind: Domain::INFO,
    named: &["/requestParameters/domainName"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:es:{region}:{id}:domain/{name}")
    },
};
const SETTINGS: &[Need] = &[
    AuditLog::NEED,
    EncryptedAtRest::NEED,
    EncryptedBetweenNodes::NEED,
    HttpsEnforced::NEED,
];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "es",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateDomain", DOMAIN, Facts::All, Sets),
    row("CreateElasticsearchDomain", DOMAIN, Facts::All, Sets),
    row("UpdateDomainConfig", DOMAIN, Facts::These(SETTINGS), Sets),
    row(
        "UpdateElasticsearchDomainConfig",
        DOMAIN,
        Facts::These(SETTINGS),
        Sets,
    ),
    row("DeleteDomain", DOMAIN, Facts::All, Repairs),
    row("DeleteElasticsearchDomain", DOMAIN, Facts::All, Repairs),
];
