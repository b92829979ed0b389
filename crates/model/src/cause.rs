//! Who is said to have done it.
use serde::{Deserialize, Serialize};

/// What CloudTrail says of a call: its word, kept apart from what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Cause {
    /// Always `cloudtrail`: it was reported, not read.
    #[serde(rename = "told_by")]
    pub reported_by: String,
    /// The call.
    pub event: String,
    /// The event's id.
    pub event_id: String,
    /// When the call was made, as CloudTrail writes it.
    pub event_time: String,
    /// The Region of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The caller's ARN, or what else CloudTrail knows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// The role or user that the caller's session was issued by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_issuer: Option<String>,
    /// Where the call came from: an address, or a service's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_address: Option<String>,
    /// With what it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}
