//! Log groups as CloudWatch Logs describes them: answered, denied, absent.
use model::logs::{LogGroup, LogGroupKey, LogGroupTags, LogPolicies, Retention};
use model::{Account, Fact, Kind, Need, Observed, Reason, Region, Scope, Snapshot};
use serde_json::{Value, json};

use crate::wire::{WireRequest, WireResponse, aws, error_of, ok};
use crate::{KindNeeds, Request, Sweep};

const GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/orders";
const NEEDS: &[Need] = &[LogGroupKey::NEED, Retention::NEED];

fn usual(request: &WireRequest) -> WireResponse {
    match request.operation() {
        "DescribeLogGroups" => ok(json!({"logGroups": [
            {"logGroupName": "/acme/orders", "arn": format!("{GROUP}:*"), "retentionInDays": 7},
            {"arn": format!("{GROUP}/2:*"), "kmsKeyId": "arn:aws:kms:x"},
            {"arn": format!("{GROUP}/3:*"), "logGroupClass": "DELIVERY", "retentionInDays": 1}]})
        .to_string()),
        "DescribeResourcePolicies" => ok(json!({"resourcePolicies": [
            {"policyName": "search", "policyDocument": "{\"Statement\": []}"}]})
        .to_string()),
        "ListTagsForResource" => ok(r#"{"tags": {"a": "b"}}"#),
        other => panic!("unexpected {other}"),
    }
}

async fn read(
    scope: Scope,
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    let everything = scope == Scope::Everything;
    let group = |kind| KindNeeds { kind, needs: NEEDS };
    let mut wanted = vec![group(LogGroup::INFO)];
    if everything {
        // Kept to the end, since a control of another kind looks at the facts too.
        wanted.push(group(Account::INFO));
        let (kind, needs) = (Region::INFO, &[LogPolicies::NEED][..]);
        wanted.push(KindNeeds { kind, needs });
    }
    let regions = everything.then(|| vec!["eu-west-1".into()]);
    let request = Request::new(wanted, scope, regions).with_tags(true);
    let readers = &[crate::account::READERS, super::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    let mut judged = None;
    while let Some(piece) = sweep.next().await {
        if !everything && piece.kind.id == LogGroup::ID {
            judged = Some(sweep.snapshot().clone());
        }
    }
    let requests = log.lock().unwrap().clone();
    (judged.unwrap_or_else(|| sweep.finish()), requests)
}

#[tokio::test]
async fn log_groups_and_policies() {
    let (snapshot, requests) = read(Scope::Everything, usual).await;
    assert_eq!(snapshot.id_at(LogGroup::INFO, 0), GROUP);
    for (row, retention, key) in [
        (0, json!({"days": 7}), Value::Null),
        (1, json!("always"), json!("arn:aws:kms:x")),
        (2, json!("by-class"), Value::Null),
    ] {
        assert_eq!(
            snapshot.value(&Retention::NEED, row),
            Observed::Seen(retention)
        );
        assert_eq!(snapshot.value(&LogGroupKey::NEED, row), Observed::Seen(key));
    }
    let tags = Observed::Seen(json!({"a": "b"}));
    assert_eq!(snapshot.value(&LogGroupTags::NEED, 0), tags);
    let policies = json!([{"name": "search", "document": "{\"Statement\": []}"}]);
    assert_eq!(
        snapshot.value(&LogPolicies::NEED, 0),
        Observed::Seen(policies)
    );
    assert_eq!(requests.len(), 1 + 1 + 3);
}

#[tokio::test]
async fn a_named_log_group_is_described_alone() {
    let scope = Scope::Resources(vec![GROUP.parse().unwrap()]);
    let (snapshot, requests) = read(scope, usual).await;
    assert_eq!(snapshot.count(LogGroup::INFO), 1);
    let prefix = r#""logGroupNamePrefix":"/acme/orders""#;
    assert!(
        requests[0].body.replace(": ", ":").contains(prefix),
        "{}",
        requests[0].body
    );
}

#[tokio::test]
async fn what_is_denied_or_no_policy_is_missed() {
    let denied = |request: &WireRequest| error_of(request, 400, "AccessDeniedException");
    let (snapshot, _) = read(Scope::Everything, denied).await;
    let missed = snapshot.unlisted(LogGroup::INFO).remove(0).0;
    assert_eq!(
        missed.reason,
        Reason::Denied("logs:DescribeLogGroups".into())
    );
    let reason = Reason::Denied("logs:DescribeResourcePolicies".into());
    assert_eq!(
        snapshot.observed(&LogPolicies::NEED, 0),
        Observed::Missed(reason)
    );
    let (snapshot, _) = read(Scope::Everything, |request| match request.operation() {
        "DescribeResourcePolicies" => ok(r#"{"resourcePolicies": [{"policyName": "x"}]}"#),
        _ => usual(request),
    })
    .await;
    let seen = snapshot.observed(&LogPolicies::NEED, 0);
    assert!(
        matches!(seen, Observed::Missed(Reason::Failed(_))),
        "{seen:?}"
    );
}
