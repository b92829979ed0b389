//! Stages as API Gateway lists them: answered, denied, absent.
use model::apigateway::{Cache, Caching, Logging, Logs, Stage, StageTags};
use model::{Fact, Kind, Need, Observed, Reason};
use serde_json::to_value;

use super::READERS;
use crate::observe::{observe, observe_one};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[Caching::NEED, Logging::NEED];
const SETTINGS: &str = r#""cacheClusterEnabled": true, "methodSettings": {
    "*/*": {"cachingEnabled": true, "cacheDataEncrypted": false, "loggingLevel": "INFO"},
    "~1orders/GET": {"cachingEnabled": false}}"#;

/// A REST API with one stage, and a `WebSocket` API with another.
fn apis(settings: &'static str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    move |request| match request.path.split('?').next().unwrap_or_default() {
        "/restapis" => ok(r#"{"item": [{"id": "a1"}]}"#),
        "/restapis/a1/stages" => ok(format!(
            r#"{{"item": [{{"stageName": "prod", {settings}, "tags": {{"team": "web"}}}}]}}"#
        )),
        "/v2/apis" => ok(r#"{"items": [{"apiId": "b2"}]}"#),
        "/v2/apis/b2/stages" => ok(r#"{"items": [{"stageName": "$default",
            "accessLogSettings": {"destinationArn": "group"},
            "defaultRouteSettings": {"loggingLevel": "ERROR"}}]}"#),
        _ => error_of(request, 404, "NotFoundException"),
    }
}

#[tokio::test]
async fn the_stages_of_all_apis_are_listed_with_their_facts() {
    let seen = observe::<Stage>(READERS, NEEDS, apis(SETTINGS)).await;
    let ids = [0, 1].map(|row| seen.snapshot.id_at(Stage::INFO, row));
    let here = "arn:aws:apigateway:eu-west-1::";
    let rest = format!("{here}/restapis/a1/stages/prod");
    let other = format!("{here}/apis/b2/stages/$default");
    assert_eq!(ids, [&*rest, &*other]);
    let cache = Cache::Provisioned([("*/*".into(), false)].into());
    let expected = Observed::Seen(to_value(cache).unwrap());
    assert_eq!(seen.value(&Caching::NEED), expected);
    let level = |at: &str, level: &str| (at.to_owned(), level.to_owned());
    let logs = Logs {
        access: None,
        execution: [level("*", "INFO"), level("~1orders/GET", "OFF")].into(),
    };
    let expected = Observed::Seen(to_value(logs).unwrap());
    assert_eq!(seen.value(&Logging::NEED), expected);
    let tags = serde_json::json!({"team": "web"});
    assert_eq!(seen.value(&StageTags::NEED), Observed::Seen(tags));
    let logs = Logs {
        access: Some("group".into()),
        execution: [level("*", "ERROR")].into(),
    };
    let expected = Observed::Seen(to_value(logs).unwrap());
    assert_eq!(seen.snapshot.value(&Logging::NEED, 1), expected);
    let unsupported = Observed::Seen(to_value(Cache::Unsupported).unwrap());
    assert_eq!(seen.snapshot.value(&Caching::NEED, 1), unsupported);
    assert_eq!(seen.calls(|_| true), 4);
}

#[tokio::test]
async fn a_named_stage_is_read_by_its_api_alone() {
    let arn = "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod";
    let seen = observe_one::<Stage>(READERS, NEEDS, arn, apis(SETTINGS)).await;
    assert!(matches!(seen.value(&Logging::NEED), Observed::Seen(_)));
    assert_eq!(seen.calls(|_| true), 1);
    let arn = "arn:aws:apigateway:eu-west-1::/restapis/z9/stages/prod";
    let seen = observe_one::<Stage>(READERS, NEEDS, arn, apis(SETTINGS)).await;
    assert_eq!(seen.snapshot.all_gone().count(), 1);
}

#[tokio::test]
async fn what_api_gateway_does_not_say_is_a_gap() {
    let seen = observe::<Stage>(READERS, NEEDS, apis(r#""x": 1"#)).await;
    assert!(seen.is_gap(&Caching::NEED, "cacheClusterEnabled"));
    let denied = |request: &WireRequest| error_of(request, 403, "AccessDeniedException");
    let seen = observe::<Stage>(READERS, NEEDS, denied).await;
    let missed = Reason::Denied("apigateway:GET".into());
    assert_eq!(seen.unlisted::<Stage>(), missed);
}
