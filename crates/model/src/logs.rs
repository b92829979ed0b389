//! Log groups of CloudWatch Logs, and a Region's resource policies for them.
use serde::{Deserialize, Serialize};

use crate::iam::PolicyText;
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogGroup;
impl Kind for LogGroup {
    type In = Region;
    const ID: &'static str = "logs.log-group";
    const SERVICE: &'static Service = &roster::LOGS;
    const LIST: &'static [&'static str] = &["logs:DescribeLogGroups"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("logs", "log-group:").ending(":*"));
    const TAGS: Option<Tagged> = tagged::<LogGroupTags>();
}

/// For how long log events are retained.
#[derive(Debug)]
pub struct Retention;
impl Fact for Retention {
    type Of = LogGroup;
    type Value = Retained;
    const ID: &'static str = "logs.log-group.retention";
}

/// The value of [`Retention`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retained {
    /// For so many days.
    Days(i32),
    /// They never expire.
    Always,
    /// The class of the log group, `DELIVERY`, has a retention of its own.
    ByClass,
}

/// The KMS key that encrypts log events; `None` where CloudWatch Logs encrypts them with a key of its
/// own.
#[derive(Debug)]
pub struct LogGroupKey;
impl Fact for LogGroupKey {
    type Of = LogGroup;
    type Value = Option<String>;
    const ID: &'static str = "logs.log-group.kms-key";
}

/// The tags of the log group.
#[derive(Debug)]
pub struct LogGroupTags;
impl Fact for LogGroupTags {
    type Of = LogGroup;
    type Value = Tags;
    const ID: &'static str = "logs.log-group.tags";
    const READS: &'static [&'static str] = &["logs:ListTagsForResource"];
}

/// The resource policies of the account in the Region, each for the log groups that it names.
#[derive(Debug)]
pub struct LogPolicies;
impl Fact for LogPolicies {
    type Of = Region;
    type Value = Vec<LogPolicy>;
    const ID: &'static str = "region.log-resource-policies";
    const SERVICE: &'static Service = &roster::LOGS;
    const READS: &'static [&'static str] = &["logs:DescribeResourcePolicies"];
}

/// A resource policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LogPolicy {
    /// Its name.
    pub name: String,
    /// What it says.
    pub document: PolicyText,
}
