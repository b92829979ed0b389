//! What watches a trail's log group: answered, denied, absent.
use model::cloudtrail::{Notifies, TrailAlarms, Trigger, Watch};
use model::{Fact, Reason};

use crate::reader::{At, Read};
use crate::wire::{WireRequest, WireResponse, aws, error_of, ok};

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/trail";
const GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*";
const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:topic";

fn trail(group: &str) -> WireResponse {
    ok(format!(
        r#"{{"trailList": [{{"TrailARN": "{TRAIL}", "HomeRegion": "eu-west-1", {group}}}]}}"#
    ))
}

fn in_group(arn: &str) -> WireResponse {
    trail(&format!(r#""CloudWatchLogsLogGroupArn": "{arn}""#))
}

const FILTERS: &str = r#"{"metricFilters": [
    {"filterName": "one", "filterPattern": "{ $.a = b }", "metricTransformations":
        [{"metricName": "A", "metricNamespace": "N", "metricValue": "1"}]},
    {"filterName": "two", "filterPattern": "", "applyOnTransformedLogs": true, "metricTransformations":
        [{"metricName": "B", "metricNamespace": "N", "metricValue": "$.c", "dimensions": {"d": "$.d"}}]}]}"#;

/// On the metric of the first filter; on another; on the first with dimensions; on an expression of
/// the first; on the second.
const ALARMS: &str = r#"{"CompositeAlarms": [{"AlarmName": "all", "AlarmRule": "ALARM(\"first\") OR ALARM(x)"}],
    "MetricAlarms": [
    {"AlarmName": "first", "AlarmArn": "a", "ActionsEnabled": true, "MetricName": "A", "Namespace": "N",
     "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:topic", "arn:aws:sns:eu-west-1:999988887777:t",
        "arn:aws:lambda:eu-west-1:111122223333:function:f"],
     "Statistic": "Sum", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0.5, "Dimensions": []},
    {"AlarmName": "other", "AlarmArn": "b", "MetricName": "A", "Namespace": "M"},
    {"AlarmName": "by-dimension", "AlarmArn": "c", "MetricName": "A", "Namespace": "N", "Dimensions": [{"Name": "d"}]},
    {"AlarmName": "math", "AlarmArn": "d", "ActionsEnabled": false, "AlarmActions": [],
     "Metrics": [{"Id": "m", "MetricStat": {"Metric": {"Namespace": "N", "MetricName": "A"}}}, {"Id": "e"}]},
    {"AlarmName": "second", "AlarmArn": "e", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:topic"],
     "MetricName": "B", "Namespace": "N", "ComparisonOperator": "LessThanThreshold", "Threshold": 1.0,
     "Dimensions": [{"Name": "d"}]}]}"#;

fn subscriptions(arn: &str) -> WireResponse {
    ok(format!(
        "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>\
         <member><SubscriptionArn>PendingConfirmation</SubscriptionArn></member>\
         <member><SubscriptionArn>{arn}</SubscriptionArn></member></Subscriptions>\
         </ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>"
    ))
}

fn usual(request: &WireRequest) -> WireResponse {
    match request.operation() {
        "DescribeTrails" => in_group(GROUP),
        "DescribeMetricFilters" => ok(FILTERS),
        "DescribeAlarms" => ok(ALARMS),
        "ListSubscriptionsByTopic" => subscriptions(&format!("{TOPIC}:1")),
        other => panic!("unexpected {other}"),
    }
}

/// What is read, and the operations that were called.
async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Result<Watch, Reason>, Vec<String>) {
    let (aws, log) = aws(answer);
    let at = At {
        kind: <<TrailAlarms as Fact>::Of as model::Kind>::INFO,
        id: TRAIL.into(),
        region: Some("eu-west-1".into()),
    };
    let read = TrailAlarms::read(&aws, &at).await;
    let read = read.map_err(|fault| fault.reason(TrailAlarms::READS[0]));
    let called = log.lock().unwrap();
    (
        read,
        called
            .iter()
            .map(|one| one.operation().to_owned())
            .collect(),
    )
}

async fn filters(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Vec<model::cloudtrail::MetricFilter> {
    match read(answer).await.0 {
        Ok(Watch::Filters(filters)) => filters,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn filters_alarms_and_subscribers() {
    let (_, called) = read(usual).await;
    // The topic of both alarms is asked once.
    assert_eq!(
        called,
        [
            "DescribeTrails",
            "DescribeMetricFilters",
            "DescribeAlarms",
            "ListSubscriptionsByTopic"
        ]
    );
    let filters = filters(usual).await;
    let [one, two] = &filters[..] else {
        panic!("{filters:?}")
    };
    assert_eq!((one.as_delivered, two.as_delivered), (true, false));
    assert_eq!(
        (one.metrics[0].dimensions, two.metrics[0].dimensions),
        (false, true)
    );
    let alarms = &one.metrics[0].alarms;
    let names: Vec<_> = alarms.iter().map(|alarm| &*alarm.name).collect();
    assert_eq!(names, ["first", "math"]);
    assert_eq!(alarms[0].composites, ["all"]);
    assert!(alarms[1].composites.is_empty() && !alarms[1].actions_enabled);
    let notified: Vec<_> = alarms[0].actions.iter().map(|one| one.notifies).collect();
    assert_eq!(
        notified,
        [
            Notifies::Subscribed,
            Notifies::OtherAccount,
            Notifies::NoTopic
        ]
    );
    assert_eq!(
        alarms[0].trigger,
        Trigger::Threshold {
            statistic: Some("Sum".into()),
            comparison: "GreaterThanThreshold".into(),
            threshold: 0.5,
        }
    );
    assert_eq!(alarms[1].trigger, Trigger::Expression);
    assert_eq!(two.metrics[0].alarms[0].name, "second");
}

#[tokio::test]
async fn nobody_confirmed_or_no_topic() {
    let answers: [fn(&WireRequest) -> WireResponse; 2] = [
        |_| subscriptions("Deleted"),
        |request| error_of(request, 404, "NotFound"),
    ];
    for answer in answers {
        let filters = filters(move |request| match request.operation() {
            "ListSubscriptionsByTopic" => answer(request),
            _ => usual(request),
        });
        let notifies = filters.await[0].metrics[0].alarms[0].actions[0].notifies;
        assert_eq!(notifies, Notifies::Unsubscribed);
    }
}

#[tokio::test]
async fn no_log_group_to_read() {
    let elsewhere = GROUP.replace("111122223333", "999988887777");
    for (answer, expected) in [
        (trail(r#""Name": "trail""#), Watch::NoLogGroup),
        (in_group(""), Watch::NoLogGroup),
        (
            in_group(&elsewhere),
            Watch::OtherAccount("999988887777".into()),
        ),
    ] {
        let (watch, called) = read(move |_| answer.clone()).await;
        assert_eq!(
            (watch, &*called),
            (Ok(expected), &["DescribeTrails".to_owned()][..])
        );
    }
    let (deleted, _) = read(|request| match request.operation() {
        "DescribeMetricFilters" => error_of(request, 400, "ResourceNotFoundException"),
        _ => usual(request),
    })
    .await;
    assert_eq!(deleted, Ok(Watch::LogGroupDeleted));
    let (odd, _) = read(|_| in_group("arn:aws:s3:::logs")).await;
    assert!(matches!(odd, Err(Reason::Failed(_))), "{odd:?}");
}

#[tokio::test]
async fn a_denied_call_is_a_gap_of_its_own_action() {
    for (operation, code, action) in [
        (
            "DescribeTrails",
            "AccessDeniedException",
            "cloudtrail:DescribeTrails",
        ),
        (
            "DescribeMetricFilters",
            "AccessDeniedException",
            "logs:DescribeMetricFilters",
        ),
        (
            "DescribeAlarms",
            "AccessDenied",
            "cloudwatch:DescribeAlarms",
        ),
        (
            "ListSubscriptionsByTopic",
            "AuthorizationError",
            "sns:ListSubscriptionsByTopic",
        ),
    ] {
        let (watch, _) = read(move |request| match request.operation() == operation {
            true => error_of(request, 403, code),
            false => usual(request),
        })
        .await;
        assert_eq!(watch, Err(Reason::Denied(action.into())), "{operation}");
    }
}

#[tokio::test]
async fn without_filters_nothing_else_is_called() {
    let (watch, called) = read(|request| match request.operation() {
        "DescribeMetricFilters" => ok(r#"{"metricFilters": []}"#),
        _ => usual(request),
    })
    .await;
    assert_eq!((watch, called.len()), (Ok(Watch::Filters(Vec::new())), 2));
}
