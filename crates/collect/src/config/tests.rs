//! Recorders as AWS Config describes them: answered, denied, absent.
use model::config::ConfigRecorder;
use model::{Fact, Kind, Observed, Reason, Region, Scope};
use serde_json::{Value, json};

use crate::wire::{WireRequest, WireResponse, aws, error_of, ok};
use crate::{KindNeeds, Request, Sweep};

const ROLE: &str = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/x";

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Observed<Value> {
    let (aws, _) = aws(answer);
    let (kind, needs) = (Region::INFO, &[ConfigRecorder::NEED]);
    let regions = Some(vec!["eu-west-1".into()]);
    let request = Request::new([KindNeeds { kind, needs }], Scope::Everything, regions);
    let readers = &[crate::account::READERS, super::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    while sweep.next().await.is_some() {}
    sweep.finish().value(&ConfigRecorder::NEED, 0)
}

/// The account's own recorder, beside one that a service set up.
fn of(group: &Value) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    let linked = json!({"name": "linked", "servicePrincipal": "securityhub.amazonaws.com"});
    let own = json!({"name": "default", "roleARN": ROLE, "recordingGroup": group});
    let recorders = json!({"ConfigurationRecorders": [linked, own]}).to_string();
    move |request| match request.operation() {
        "DescribeConfigurationRecorders" => ok(recorders.clone()),
        "DescribeConfigurationRecorderStatus" => ok(r#"{"ConfigurationRecordersStatus":
            [{"name": "default", "recording": true, "lastStatus": "SUCCESS"}]}"#),
        "DescribeDeliveryChannels" => ok(r#"{"DeliveryChannels": [{"name": "default"}]}"#),
        other => panic!("unexpected {other}"),
    }
}

#[tokio::test]
async fn what_a_recorder_records() {
    let strategy = |name: &str| json!({"useOnly": name});
    for (group, records) in [
        (
            json!({"allSupported": true, "includeGlobalResourceTypes": true,
                "recordingStrategy": strategy("ALL_SUPPORTED_RESOURCE_TYPES")}),
            json!({"all": {"global": true}}),
        ),
        (
            json!({"allSupported": true, "includeGlobalResourceTypes": false}),
            json!({"all": {"global": false}}),
        ),
        (
            json!({"allSupported": false, "resourceTypes": ["AWS::S3::Bucket"]}),
            json!({"these": ["AWS::S3::Bucket"]}),
        ),
        (
            json!({"allSupported": false, "recordingStrategy": strategy("EXCLUSION_BY_RESOURCE_TYPES"),
                "exclusionByResourceTypes": {"resourceTypes": ["AWS::IAM::User"]}}),
            json!({"all-but": ["AWS::IAM::User"]}),
        ),
    ] {
        let expected = json!({"name": "default", "role": ROLE, "records": records,
            "recording": true, "last-status": "SUCCESS", "delivered": true});
        assert_eq!(read(of(&group)).await, Observed::Seen(expected));
    }
    let group = json!({"recordingStrategy": strategy("NEW")});
    let seen = read(of(&group)).await;
    assert!(
        matches!(seen, Observed::Missed(Reason::Failed(_))),
        "{seen:?}"
    );
}

#[tokio::test]
async fn no_recorder_and_what_is_denied() {
    let none = read(|_| ok(r#"{"ConfigurationRecorders": []}"#)).await;
    assert_eq!(none, Observed::Seen(Value::Null));
    for (operation, action) in [
        (
            "DescribeConfigurationRecorders",
            "config:DescribeConfigurationRecorders",
        ),
        (
            "DescribeConfigurationRecorderStatus",
            "config:DescribeConfigurationRecorderStatus",
        ),
        (
            "DescribeDeliveryChannels",
            "config:DescribeDeliveryChannels",
        ),
    ] {
        let usual = of(&json!({"allSupported": true, "includeGlobalResourceTypes": true}));
        let seen = read(move |request| match request.operation() == operation {
            true => error_of(request, 400, "AccessDeniedException"),
            false => usual(request),
        });
        assert_eq!(seen.await, Observed::Missed(Reason::Denied(action.into())));
    }
}
