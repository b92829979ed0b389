//! Trails as CloudTrail describes them: answered, denied, absent.
use model::cloudtrail::{
    EventSelectors, InsightSelectors, LogFileValidation, Trail, TrailKey, TrailLogGroup,
    TrailScope, TrailStatus, TrailTags,
};
use model::{Account, Fact, Kind, Need, Observed, Reason, Scope, Snapshot};
use serde_json::json;

use crate::wire::{WireRequest, WireResponse, aws, error_of, ok};
use crate::{KindNeeds, Request, Sweep};

const OWN: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit";
const OTHER: &str = "arn:aws:cloudtrail:eu-west-1:999988887777:trail/organization";
const NEEDS: &[Need] = &[
    EventSelectors::NEED,
    InsightSelectors::NEED,
    LogFileValidation::NEED,
    TrailKey::NEED,
    TrailLogGroup::NEED,
    TrailScope::NEED,
    TrailStatus::NEED,
];

fn trails() -> WireResponse {
    let trail = |arn: &str, organization: bool| {
        json!({"Name": "x", "TrailARN": arn, "HomeRegion": "eu-west-1", "S3BucketName": "logs",
            "IsMultiRegionTrail": true, "IsOrganizationTrail": organization})
    };
    ok(json!({"trailList": [trail(OWN, false), trail(OTHER, true)]}).to_string())
}

fn usual(request: &WireRequest) -> WireResponse {
    match request.operation() {
        "DescribeTrails" => trails(),
        "GetTrailStatus" => ok(r#"{"IsLogging": true, "LatestDeliveryError": "",
            "LatestCloudWatchLogsDeliveryTime": 1772366400.5}"#),
        "GetEventSelectors" => ok(
            r#"{"AdvancedEventSelectors": [{"Name": "all", "FieldSelectors":
            [{"Field": "eventCategory", "Equals": ["Management"]}]}]}"#,
        ),
        "GetInsightSelectors" => error_of(request, 400, "InsightNotEnabledException"),
        "ListTags" => {
            let own = match request.body.contains(OWN) {
                true => OWN,
                false => OTHER,
            };
            let tags = json!({"ResourceId": own, "TagsList": [{"Key": "a", "Value": "b"}]});
            ok(json!({"ResourceTagList": [tags]}).to_string())
        }
        other => panic!("unexpected {other}"),
    }
}

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    // Kept to the end, since a control of another kind looks at the facts too.
    let wanted = [Account::INFO, Trail::INFO].map(|kind| KindNeeds { kind, needs: NEEDS });
    let regions = Some(vec!["eu-west-1".into(), "us-east-1".into()]);
    let request = Request::new(wanted, Scope::Everything, regions).with_tags(true);
    let readers = &[crate::account::READERS, super::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    while sweep.next().await.is_some() {}
    let requests = log.lock().unwrap().clone();
    (sweep.finish(), requests)
}

fn value<F: Fact>(snapshot: &Snapshot) -> serde_json::Value {
    match snapshot.value(&F::NEED, 0) {
        Observed::Seen(value) => value,
        Observed::Missed(reason) => panic!("{reason:?}"),
    }
}

#[tokio::test]
async fn a_trail_is_read_in_its_home_region_alone() {
    let (snapshot, requests) = read(usual).await;
    assert_eq!(snapshot.count(Trail::INFO), 2);
    assert_eq!(snapshot.id_at(Trail::INFO, 0), OWN);
    assert_eq!(snapshot.region_of(Trail::INFO, 0), Some("eu-west-1"));
    let scope = json!({"multi-region": true, "organization": false});
    assert_eq!(value::<TrailScope>(&snapshot), scope);
    let status = json!({"logging": true, "delivery-error": null,
        "log-group-delivery": "2026-03-01T12:00:00Z"});
    assert_eq!(value::<TrailStatus>(&snapshot), status);
    let field = json!({"field": "eventCategory", "equals": ["Management"]});
    let selectors = json!({"advanced": [{"fields": [field]}]});
    assert_eq!(value::<EventSelectors>(&snapshot), selectors);
    assert_eq!(value::<InsightSelectors>(&snapshot), json!([]));
    assert_eq!(value::<TrailKey>(&snapshot), json!(null));
    assert_eq!(value::<TrailLogGroup>(&snapshot), json!(null));
    assert_eq!(value::<TrailTags>(&snapshot), json!({"a": "b"}));
    let of_trails = requests
        .iter()
        .filter(|one| one.operation() != "DescribeTrails");
    assert!(
        of_trails
            .into_iter()
            .all(|one| one.host.contains("eu-west-1"))
    );
    assert_eq!(requests.len(), 2 + 2 * 4);
}

#[tokio::test]
async fn what_is_absent_is_a_gap_of_one_fact() {
    let (snapshot, _) = read(|request| match request.operation() {
        "GetTrailStatus" | "GetEventSelectors" => ok("{}"),
        _ => usual(request),
    })
    .await;
    for need in [
        LogFileValidation::NEED,
        TrailStatus::NEED,
        EventSelectors::NEED,
    ] {
        let seen = snapshot.observed(&need, 0);
        assert!(
            matches!(seen, Observed::Missed(Reason::Failed(_))),
            "{}",
            need.id
        );
    }
    assert_eq!(snapshot.observed(&TrailScope::NEED, 0), Observed::Seen(()));
}

#[tokio::test]
async fn basic_selectors_are_read_whole_or_not_at_all() {
    let answer = |selector: &'static str| {
        move |request: &WireRequest| match request.operation() {
            "GetEventSelectors" => ok(selector),
            _ => usual(request),
        }
    };
    let (snapshot, _) = read(answer(
        r#"{"EventSelectors": [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": true,
            "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
            "ExcludeManagementEventSources": ["kms.amazonaws.com"]}]}"#,
    ))
    .await;
    let selector = json!({"read-write": "write-only", "management": true,
        "excluded-sources": ["kms.amazonaws.com"],
        "data": [{"of": "AWS::S3::Object", "arns": ["arn:aws:s3"]}]});
    assert_eq!(
        value::<EventSelectors>(&snapshot),
        json!({"basic": [selector]})
    );
    let odd = r#"{"EventSelectors": [{"ReadWriteType": "New", "IncludeManagementEvents": true}]}"#;
    let (snapshot, _) = read(answer(odd)).await;
    let seen = snapshot.observed(&EventSelectors::NEED, 0);
    assert!(
        matches!(seen, Observed::Missed(Reason::Failed(_))),
        "{seen:?}"
    );
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let (snapshot, _) = read(|request| match request.operation() {
        "DescribeTrails" | "ListTags" => usual(request),
        _ => error_of(request, 400, "AccessDeniedException"),
    })
    .await;
    for need in [
        EventSelectors::NEED,
        InsightSelectors::NEED,
        TrailStatus::NEED,
    ] {
        let denied = Reason::Denied(need.reads[0].into());
        assert_eq!(snapshot.observed(&need, 0), Observed::Missed(denied));
    }
    let (snapshot, _) = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(Trail::INFO).remove(0).0;
    let denied = Reason::Denied("cloudtrail:DescribeTrails".into());
    assert_eq!(missed.reason, denied);
}

/// It would leave nothing out, and so seem to record everything.
#[tokio::test]
async fn a_field_selector_without_operator_is_a_gap() {
    let answer = |request: &WireRequest| match request.operation() {
        "GetEventSelectors" => ok(r#"{"AdvancedEventSelectors": [{"FieldSelectors":
            [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.ARN"}]}]}"#),
        _ => usual(request),
    };
    let (snapshot, _) = read(answer).await;
    let why = "the response has a field selector without operator";
    assert_eq!(
        snapshot.observed(&EventSelectors::NEED, 0),
        Observed::Missed(Reason::failed(why))
    );
}
