//! Who may act, with which credentials, and who vouches for them.
//!
//! Everything that `GetAccountAuthorizationDetails` returns is derived from one reading of it: a
//! principal's row carries its *effective* policies, those of its groups among them, so that it
//! can be judged alone; the account's [`Directory`] is for questions over all principals at once.
//! Documents are shared, not copied, by all who carry them.
mod account;
mod certificate;
mod credentials;
mod directory;
mod edit;
mod entity;
mod federation;
mod group;
mod organization;
mod policy;
mod role;
mod root;
mod text;
mod usage;
mod user;

pub use account::{
    Analyzer, Analyzers, IdentityProvider, IdentityProviders, PasswordPolicy, PasswordRules,
    PasswordUsers, SecurityContact, SupportAccess,
};
pub use certificate::{CertificateExpiry, ServerCertificate};
pub use credentials::{AccessKey, Key, KeyState, LastUse, Login, PasswordState, key_id};
pub use directory::{AuthorizationDetails, Directory, Principal, PrincipalKind};
pub use entity::{Entity, EntityCreated, EntityPolicies};
pub use federation::{
    AnchoredRole, Anchoring, Assignment, IdentityPool, PermissionSet, PermissionSetAccess,
    SetAccess, SetBoundary, TrustAnchor, UnauthenticatedAccess, UnauthenticatedRole,
};
pub use group::{Group, GroupPolicies};
pub use organization::{
    BindingPolicies, DelegatedAdministrator, DelegatedAdministrators, Membership, Organization,
    OrganizationAccounts, OrganizationPolicy, PolicyDelegation, PolicyType, RootManagement,
    RootManagementState,
};
pub use policy::{AwsPolicy, AwsPolicyUsers, Inline, Policy, PolicyDocument, PolicyUse, Uses};
pub use role::{Made, Role, RoleBoundary, RoleCreated, RoleLastUse, RolePolicies, RoleTags, Trust};
pub use root::{RootCredentials, RootPresence, RootSignIn, RootVirtualMfa, Summary};
pub use text::{Boundary, Grant, PolicyText};
pub use usage::{ActionAccess, LastAccessed, ServiceAccess, ServiceUse};
pub use user::{
    ServiceCredential, ServiceCredentials, User, UserBoundary, UserCredentials, UserPolicies,
    UserTags, UserVirtualMfa,
};

/// The one call that names principals, policies and who has what.
pub(crate) const DETAILS: &[&str] = &["iam:GetAccountAuthorizationDetails"];
/// What it takes to know passwords, MFA and access keys: the credential report, and a few calls
/// about each user whom it does not know yet or whom somebody named.
pub(crate) const CREDENTIALS: &[&str] = &[
    "iam:GetCredentialReport",
    "iam:GenerateCredentialReport",
    "iam:GetUser",
    "iam:GetLoginProfile",
    "iam:ListMFADevices",
    "iam:ListAccessKeys",
    "iam:GetAccessKeyLastUsed",
];
/// What it takes to have the credential report made, and to read it.
pub(crate) const REPORT: &[&str] = &["iam:GetCredentialReport", "iam:GenerateCredentialReport"];
