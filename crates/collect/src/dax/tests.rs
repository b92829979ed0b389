//! Clusters as DAX describes them: encrypted or not, absent, denied.
use model::dax::{Cluster, EncryptedAtRest, EncryptedInTransit};
use model::{Fact, Kind, Need};

use crate::seen::{denied, first, see};
use crate::wire::{error_of, ok};

const NEEDS: &[Need] = &[EncryptedAtRest::NEED, EncryptedInTransit::NEED];
const READERS: crate::Readers = &[crate::account::READERS, super::READERS];

#[tokio::test]
async fn how_a_cluster_is_encrypted() {
    for (members, at_rest, in_transit) in [
        (
            r#", "SSEDescription": {"Status": "ENABLED"}, "ClusterEndpointEncryptionType": "TLS""#,
            Some(true),
            Some(true),
        ),
        (
            r#", "SSEDescription": {"Status": "DISABLED"}, "ClusterEndpointEncryptionType": "NONE""#,
            Some(false),
            Some(false),
        ),
        (
            r#", "ClusterEndpointEncryptionType": "TLS""#,
            None,
            Some(true),
        ),
        (
            r#", "SSEDescription": {"Status": "ENABLED"}"#,
            Some(true),
            None,
        ),
    ] {
        let arn = "arn:aws:dax:eu-west-1:111122223333:cache/orders";
        let body = format!(r#"{{"Clusters": [{{"ClusterArn": "{arn}"{members}}}]}}"#);
        let snapshot = see(READERS, Cluster::INFO, NEEDS, move |_| ok(body.clone())).await;
        assert_eq!(
            first::<EncryptedAtRest>(&snapshot).ok(),
            at_rest,
            "{members}"
        );
        assert_eq!(
            first::<EncryptedInTransit>(&snapshot).ok(),
            in_transit,
            "{members}"
        );
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let refused = |request: &_| error_of(request, 400, "AccessDeniedException");
    let snapshot = see(READERS, Cluster::INFO, NEEDS, refused).await;
    let missed = snapshot.unlisted(Cluster::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("dax:DescribeClusters"));
}
