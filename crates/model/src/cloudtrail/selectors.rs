//! Which events a trail records.
use serde::{Deserialize, Serialize};

use super::Trail;
use crate::Fact;

/// The event selectors of the trail.
#[derive(Debug)]
pub struct EventSelectors;
impl Fact for EventSelectors {
    type Of = Trail;
    type Value = Selectors;
    const ID: &'static str = "cloudtrail.trail.event-selectors";
    const READS: &'static [&'static str] = &["cloudtrail:GetEventSelectors"];
}

/// The value of [`EventSelectors`]: a trail has those of one sort. An event is recorded if one
/// selector selects it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selectors {
    /// Basic event selectors.
    Basic(Vec<BasicSelector>),
    /// Advanced event selectors.
    Advanced(Vec<AdvancedSelector>),
}

/// A basic event selector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BasicSelector {
    /// Which of them, by whether they change something.
    pub read_write: ReadWrite,
    /// Whether it selects management events.
    pub management: bool,
    /// The event sources whose management events it leaves out: `kms.amazonaws.com` and
    /// `rdsdata.amazonaws.com` can be.
    pub excluded_sources: Vec<String>,
    /// The data events that it selects.
    pub data: Vec<DataResource>,
}

/// Which events a basic selector selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadWrite {
    /// All events.
    All,
    /// Those that only read.
    ReadOnly,
    /// Those that change something.
    WriteOnly,
}

/// The resources of one type whose data events a basic selector selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DataResource {
    /// Their type, as `AWS::S3::Object`.
    pub of: String,
    /// The beginnings of their ARNs.
    pub arns: Vec<String>,
}

/// An advanced event selector: it selects the events that all of its fields match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AdvancedSelector {
    /// Its conditions, one a field.
    pub fields: Vec<FieldSelector>,
}

/// The condition on one field: a value matches if one of the operators that select matches it, where
/// there are some, and none of those that begin with `Not`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct FieldSelector {
    /// The field, as `eventCategory`, `readOnly`, `eventSource`, `resources.type`.
    pub field: String,
    /// `Equals`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub equals: Vec<String>,
    /// `NotEquals`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_equals: Vec<String>,
    /// `StartsWith`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starts_with: Vec<String>,
    /// `NotStartsWith`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_starts_with: Vec<String>,
    /// `EndsWith`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends_with: Vec<String>,
    /// `NotEndsWith`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_ends_with: Vec<String>,
}
