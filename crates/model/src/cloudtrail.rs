//! Trails of CloudTrail. A trail of the organization is seen in every account that it records, and
//! belongs to the one that its ARN names.
mod alarms;
mod bucket;
mod selectors;

use serde::{Deserialize, Serialize};

pub use alarms::{Action, Alarm, Metric, MetricFilter, Notifies, TrailAlarms, Trigger, Watch};
pub use bucket::{BucketAccess, TrailBucketAccess, TrailBucketLog, TrailBucketVersioning};
pub use selectors::{
    AdvancedSelector, BasicSelector, DataResource, EventSelectors, FieldSelector, ReadWrite,
    Selectors,
};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, Timestamp, roster, tagged};

/// A trail that records events of the account, whoever owns it: listed in its home Region, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trail;
impl Kind for Trail {
    type In = Region;
    const ID: &'static str = "cloudtrail.trail";
    const SERVICE: &'static Service = &roster::CLOUDTRAIL;
    const LIST: &'static [&'static str] = &["cloudtrail:DescribeTrails"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("cloudtrail", "trail/"));
    const TAGS: Option<Tagged> = tagged::<TrailTags>();
}

impl Trail {
    /// The account that owns the trail of this ARN.
    #[must_use]
    pub fn owner(arn: &str) -> &str {
        arn.split(':').nth(4).unwrap_or_default()
    }
}

/// What the trail is about.
#[derive(Debug)]
pub struct TrailScope;
impl Fact for TrailScope {
    type Of = Trail;
    type Value = Recorded;
    const ID: &'static str = "cloudtrail.trail.scope";
}

/// The value of [`TrailScope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Recorded {
    /// Whether it records every Region.
    pub multi_region: bool,
    /// Whether it records every account of the organization.
    pub organization: bool,
}

/// Whether log file validation is enabled.
#[derive(Debug)]
pub struct LogFileValidation;
impl Fact for LogFileValidation {
    type Of = Trail;
    type Value = bool;
    const ID: &'static str = "cloudtrail.trail.log-file-validation";
}

/// The KMS key that encrypts its log files, in any form; `None` where S3 encrypts them by itself.
#[derive(Debug)]
pub struct TrailKey;
impl Fact for TrailKey {
    type Of = Trail;
    type Value = Option<String>;
    const ID: &'static str = "cloudtrail.trail.kms-key";
}

/// The name of the bucket that it delivers log files to, in this account or another.
#[derive(Debug)]
pub struct TrailBucket;
impl Fact for TrailBucket {
    type Of = Trail;
    type Value = String;
    const ID: &'static str = "cloudtrail.trail.bucket";
}

/// The ARN of the log group that it delivers events to, with `:*` at its end; `None` where it
/// delivers to none.
#[derive(Debug)]
pub struct TrailLogGroup;
impl Fact for TrailLogGroup {
    type Of = Trail;
    type Value = Option<String>;
    const ID: &'static str = "cloudtrail.trail.log-group";
}

/// Whether it is logging, and what became of what it delivered.
#[derive(Debug)]
pub struct TrailStatus;
impl Fact for TrailStatus {
    type Of = Trail;
    type Value = Status;
    const ID: &'static str = "cloudtrail.trail.status";
    const READS: &'static [&'static str] = &["cloudtrail:GetTrailStatus"];

    /// When it delivered last is no difference to whoever starts or stops it.
    fn still(was: &Self::Value, now: &Self::Value) -> bool {
        was.logging == now.logging
    }
}

/// The value of [`TrailStatus`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Status {
    /// Whether it records events now.
    pub logging: bool,
    /// S3's error code of the last delivery; `None` where that succeeded, or none was tried.
    pub delivery_error: Option<String>,
    /// When it delivered to its log group last; `None` where it never did.
    pub log_group_delivery: Option<Timestamp>,
}

/// Which kinds of Insights events it records (`ApiCallRateInsight`, `ApiErrorRateInsight`).
#[derive(Debug)]
pub struct InsightSelectors;
impl Fact for InsightSelectors {
    type Of = Trail;
    type Value = Vec<String>;
    const ID: &'static str = "cloudtrail.trail.insight-selectors";
    const READS: &'static [&'static str] = &["cloudtrail:GetInsightSelectors"];
}

/// The tags of the trail.
#[derive(Debug)]
pub struct TrailTags;
impl Fact for TrailTags {
    type Of = Trail;
    type Value = Tags;
    const ID: &'static str = "cloudtrail.trail.tags";
    const READS: &'static [&'static str] = &["cloudtrail:ListTags"];
}
