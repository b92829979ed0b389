//! Events of users, groups, roles, policies, and the account's own sign-in settings.
//!
//! IAM is global: its events are sent in the partition's home Region only. Events name principals
//! without their path; the reader finds them by name, which is unique in an account.
use model::iam::{
    AuthorizationDetails, CertificateExpiry, Group, GroupPolicies, IdentityProviders, KeyState,
    PasswordPolicy, PasswordUsers, Policy, PolicyDocument, PolicyUse, Role, RoleBoundary,
    RoleCreated, RoleLastUse, RolePolicies, RoleTags, RootManagement, ServiceCredentials,
    SupportAccess, Trust, User, UserBoundary, UserCredentials, UserPolicies, UserTags,
    UserVirtualMfa,
};
use model::iam::{AwsPolicyUsers, RootPresence, RootVirtualMfa};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

/// Where an event names its user: in the request, in the response, or as the caller, who need not
/// pass its own name.
const USER: About = About::Resource {
    kind: User::INFO,
    named: &[
        "/requestParameters/userName",
        "/responseElements/accessKey/userName",
        "/userIdentity/userName",
    ],
    arn: |account: &AccountRef, _, name| iam_arn(account, "user", name),
};
const GROUP: About = About::Resource {
    kind: Group::INFO,
    named: &["/requestParameters/groupName"],
    arn: |account: &AccountRef, _, name| iam_arn(account, "group", name),
};
const ROLE: About = About::Resource {
    kind: Role::INFO,
    named: &["/requestParameters/roleName"],
    arn: |account: &AccountRef, _, name| iam_arn(account, "role", name),
};
const POLICY: About = About::Arn {
    kind: Policy::INFO,
    named: &[
        "/requestParameters/policyArn",
        "/responseElements/policy/arn",
    ],
};

fn iam_arn(account: &AccountRef, sort: &str, name: &str) -> String {
    format!(
        "arn:{}:iam::{}:{sort}/{name}",
        account.partition, account.id
    )
}

const fn row(name: &'static str, about: About, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "iam",
        name,
        about,
        facts: Facts::These(facts),
        effect,
    }
}

/// A principal that is created or deleted: facts about all principals change too.
const USERS: &[Need] = &[
    UserCredentials::NEED,
    UserVirtualMfa::NEED,
    UserPolicies::NEED,
    UserBoundary::NEED,
    UserTags::NEED,
    ServiceCredentials::NEED,
    AuthorizationDetails::NEED,
    PasswordUsers::NEED,
];
const ROLES: &[Need] = &[
    RoleCreated::NEED,
    RoleLastUse::NEED,
    RolePolicies::NEED,
    RoleBoundary::NEED,
    RoleTags::NEED,
    Trust::NEED,
    AuthorizationDetails::NEED,
    SupportAccess::NEED,
];
const GROUPS: &[Need] = &[GroupPolicies::NEED, AuthorizationDetails::NEED];
/// A renamed principal is another resource, with all of its parts: its ARN contains its name.
const USER_RENAMED: &[Need] = &[
    UserCredentials::NEED,
    UserVirtualMfa::NEED,
    UserPolicies::NEED,
    UserBoundary::NEED,
    UserTags::NEED,
    ServiceCredentials::NEED,
    KeyState::NEED,
    PolicyDocument::NEED,
    AuthorizationDetails::NEED,
];
const GROUP_RENAMED: &[Need] = &[
    GroupPolicies::NEED,
    PolicyDocument::NEED,
    AuthorizationDetails::NEED,
];
/// The facts that attaching a managed policy changes.
const USER_ATTACHED: &[Need] = &[
    UserPolicies::NEED,
    PolicyUse::NEED,
    AwsPolicyUsers::NEED,
    SupportAccess::NEED,
    AuthorizationDetails::NEED,
];
const GROUP_ATTACHED: &[Need] = &[
    GroupPolicies::NEED,
    UserPolicies::NEED,
    PolicyUse::NEED,
    AwsPolicyUsers::NEED,
    SupportAccess::NEED,
    AuthorizationDetails::NEED,
];
const ROLE_ATTACHED: &[Need] = &[
    RolePolicies::NEED,
    PolicyUse::NEED,
    AwsPolicyUsers::NEED,
    SupportAccess::NEED,
    AuthorizationDetails::NEED,
];
/// The facts that an inline policy changes.
const USER_INLINE: &[Need] = &[
    UserPolicies::NEED,
    PolicyDocument::NEED,
    AuthorizationDetails::NEED,
];
const GROUP_INLINE: &[Need] = &[
    GroupPolicies::NEED,
    UserPolicies::NEED,
    PolicyDocument::NEED,
    AuthorizationDetails::NEED,
];
const ROLE_INLINE: &[Need] = &[
    RolePolicies::NEED,
    PolicyDocument::NEED,
    AuthorizationDetails::NEED,
];
/// The facts that a new version of a managed policy changes: its own, and those of all principals
/// that have it.
const DOCUMENT: &[Need] = &[
    PolicyDocument::NEED,
    PolicyUse::NEED,
    UserPolicies::NEED,
    GroupPolicies::NEED,
    RolePolicies::NEED,
    UserBoundary::NEED,
    RoleBoundary::NEED,
    AuthorizationDetails::NEED,
];
const USER_BOUND: &[Need] = &[
    UserBoundary::NEED,
    PolicyUse::NEED,
    AuthorizationDetails::NEED,
];
const ROLE_BOUND: &[Need] = &[
    RoleBoundary::NEED,
    PolicyUse::NEED,
    AuthorizationDetails::NEED,
];
const MEMBERSHIP: &[Need] = &[UserPolicies::NEED, AuthorizationDetails::NEED];
const LOGIN: &[Need] = &[UserCredentials::NEED, PasswordUsers::NEED];
const KEYS: &[Need] = &[UserCredentials::NEED, KeyState::NEED];
const MFA: &[Need] = &[UserCredentials::NEED, UserVirtualMfa::NEED];
/// The root user's own devices included.
const VIRTUAL: &[Need] = &[
    RootVirtualMfa::NEED,
    RootPresence::NEED,
    UserVirtualMfa::NEED,
];
const SERVICE: &[Need] = &[ServiceCredentials::NEED];
const TRUST: &[Need] = &[Trust::NEED, AuthorizationDetails::NEED];
const PROVIDERS: &[Need] = &[IdentityProviders::NEED];
const CERTIFICATES: &[Need] = &[CertificateExpiry::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("CreateUser", USER, Breaks, USERS),
    row("DeleteUser", USER, Repairs, USERS),
    row("UpdateUser", About::Account, Sets, USER_RENAMED),
    row("CreateLoginProfile", USER, Breaks, LOGIN),
    row("UpdateLoginProfile", USER, Sets, LOGIN),
    row("DeleteLoginProfile", USER, Repairs, LOGIN),
    row("CreateAccessKey", USER, Breaks, KEYS),
    row("UpdateAccessKey", USER, Sets, KEYS),
    row("DeleteAccessKey", USER, Repairs, KEYS),
    row("EnableMFADevice", USER, Sets, MFA),
    row("DeactivateMFADevice", USER, Breaks, MFA),
    row("CreateVirtualMFADevice", About::Account, Sets, VIRTUAL),
    row("DeleteVirtualMFADevice", About::Account, Sets, VIRTUAL),
    row("CreateServiceSpecificCredential", USER, Breaks, SERVICE),
    row("UpdateServiceSpecificCredential", USER, Sets, SERVICE),
    row("DeleteServiceSpecificCredential", USER, Repairs, SERVICE),
    row("AttachUserPolicy", USER, Sets, USER_ATTACHED),
    row("DetachUserPolicy", USER, Sets, USER_ATTACHED),
    row("PutUserPolicy", USER, Sets, USER_INLINE),
    row("DeleteUserPolicy", USER, Sets, USER_INLINE),
    row("PutUserPermissionsBoundary", USER, Sets, USER_BOUND),
    row("DeleteUserPermissionsBoundary", USER, Breaks, USER_BOUND),
    row("AddUserToGroup", USER, Sets, MEMBERSHIP),
    row("RemoveUserFromGroup", USER, Sets, MEMBERSHIP),
    row("TagUser", USER, Sets, &[UserTags::NEED]),
    row("UntagUser", USER, Sets, &[UserTags::NEED]),
    row("CreateGroup", GROUP, Sets, GROUPS),
    row("DeleteGroup", GROUP, Repairs, GROUPS),
    row("UpdateGroup", About::Account, Sets, GROUP_RENAMED),
    row("AttachGroupPolicy", GROUP, Sets, GROUP_ATTACHED),
    row("DetachGroupPolicy", GROUP, Sets, GROUP_ATTACHED),
    row("PutGroupPolicy", GROUP, Sets, GROUP_INLINE),
    row("DeleteGroupPolicy", GROUP, Sets, GROUP_INLINE),
    row("CreateRole", ROLE, Breaks, ROLES),
    row("DeleteRole", ROLE, Repairs, ROLES),
    row("UpdateAssumeRolePolicy", ROLE, Sets, TRUST),
    row("AttachRolePolicy", ROLE, Sets, ROLE_ATTACHED),
    row("DetachRolePolicy", ROLE, Sets, ROLE_ATTACHED),
    row("PutRolePolicy", ROLE, Sets, ROLE_INLINE),
    row("DeleteRolePolicy", ROLE, Sets, ROLE_INLINE),
    row("PutRolePermissionsBoundary", ROLE, Sets, ROLE_BOUND),
    row("DeleteRolePermissionsBoundary", ROLE, Breaks, ROLE_BOUND),
    row("TagRole", ROLE, Sets, &[RoleTags::NEED]),
    row("UntagRole", ROLE, Sets, &[RoleTags::NEED]),
    row("CreatePolicy", POLICY, Breaks, DOCUMENT),
    row("CreatePolicyVersion", POLICY, Sets, DOCUMENT),
    row("SetDefaultPolicyVersion", POLICY, Sets, DOCUMENT),
    row("DeletePolicy", POLICY, Repairs, DOCUMENT),
    // A deleted version cannot become the default again.
    row(
        "DeletePolicyVersion",
        POLICY,
        Repairs,
        &[AuthorizationDetails::NEED],
    ),
    row(
        "UpdateAccountPasswordPolicy",
        About::Account,
        Sets,
        &[PasswordPolicy::NEED],
    ),
    row(
        "DeleteAccountPasswordPolicy",
        About::Account,
        Breaks,
        &[PasswordPolicy::NEED],
    ),
    row(
        "CreateOpenIDConnectProvider",
        About::Account,
        Sets,
        PROVIDERS,
    ),
    row(
        "DeleteOpenIDConnectProvider",
        About::Account,
        Sets,
        PROVIDERS,
    ),
    row("CreateSAMLProvider", About::Account, Sets, PROVIDERS),
    row("DeleteSAMLProvider", About::Account, Sets, PROVIDERS),
    row(
        "UploadServerCertificate",
        About::Account,
        Breaks,
        CERTIFICATES,
    ),
    row(
        "UpdateServerCertificate",
        About::Account,
        Sets,
        CERTIFICATES,
    ),
    row(
        "DeleteServerCertificate",
        About::Account,
        Repairs,
        CERTIFICATES,
    ),
    row(
        "EnableOrganizationsRootCredentialsManagement",
        About::Account,
        Repairs,
        &[RootManagement::NEED, RootPresence::NEED],
    ),
    row(
        "DisableOrganizationsRootCredentialsManagement",
        About::Account,
        Breaks,
        &[RootManagement::NEED, RootPresence::NEED],
    ),
];
