//! Stages of API Gateway: of REST APIs, and of HTTP and `WebSocket` APIs. Two APIs describe them, of
//! one service and with one permission.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage;
impl Kind for Stage {
    type In = Region;
    const ID: &'static str = "apigateway.stage";
    const SERVICE: &'static Service = &roster::APIGATEWAY;
    const LIST: &'static [&'static str] = &["apigateway:GET"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("apigateway", "/restapis/").or("/apis/"));
    const TAGS: Option<Tagged> = tagged::<StageTags>();
}

/// How a stage caches responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cache {
    /// HTTP and `WebSocket` APIs have no cache.
    Unsupported,
    /// No cache is provisioned.
    Disabled,
    /// A cache is provisioned: whether it is encrypted by method setting, as `*/*` or
    /// `~1orders/GET`, of those that cache responses.
    Provisioned(BTreeMap<String, bool>),
}

/// How the stage caches responses.
#[derive(Debug)]
pub struct Caching;
impl Fact for Caching {
    type Of = Stage;
    type Value = Cache;
    const ID: &'static str = "apigateway.stage.caching";
}

/// What a stage logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Logs {
    /// Where access logs go.
    pub access: Option<String>,
    /// The level of execution logs, as `ERROR`, by method or route; `*` of all that have none of
    /// their own.
    pub execution: BTreeMap<String, String>,
}

/// What the stage logs.
#[derive(Debug)]
pub struct Logging;
impl Fact for Logging {
    type Of = Stage;
    type Value = Logs;
    const ID: &'static str = "apigateway.stage.logging";
}

/// The tags of the stage.
#[derive(Debug)]
pub struct StageTags;
impl Fact for StageTags {
    type Of = Stage;
    type Value = Tags;
    const ID: &'static str = "apigateway.stage.tags";
}
