//! People and machines from elsewhere: Identity Center, Roles Anywhere, Cognito.
use serde::{Deserialize, Serialize};

use super::{Grant, PolicyText};
use crate::{ArnShape, Fact, Kind, Region, Service, roster};

/// A permission set of IAM Identity Center, in the Region of its instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermissionSet;
impl Kind for PermissionSet {
    type In = Region;
    const ID: &'static str = "sso.permission-set";
    const SERVICE: &'static Service = &roster::IDENTITY_CENTER;
    const LIST: &'static [&'static str] = &["sso:ListInstances", "sso:ListPermissionSets"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("sso", "permissionSet/"));
}

/// What the permission set grants, and to whom.
#[derive(Debug)]
pub struct PermissionSetAccess;
impl Fact for PermissionSetAccess {
    type Of = PermissionSet;
    type Value = SetAccess;
    const ID: &'static str = "sso.permission-set.access";
    const READS: &'static [&'static str] = &[
        "sso:ListManagedPoliciesInPermissionSet",
        "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
        "sso:GetInlinePolicyForPermissionSet",
        "sso:GetPermissionsBoundaryForPermissionSet",
        "sso:ListAccountsForProvisionedPermissionSet",
        "sso:ListAccountAssignments",
    ];
}

/// The value of [`PermissionSetAccess`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SetAccess {
    /// The ARNs of the AWS managed policies in it.
    pub managed: Vec<String>,
    /// The names of the customer managed policies in it: each account has a document of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customer_managed: Vec<String>,
    /// Its inline policy.
    pub inline: Option<PolicyText>,
    /// Its permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<SetBoundary>,
    /// Who has it where; not read unless it may grant full access.
    pub assignments: Vec<Assignment>,
}

/// The permissions boundary of a permission set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBoundary {
    /// An AWS managed policy, by its ARN.
    Managed(String),
    /// A customer managed policy of each account, by its name.
    CustomerManaged(String),
}

impl SetAccess {
    /// Whether it may grant every action on every resource: what cannot is not worth asking who
    /// has it. Of AWS managed policies two alone reach every service.
    #[must_use]
    pub fn may_grant_everything(&self) -> bool {
        let broad = |arn: &String| {
            let name = super::text::aws_managed(arn);
            name.is_some_and(|name| BROAD.contains(&name))
        };
        let inline = self.inline.as_ref();
        self.managed.iter().any(broad)
            || !self.customer_managed.is_empty()
            || inline.is_some_and(PolicyText::may_allow_any_service)
    }
}

/// The AWS managed policies that allow actions of services that AWS is still to add.
const BROAD: [&str; 2] = ["AdministratorAccess", "PowerUserAccess"];

/// A principal that has a permission set in an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Assignment {
    /// The account's number.
    pub account: String,
    /// Whether it is a group, not one user.
    pub group: bool,
    /// The id of the group or user in the identity store.
    pub principal: String,
}

/// A Roles Anywhere trust anchor: a certificate authority whose certificates open roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustAnchor;
impl Kind for TrustAnchor {
    type In = Region;
    const ID: &'static str = "rolesanywhere.trust-anchor";
    const SERVICE: &'static Service = &roster::ROLES_ANYWHERE;
    const LIST: &'static [&'static str] = &["rolesanywhere:ListTrustAnchors"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("rolesanywhere", "trust-anchor/"));
}

/// What the anchor's certificates open.
#[derive(Debug)]
pub struct Anchoring;
impl Fact for Anchoring {
    type Of = TrustAnchor;
    type Value = AnchoredRole;
    const ID: &'static str = "rolesanywhere.trust-anchor.roles";
    const READS: &'static [&'static str] = &[
        "rolesanywhere:ListTrustAnchors",
        "rolesanywhere:ListProfiles",
        "iam:GetAccountAuthorizationDetails",
    ];
}

/// The value of [`Anchoring`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AnchoredRole {
    /// Whether the anchor is on.
    pub enabled: bool,
    /// The roles of the Region's enabled profiles: each one's ARN and trust policy, where the
    /// account has it.
    pub roles: Vec<(String, Option<PolicyText>)>,
}

/// A Cognito identity pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityPool;
impl Kind for IdentityPool {
    type In = Region;
    const ID: &'static str = "cognito.identity-pool";
    const SERVICE: &'static Service = &roster::COGNITO;
    const LIST: &'static [&'static str] = &["cognito-identity:ListIdentityPools"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("cognito-identity", "identitypool/"));
}

/// What visitors get who do not sign in; `None` where the pool gives nothing to them.
#[derive(Debug)]
pub struct UnauthenticatedAccess;
impl Fact for UnauthenticatedAccess {
    type Of = IdentityPool;
    type Value = Option<UnauthenticatedRole>;
    const ID: &'static str = "cognito.identity-pool.unauthenticated-access";
    const READS: &'static [&'static str] = &[
        "cognito-identity:DescribeIdentityPool",
        "cognito-identity:GetIdentityPoolRoles",
        "iam:GetAccountAuthorizationDetails",
    ];
}

/// The role that visitors get without signing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct UnauthenticatedRole {
    /// Its ARN.
    pub arn: String,
    /// Its policies; `None` where the account has no such role.
    pub policies: Option<Vec<Grant>>,
    /// Whether the classic flow is on, in which no session policy narrows the role.
    pub classic_flow: bool,
}
