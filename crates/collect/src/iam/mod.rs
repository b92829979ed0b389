//! Reads of IAM and of what vouches for identities: in few calls, however many principals.
//!
//! | call | returns |
//! |---|---|
//! | `GetAccountAuthorizationDetails` (paged) | principals, their policies, who has what ([`details`]) |
//! | the credential report | passwords, MFA, access keys of all users ([`report`]) |
//! | `ListVirtualMFADevices`, `ListServiceSpecificCredentials`, ... | one list each for all users |
//!
//! A report may be four hours old: users that it does not list, and users that were named,
//! are read one by one ([`login`]).
mod account;
mod analyzers;
mod cognito;
mod contact;
mod csv;
mod details;
mod directory;
mod identity_center;
mod login;
mod organization;
mod policies;
mod principals;
mod report;
mod roles_anywhere;
#[cfg(test)]
pub(crate) mod tests;
mod usage;
mod users;

use aws_sdk_iam::{Client, config};
use aws_smithy_types::DateTime;
use model::Timestamp;
use model::iam::{
    AccessKey, Analyzers, Anchoring, AuthorizationDetails, AwsPolicy, AwsPolicyUsers,
    BindingPolicies, CertificateExpiry, DelegatedAdministrators, Entity, EntityCreated,
    EntityPolicies, Group, GroupPolicies, IdentityPool, IdentityProviders, KeyState,
    PasswordPolicy, PasswordUsers, PermissionSet, PermissionSetAccess, Policy, PolicyDelegation,
    PolicyDocument, PolicyUse, Role, RoleBoundary, RoleCreated, RoleLastUse, RolePolicies,
    RoleTags, RootCredentials, RootManagement, RootPresence, RootSignIn, RootVirtualMfa,
    SecurityContact, ServerCertificate, ServiceCredentials, ServiceUse, SupportAccess, Trust,
    TrustAnchor, UnauthenticatedAccess, User, UserBoundary, UserCredentials, UserPolicies,
    UserTags, UserVirtualMfa,
};

use crate::aws::retry_partition;
use crate::reader::{Collected, Reader};
use crate::{Aws, Complete};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<AccessKey>(),
    Reader::list::<AwsPolicy>(),
    Reader::list::<Entity>(),
    Reader::list::<Group>(),
    Reader::list::<IdentityPool>(),
    Reader::list::<PermissionSet>(),
    Reader::list::<Policy>(),
    Reader::list::<Role>(),
    Reader::list::<ServerCertificate>(),
    Reader::list::<TrustAnchor>(),
    Reader::list::<User>(),
    Reader::drawn::<AuthorizationDetails>(),
    Reader::drawn::<AwsPolicyUsers>(),
    Reader::drawn::<EntityCreated>(),
    Reader::drawn::<EntityPolicies>(),
    Reader::drawn::<GroupPolicies>(),
    Reader::drawn::<KeyState>(),
    Reader::drawn::<PasswordUsers>(),
    Reader::drawn::<PolicyDocument>(),
    Reader::drawn::<PolicyUse>(),
    Reader::drawn::<RoleBoundary>(),
    Reader::drawn::<RoleCreated>(),
    Reader::drawn::<RoleLastUse>(),
    Reader::drawn::<RolePolicies>(),
    Reader::drawn::<RoleTags>(),
    Reader::drawn::<RootCredentials>(),
    Reader::drawn::<RootVirtualMfa>(),
    Reader::drawn::<ServiceCredentials>(),
    Reader::drawn::<SupportAccess>(),
    Reader::drawn::<Trust>(),
    Reader::drawn::<UserBoundary>(),
    Reader::drawn::<UserCredentials>(),
    Reader::drawn::<UserPolicies>(),
    Reader::drawn::<UserTags>(),
    Reader::drawn::<UserVirtualMfa>(),
    Reader::drawn::<CertificateExpiry>(),
    Reader::each::<Analyzers>(),
    Reader::each::<Anchoring>(),
    Reader::each::<BindingPolicies>(),
    Reader::each::<DelegatedAdministrators>(),
    Reader::each::<IdentityProviders>(),
    Reader::each::<PasswordPolicy>(),
    Reader::each::<PermissionSetAccess>(),
    Reader::each::<PolicyDelegation>(),
    Reader::each::<RootManagement>(),
    Reader::each::<RootPresence>(),
    Reader::each::<RootSignIn>(),
    Reader::each::<SecurityContact>(),
    Reader::each::<ServiceUse>(),
    Reader::each::<UnauthenticatedAccess>(),
];

/// What of it is about things that can be put right: whoever does that links no more.
pub const CREDENTIALS: &[Reader] = &[
    Reader::list::<AccessKey>(),
    Reader::list::<User>(),
    Reader::drawn::<KeyState>(),
    Reader::drawn::<UserTags>(),
    Reader::each::<PasswordPolicy>(),
];

impl Collected for AccessKey {}
impl Collected for AwsPolicy {}
impl Collected for Entity {
    const GONE: &'static [&'static str] = &["NoSuchEntity"];
}
impl Collected for Group {}
impl Collected for IdentityPool {}
impl Collected for PermissionSet {}
impl Collected for Policy {}
impl Collected for Role {}
impl Collected for ServerCertificate {}
impl Collected for TrustAnchor {}
impl Collected for User {
    const GONE: &'static [&'static str] = &["NoSuchEntity"];
}

/// IAM answers in the partition's home Region alone.
#[must_use]
pub fn client(aws: &Aws) -> Client {
    aws.client(None, |sdk| {
        let config = config::Builder::from(sdk).retry_partition(retry_partition());
        Client::from_conf(config.interceptor(Complete).build())
    })
}

/// AWS's time as ours; `None` for one out of all reason.
fn time(date: &DateTime) -> Option<Timestamp> {
    let nanos = i32::try_from(date.subsec_nanos()).ok()?;
    Timestamp::new(date.secs(), nanos).ok()
}

/// The part of an ARN after the last slash or colon.
fn last_part(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or_default()
}
