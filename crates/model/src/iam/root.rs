//! The root user, whom no policy binds.
use serde::{Deserialize, Serialize};

use super::{Login, REPORT};
use crate::{Account, Fact, Service, Timestamp, roster};

/// The root user's credentials, as the account summary counts them at this moment.
#[derive(Debug)]
pub struct RootPresence;
impl Fact for RootPresence {
    type Of = Account;
    type Value = Summary;
    const ID: &'static str = "account.root-credentials-present";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = &["iam:GetAccountSummary"];
}

/// What the account summary says of the root user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// How many access keys the root user has; AWS returns 1 for any.
    pub access_keys: i32,
    /// How many signing certificates.
    pub certificates: i32,
    /// Whether an MFA device is assigned.
    pub mfa: bool,
    /// Whether there is a password; `None` where AWS does not return it.
    pub password: Option<bool>,
}

impl Summary {
    /// Root sign-in is not possible: the organisation removed its credentials, or never made any.
    #[must_use]
    pub fn has_no_credentials(&self) -> bool {
        self.password == Some(false) && self.access_keys == 0 && self.certificates == 0
    }
}

/// The root user's line of the credential report; `None` where the report has none.
#[derive(Debug)]
pub struct RootCredentials;
impl Fact for RootCredentials {
    type Of = Account;
    type Value = Option<Login>;
    const ID: &'static str = "account.root-credentials";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = REPORT;
}

/// When the root user signed in to the console as CloudTrail just reported; `None` where no event led
/// to this look. The credential report shows the same some hours later.
#[derive(Debug)]
pub struct RootSignIn;
impl Fact for RootSignIn {
    type Of = Account;
    type Value = Option<Timestamp>;
    const ID: &'static str = "account.root-sign-in";
    const SERVICE: &'static Service = &roster::SIGN_IN;
    const READS: &'static [&'static str] = &[];
}

/// The serial numbers of the virtual MFA devices that are assigned to the root user.
#[derive(Debug)]
pub struct RootVirtualMfa;
impl Fact for RootVirtualMfa {
    type Of = Account;
    type Value = Vec<String>;
    const ID: &'static str = "account.root-virtual-mfa-devices";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = &["iam:ListVirtualMFADevices"];
}
