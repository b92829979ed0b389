//! Inspector in a Region: the account's own status, whoever administers it.
use serde::{Deserialize, Serialize};

use crate::{Fact, Region, Service, roster};

/// What Inspector scans in the Region.
#[derive(Debug)]
pub struct Inspector;
impl Fact for Inspector {
    type Of = Region;
    type Value = Scans;
    const ID: &'static str = "region.inspector-status";
    const SERVICE: &'static Service = &roster::INSPECTOR;
    const READS: &'static [&'static str] = &["inspector2:BatchGetAccountStatus"];
}

/// The status of each scan, in AWS's word: `ENABLED`, `ENABLING`, `DISABLED`, `SUSPENDED`, ...
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Scans {
    /// Of EC2 instances.
    pub ec2: String,
    /// Of images in ECR.
    pub ecr: String,
    /// Of Lambda functions.
    pub lambda: String,
}
