//! Macie in a Region: the account's own status, whoever administers it.
use serde::{Deserialize, Serialize};

use crate::{Fact, Region, Service, roster};

/// Whether Macie is enabled.
#[derive(Debug)]
pub struct Macie;
impl Fact for Macie {
    type Of = Region;
    type Value = Session;
    const ID: &'static str = "region.macie-session";
    const SERVICE: &'static Service = &roster::MACIE;
    const READS: &'static [&'static str] = &["macie2:GetMacieSession"];
}

/// The status of Macie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Session {
    /// It is enabled.
    Enabled,
    /// It was suspended.
    Paused,
    /// It was never enabled, or was disabled.
    NotEnabled,
}

/// Whether Macie discovers sensitive data automatically for the account.
#[derive(Debug)]
pub struct AutomatedDiscovery;
impl Fact for AutomatedDiscovery {
    type Of = Region;
    type Value = bool;
    const ID: &'static str = "region.macie-automated-discovery";
    const SERVICE: &'static Service = &roster::MACIE;
    /// Of a member of an organization the administrator's configuration does not tell it.
    const READS: &'static [&'static str] = &[
        "macie2:GetAutomatedDiscoveryConfiguration",
        "macie2:GetAdministratorAccount",
        "macie2:GetMacieSession",
        "macie2:ListAutomatedDiscoveryAccounts",
    ];
}
