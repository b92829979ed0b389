//! The domain is encrypted at rest and between its nodes, and its endpoint refuses plain HTTP.
use model::opensearch::{Domain, EncryptedAtRest, EncryptedBetweenNodes, HttpsEnforced};
use model::{Control, Fact, Fix, Severity, any_broken, holds_if};

use crate::duties::OPENSEARCH;

pub(super) const CONTROL: Control<Domain> = Control {
    id: "encryption.opensearch",
    title: "The domain is encrypted at rest and between nodes, and enforces HTTPS",
    severity: Severity::Medium,
    why: "Indexes, logs and snapshots of a domain that is not encrypted are stored in the clear; so is \
          what its nodes exchange. Over plain HTTP, so are queries and their results.",
    fix: Fix::new(
        "aws opensearch update-domain-config --region {region} --domain-name {name} \
         --encryption-at-rest-options Enabled=true --node-to-node-encryption-options Enabled=true \
         --domain-endpoint-options EnforceHTTPS=true",
    ),
    responsibility: OPENSEARCH.data("enable all three, which the API leaves disabled by default"),
    needs: &[
        EncryptedAtRest::NEED,
        EncryptedBetweenNodes::NEED,
        HttpsEnforced::NEED,
    ],
    judge: |domain, _| {
        let at_rest = domain.see::<EncryptedAtRest>();
        let between = domain.see::<EncryptedBetweenNodes>();
        let https = domain.see::<HttpsEnforced>();
        any_broken([
            at_rest.and_then(|so| holds_if(*so, "encryption at rest is disabled")),
            between.and_then(|so| holds_if(*so, "node-to-node encryption is disabled")),
            https.and_then(|so| holds_if(*so, "the endpoint accepts plain HTTP")),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};

    let domain = |[at_rest, between, https]: [bool; 3]| {
        given::<Domain>()
            .with::<EncryptedAtRest>(at_rest)
            .with::<EncryptedBetweenNodes>(between)
            .with::<HttpsEnforced>(https)
    };
    table_of(&CONTROL, domain)
        .passes("all three", [true; 3])
        .fails("not at rest", [false, true, true])
        .fails("not between nodes", [true, false, true])
        .fails("plain HTTP", [true, true, false])
        .fails("one is enough", [true, true, false])
        .denied::<EncryptedAtRest>()
        .unread::<EncryptedAtRest>([true; 3])
        .unread::<EncryptedBetweenNodes>([true; 3])
        .unread::<HttpsEnforced>([true; 3])
        .check();
}
