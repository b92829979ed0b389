//! GuardDuty in a Region: the account's own detector, whoever administers it.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Fact, Region, Service, roster};

/// The detector of the account in the Region, which has at most one; `None` without.
#[derive(Debug)]
pub struct GuardDuty;
impl Fact for GuardDuty {
    type Of = Region;
    type Value = Option<Detector>;
    const ID: &'static str = "region.guardduty-detector";
    const SERVICE: &'static Service = &roster::GUARDDUTY;
    const READS: &'static [&'static str] = &["guardduty:ListDetectors", "guardduty:GetDetector"];
}

/// A detector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Detector {
    /// Whether it is enabled; else it is suspended.
    pub enabled: bool,
    /// Whether each feature that GuardDuty names is enabled, as `RDS_LOGIN_EVENTS`.
    pub features: BTreeMap<String, bool>,
}
