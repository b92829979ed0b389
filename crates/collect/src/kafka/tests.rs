//! Clusters as Amazon MSK lists them: provisioned, serverless, denied.
use model::kafka::{BrokerEncryption, ClientBroker, ClientEncryption, Cluster};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[BrokerEncryption::NEED, ClientEncryption::NEED];
const ARN: &str = "arn:aws:kafka:eu-west-1:111122223333:cluster/orders/1-2";

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, Cluster::INFO, NEEDS, answer).await
}

fn provisioned(settings: &str) -> String {
    let info = format!(r#"{{"encryptionInfo": {{"encryptionInTransit": {{{settings}}}}}}}"#);
    format!(r#""clusterType": "PROVISIONED", "provisioned": {info}"#)
}

#[tokio::test]
async fn how_traffic_is_encrypted() {
    let of = |clients, brokers| {
        provisioned(&format!(
            r#""clientBroker": "{clients}", "inCluster": {brokers}"#
        ))
    };
    for (members, clients, brokers) in [
        (of("TLS", true), Some(ClientBroker::Tls), Some(true)),
        (
            of("TLS_PLAINTEXT", true),
            Some(ClientBroker::TlsPlaintext),
            Some(true),
        ),
        (
            of("PLAINTEXT", false),
            Some(ClientBroker::Plaintext),
            Some(false),
        ),
        (of("NEW", false), None, Some(false)),
        (
            r#""clusterType": "SERVERLESS""#.into(),
            Some(ClientBroker::Tls),
            Some(true),
        ),
        (r#""clusterType": "PROVISIONED""#.into(), None, None),
        (provisioned(""), None, None),
    ] {
        let cluster = format!(r#"{{"clusterArn": "{ARN}", {members}}}"#);
        let body = format!(r#"{{"clusterInfoList": [{cluster}]}}"#);
        let snapshot = read(move |_| ok(body.clone())).await;
        assert_eq!(snapshot.id_at(Cluster::INFO, 0), ARN);
        assert_eq!(
            first::<ClientEncryption>(&snapshot).ok(),
            clients,
            "{members}"
        );
        assert_eq!(
            first::<BrokerEncryption>(&snapshot).ok(),
            brokers,
            "{members}"
        );
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 403, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(Cluster::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("kafka:ListClustersV2"));
}
