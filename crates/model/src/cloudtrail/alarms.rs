//! What watches the events that a trail delivers to its log group: metric filters, the alarms on
//! their metrics, and whom these notify.
use serde::{Deserialize, Serialize};

use super::Trail;
use crate::Fact;

/// The metric filters of the trail's log group, with their alarms. As evidence it is given by
/// names alone.
#[derive(Debug)]
pub struct TrailAlarms;
impl Fact for TrailAlarms {
    type Of = Trail;
    type Value = Watch;
    const ID: &'static str = "cloudtrail.trail.alarms";
    const READS: &'static [&'static str] = &[
        "cloudtrail:DescribeTrails",
        "logs:DescribeMetricFilters",
        "cloudwatch:DescribeAlarms",
        "sns:ListSubscriptionsByTopic",
    ];

    fn evidence(value: &Watch) -> serde_json::Value {
        let Watch::Filters(filters) = value else {
            return serde_json::to_value(value).unwrap_or_default();
        };
        let filters = filters.iter().map(|filter| {
            let alarms = filter.metrics.iter().flat_map(|metric| &metric.alarms);
            let alarms: Vec<_> = alarms.map(|alarm| &alarm.name).collect();
            serde_json::json!({"name": filter.name, "alarms": alarms})
        });
        serde_json::json!({"filters": filters.collect::<Vec<_>>()})
    }
}

/// The value of [`TrailAlarms`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watch {
    /// The trail delivers to no log group, or shows none to this account.
    NoLogGroup,
    /// The log group was deleted.
    LogGroupDeleted,
    /// The log group belongs to this account, whose metric filters and alarms it alone can read.
    OtherAccount(String),
    /// The metric filters of the log group.
    Filters(Vec<MetricFilter>),
}

/// A metric filter of a log group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MetricFilter {
    /// Its name.
    pub name: String,
    /// Its filter pattern.
    pub pattern: String,
    /// Whether it filters every event as it was delivered: not what a transformer made of it, and
    /// not some that are selected by system fields.
    pub as_delivered: bool,
    /// The metrics that it publishes to.
    pub metrics: Vec<Metric>,
}

/// A metric that a metric filter publishes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Metric {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What is published for each event that matches: a number, or a selector as `$.size`.
    pub value: String,
    /// Whether it has dimensions, so that it is a metric for each of their values.
    pub dimensions: bool,
    /// The alarms on it.
    pub alarms: Vec<Alarm>,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// When it goes to the `ALARM` state.
    pub trigger: Trigger,
    /// Whether its actions are enabled.
    pub actions_enabled: bool,
    /// What it does in the `ALARM` state.
    pub actions: Vec<Action>,
    /// The composite alarms whose rule names it.
    pub composites: Vec<String>,
}

/// When an alarm goes to the `ALARM` state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// A statistic of the metric is compared with a number.
    Threshold {
        /// As `Sum`; `None` of a percentile or another extended statistic.
        statistic: Option<String>,
        /// As `GreaterThanOrEqualToThreshold`.
        comparison: String,
        /// The number.
        threshold: f64,
    },
    /// A metric math expression or an anomaly detection band decides.
    Expression,
}

/// An action of an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Action {
    /// What it is: the ARN of an SNS topic, or of something else.
    pub arn: String,
    /// Whom it notifies.
    pub notifies: Notifies,
}

/// Whom an action notifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notifies {
    /// A confirmed subscription of the SNS topic.
    Subscribed,
    /// The SNS topic has no confirmed subscription, or was deleted.
    Unsubscribed,
    /// The SNS topic belongs to another account.
    OtherAccount,
    /// It is no SNS topic.
    NoTopic,
}
