//! What the account says for all of its principals.
use serde::{Deserialize, Serialize};

use super::{DETAILS, REPORT};
use crate::{Account, Fact, Region, Service, Writable, roster};

/// What passwords must be like; `None` where no policy is configured, so that AWS's default holds.
#[derive(Debug)]
pub struct PasswordPolicy;
impl Fact for PasswordPolicy {
    type Of = Account;
    type Value = Option<PasswordRules>;
    const ID: &'static str = "account.password-policy";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = &["iam:GetAccountPasswordPolicy"];
}
impl Writable for PasswordPolicy {
    const WRITES: &'static [&'static str] = &["iam:UpdateAccountPasswordPolicy"];
    const UNDOES: &'static [&'static str] = &["iam:DeleteAccountPasswordPolicy"];
}

/// The account's password policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "AWS's own switches")]
pub struct PasswordRules {
    /// The least number of characters.
    pub length: i32,
    /// How many former passwords are refused; 0 for none.
    pub remembered: i32,
    /// After how many days a password expires; `None` for never.
    pub max_age: Option<i32>,
    /// Whether a symbol is required.
    pub symbols: bool,
    /// Whether a number is required.
    pub numbers: bool,
    /// Whether an upper case letter is required.
    pub upper_case: bool,
    /// Whether a lower case letter is required.
    pub lower_case: bool,
    /// Whether users may change their own passwords.
    pub users_may_change: bool,
    /// Whether an administrator must reset an expired password.
    pub hard_expiry: bool,
}

impl PasswordRules {
    /// What applies where no policy is configured (IAM user guide, "Default password policy"): eight
    /// characters of three sorts, which the four switches do not say.
    pub const NO_REQUIREMENTS: Self = Self {
        length: 8,
        remembered: 0,
        max_age: None,
        symbols: false,
        numbers: false,
        upper_case: false,
        lower_case: false,
        users_may_change: false,
        hard_expiry: false,
    };
    /// The least policy that asks for no less than AWS does by itself: of the four sorts that it
    /// wants any three of, three.
    pub const NO_LESS_THAN_DEFAULT: Self = Self {
        numbers: true,
        upper_case: true,
        lower_case: true,
        ..Self::NO_REQUIREMENTS
    };
}

/// The names of the users with a console password.
#[derive(Debug)]
pub struct PasswordUsers;
impl Fact for PasswordUsers {
    type Of = Account;
    type Value = Vec<String>;
    const ID: &'static str = "account.users-with-password";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = REPORT;
}

/// The SAML and `OpenID` Connect providers that the account trusts.
#[derive(Debug)]
pub struct IdentityProviders;
impl Fact for IdentityProviders {
    type Of = Account;
    type Value = Vec<IdentityProvider>;
    const ID: &'static str = "account.identity-providers";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] =
        &["iam:ListSAMLProviders", "iam:ListOpenIDConnectProviders"];
}

/// An identity provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityProvider {
    /// A SAML 2.0 provider, by its ARN.
    Saml(String),
    /// An `OpenID` Connect provider, by its ARN.
    OpenIdConnect(String),
}

/// The ARNs of the users, groups with members, and roles that have `AWSSupportAccess`.
#[derive(Debug)]
pub struct SupportAccess;
impl Fact for SupportAccess {
    type Of = Account;
    type Value = Vec<String>;
    const ID: &'static str = "account.support-access";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = DETAILS;
}

/// Whom AWS writes to about security: the mail address; `None` where none is registered.
#[derive(Debug)]
pub struct SecurityContact;
impl Fact for SecurityContact {
    type Of = Account;
    type Value = Option<String>;
    const ID: &'static str = "account.security-contact";
    const SERVICE: &'static Service = &roster::ACCOUNT;
    const READS: &'static [&'static str] = &["account:GetAlternateContact"];
}

/// The access analyzers of a Region.
#[derive(Debug)]
pub struct Analyzers;
impl Fact for Analyzers {
    type Of = Region;
    type Value = Vec<Analyzer>;
    const ID: &'static str = "region.access-analyzers";
    const SERVICE: &'static Service = &roster::ACCESS_ANALYZER;
    const READS: &'static [&'static str] = &["access-analyzer:ListAnalyzers"];
}

/// An access analyzer. One of the organisation is listed in the account that runs it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Analyzer {
    /// Its ARN.
    pub arn: String,
    /// `ACCOUNT`, `ORGANIZATION`, `ACCOUNT_UNUSED_ACCESS`, ...
    pub kind: String,
    /// `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`.
    pub status: String,
}
