//! The organisation that the account belongs to, as far as the account may see it.
use serde::{Deserialize, Serialize};

use super::PolicyText;
use crate::{Account, Fact, Service, roster};

/// The organisation; `None` where the account belongs to none.
#[derive(Debug)]
pub struct Organization;
impl Fact for Organization {
    type Of = Account;
    type Value = Option<Membership>;
    const ID: &'static str = "account.organization";
    const SERVICE: &'static Service = &roster::ORGANIZATIONS;
    const READS: &'static [&'static str] = &["organizations:DescribeOrganization"];
}

/// The value of [`Organization`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Membership {
    /// `o-...`.
    pub id: String,
    /// The number of the management account.
    pub management: String,
    /// Whether all features are on, not consolidated billing alone.
    pub all_features: bool,
}

/// The policies of the organisation that bind the account, attached to it or to what it lies in;
/// `None` where the account belongs to no organisation. Readable by the management account and
/// its delegated administrators alone.
#[derive(Debug)]
pub struct BindingPolicies;
impl Fact for BindingPolicies {
    type Of = Account;
    type Value = Option<Vec<OrganizationPolicy>>;
    const ID: &'static str = "account.organization-policies";
    const SERVICE: &'static Service = &roster::ORGANIZATIONS;
    const READS: &'static [&'static str] = &[
        "organizations:ListPoliciesForTarget",
        "organizations:ListParents",
        "organizations:DescribePolicy",
        "organizations:DescribeOrganization",
    ];
}

/// A service or resource control policy, and where it is attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OrganizationPolicy {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub kind: PolicyType,
    /// Whether AWS wrote it: `FullAWSAccess` and `RCPFullAWSAccess` restrict nothing.
    pub by_aws: bool,
    /// The account, organisational unit or root that it is attached to: one level each.
    pub target: String,
    /// What it says.
    pub document: PolicyText,
}

/// The policies of an organisation that bind what its accounts may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyType {
    /// Binds the account's own principals.
    ServiceControl,
    /// Binds the account's resources, whoever asks.
    ResourceControl,
}

/// Who runs parts of the organisation in the place of the management account; `None` without an
/// organisation. Readable by the management account and its delegated administrators alone.
#[derive(Debug)]
pub struct DelegatedAdministrators;
impl Fact for DelegatedAdministrators {
    type Of = Account;
    type Value = Option<Vec<DelegatedAdministrator>>;
    const ID: &'static str = "account.delegated-administrators";
    const SERVICE: &'static Service = &roster::ORGANIZATIONS;
    const READS: &'static [&'static str] = &[
        "organizations:ListDelegatedAdministrators",
        "organizations:DescribeOrganization",
    ];
}

/// One account that administers something for the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DelegatedAdministrator {
    /// The account's number.
    pub account: String,
    /// Its name.
    pub name: String,
}

/// The resource policy by which the organisation lets other accounts manage its policies; `None`
/// without one. Readable by the management account and whom that policy names.
#[derive(Debug)]
pub struct PolicyDelegation;
impl Fact for PolicyDelegation {
    type Of = Account;
    type Value = Option<PolicyText>;
    const ID: &'static str = "account.organization-policy-delegation";
    const SERVICE: &'static Service = &roster::ORGANIZATIONS;
    const READS: &'static [&'static str] = &["organizations:DescribeResourcePolicy"];
}

/// The numbers of all accounts of the organisation; `None` without an organisation. Readable by
/// the management account and its delegated administrators alone.
#[derive(Debug)]
pub struct OrganizationAccounts;
impl Fact for OrganizationAccounts {
    type Of = Account;
    type Value = Option<Vec<String>>;
    const ID: &'static str = "account.organization-accounts";
    const SERVICE: &'static Service = &roster::ORGANIZATIONS;
    const READS: &'static [&'static str] = &[
        "organizations:ListAccounts",
        "organizations:DescribeOrganization",
    ];
}

/// What of root access is managed centrally; `None` where the account belongs to no
/// organisation. Readable by the management account and its delegated administrator alone.
#[derive(Debug)]
pub struct RootManagement;
impl Fact for RootManagement {
    type Of = Account;
    type Value = Option<RootManagementState>;
    const ID: &'static str = "account.root-management";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = &["iam:ListOrganizationsFeatures"];
}

/// The value of [`RootManagement`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RootManagementState {
    /// Whether members' root credentials can be removed and restored centrally.
    pub credentials: bool,
    /// Whether privileged tasks in members run as short root sessions.
    pub sessions: bool,
}
