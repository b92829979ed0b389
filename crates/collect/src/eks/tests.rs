//! Clusters as EKS describes them: answered, denied, absent.
use model::eks::{Cluster, ClusterTags, ControlPlaneLogs, SecretsKey};
use model::{Fact, Kind, Need, Observed, Reason};

use super::READERS;
use crate::observe::observe;
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[ControlPlaneLogs::NEED, SecretsKey::NEED];
const ARN: &str = "arn:aws:eks:eu-west-1:111122223333:cluster/orders";
const LOGS: &str = r#""logging": {"clusterLogging": [{"types": ["audit", "api"], "enabled": true},
    {"types": ["scheduler"], "enabled": false}]}"#;

fn cluster(rest: &str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    let described = format!(r#"{{"cluster": {{"arn": "{ARN}", {rest}}}}}"#);
    move |request| match request.path.ends_with("/clusters/orders") {
        true => ok(described.clone()),
        false => ok(r#"{"clusters": ["orders"]}"#),
    }
}

#[tokio::test]
async fn a_cluster_is_described_once() {
    let config =
        r#""encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "key"}}]"#;
    let all = format!(r#"{LOGS}, {config}, "tags": {{"team": "web"}}"#);
    let seen = observe::<Cluster>(READERS, NEEDS, cluster(&all)).await;
    assert_eq!(seen.snapshot.id_at(Cluster::INFO, 0), ARN);
    assert_eq!(seen.value(&SecretsKey::NEED), Observed::Seen("key".into()));
    let logs = serde_json::json!(["api", "audit"]);
    assert_eq!(seen.value(&ControlPlaneLogs::NEED), Observed::Seen(logs));
    let tags = serde_json::json!({"team": "web"});
    assert_eq!(seen.value(&ClusterTags::NEED), Observed::Seen(tags));
    assert_eq!(seen.calls(|_| true), 2);
}

#[tokio::test]
async fn what_eks_does_not_say_is_a_gap() {
    let seen = observe::<Cluster>(READERS, NEEDS, cluster(LOGS)).await;
    assert_eq!(seen.value(&SecretsKey::NEED), Observed::Seen(().into()));
    let keyless = r#""encryptionConfig": [{"resources": ["secrets"]}]"#;
    let seen = observe::<Cluster>(READERS, NEEDS, cluster(keyless)).await;
    assert!(seen.is_gap(&SecretsKey::NEED, "keyArn"));
    assert!(seen.is_gap(&ControlPlaneLogs::NEED, "clusterLogging"));
    let seen = observe::<Cluster>(READERS, NEEDS, |request| {
        match request.path.ends_with("/clusters/orders") {
            true => error_of(request, 403, "AccessDeniedException"),
            false => cluster(LOGS)(request),
        }
    })
    .await;
    let denied = Reason::Denied("eks:DescribeCluster".into());
    assert_eq!(seen.value(&SecretsKey::NEED), Observed::Missed(denied));
}
