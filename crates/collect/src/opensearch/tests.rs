//! Domains as `OpenSearch` Service describes them: five in a call, absent, denied.
use model::opensearch::{AuditLog, Domain, EncryptedAtRest, EncryptedBetweenNodes, HttpsEnforced};
use model::{Fact, Kind, Need};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[
    AuditLog::NEED,
    EncryptedAtRest::NEED,
    EncryptedBetweenNodes::NEED,
    HttpsEnforced::NEED,
];
const READERS: crate::Readers = &[crate::account::READERS, super::READERS];

const OPTIONS: &str = r#", "EncryptionAtRestOptions": {"Enabled": true},
    "NodeToNodeEncryptionOptions": {"Enabled": false}, "DomainEndpointOptions": {"EnforceHTTPS": true}"#;

fn names(of: usize) -> WireResponse {
    let names = (0..of).map(|number| format!(r#"{{"DomainName": "domain-{number}"}}"#));
    let names: Vec<_> = names.collect();
    ok(format!(r#"{{"DomainNames": [{}]}}"#, names.join(",")))
}

/// What was requested by name, each with these members.
fn described(request: &WireRequest, members: &str) -> WireResponse {
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    let names = body["DomainNames"].as_array().unwrap();
    assert!((1..=5).contains(&names.len()), "{body}");
    let domains = names.iter().map(|name| {
        let name = name.as_str().unwrap();
        let arn = format!("arn:aws:es:eu-west-1:111122223333:domain/{name}");
        format!(r#"{{"DomainId": "1", "DomainName": "{name}", "ARN": "{arn}"{members}}}"#)
    });
    let domains: Vec<_> = domains.collect();
    ok(format!(
        r#"{{"DomainStatusList": [{}]}}"#,
        domains.join(",")
    ))
}

fn answer(members: &str, of: usize) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + use<> {
    let members = members.to_owned();
    move |request| match request.body.is_empty() {
        true => names(of),
        false => described(request, &members),
    }
}

#[tokio::test]
async fn each_domain_is_described_and_what_it_is_like() {
    let snapshot = see(READERS, Domain::INFO, NEEDS, answer(OPTIONS, 12)).await;
    assert_eq!(snapshot.count(Domain::INFO), 12);
    assert_eq!(first::<EncryptedAtRest>(&snapshot), Ok(true));
    assert_eq!(first::<EncryptedBetweenNodes>(&snapshot), Ok(false));
    assert_eq!(first::<HttpsEnforced>(&snapshot), Ok(true));
    assert_eq!(first::<AuditLog>(&snapshot), Ok(None));
    let deleted = answer(r#", "Deleted": true"#, 1);
    let snapshot = see(READERS, Domain::INFO, NEEDS, deleted).await;
    assert_eq!(snapshot.count(Domain::INFO), 0);
}

#[tokio::test]
async fn where_audit_logs_go() {
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:audit";
    let audit = |enabled: bool| {
        let log = format!(r#"{{"Enabled": {enabled}, "CloudWatchLogsLogGroupArn": "{group}"}}"#);
        format!(r#", "LogPublishingOptions": {{"AUDIT_LOGS": {log}}}"#)
    };
    for (members, expected) in [
        (audit(true), Some(group.to_owned())),
        (audit(false), None),
        (audit(true).replace("AUDIT", "INDEX_SLOW"), None),
    ] {
        let snapshot = see(READERS, Domain::INFO, NEEDS, answer(&members, 1)).await;
        assert_eq!(first::<AuditLog>(&snapshot), Ok(expected), "{members}");
        assert!(first::<HttpsEnforced>(&snapshot).is_err());
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let refused = |request: &WireRequest| match request.body.is_empty() {
        true => names(1),
        false => error_of(request, 403, "AccessDeniedException"),
    };
    let snapshot = see(READERS, Domain::INFO, NEEDS, refused).await;
    let missed = snapshot.unlisted(Domain::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("es:DescribeDomains"));
}
