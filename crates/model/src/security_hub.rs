//! Security Hub CSPM in a Region: the account's own status, whoever administers it.
use std::collections::BTreeMap;

use crate::{Fact, Region, Service, roster};

/// The standards that the account is subscribed to, each by its ARN with its status in AWS's word:
/// `READY`, `INCOMPLETE`, `PENDING`, `DELETING`, `FAILED`. `None` where Security Hub CSPM is not enabled.
#[derive(Debug)]
pub struct SecurityHub;
impl Fact for SecurityHub {
    type Of = Region;
    type Value = Option<BTreeMap<String, String>>;
    const ID: &'static str = "region.security-hub-standards";
    const SERVICE: &'static Service = &roster::SECURITY_HUB;
    const READS: &'static [&'static str] =
        &["securityhub:DescribeHub", "securityhub:GetEnabledStandards"];
}
