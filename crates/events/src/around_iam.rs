//! Events of what stands around IAM: the organisation, analyzers, contacts, Identity Center, Roles
//! Anywhere, identity pools. All ask for a sweep of the controls in question.
use model::iam::{
    Analyzers, Anchoring, BindingPolicies, DelegatedAdministrators, Organization,
    OrganizationAccounts, PermissionSetAccess, PolicyDelegation, RootManagement, SecurityContact,
    UnauthenticatedAccess,
};
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const fn row(
    service: &'static str,
    name: &'static str,
    effect: Effect,
    facts: &'static [Need],
) -> Row {
    Row {
        service,
        name,
        about: About::Account,
        facts: Facts::These(facts),
        effect,
    }
}

const MEMBERS: &[Need] = &[Organization::NEED, OrganizationAccounts::NEED];
const BINDING: &[Need] = &[BindingPolicies::NEED];
const DELEGATED: &[Need] = &[DelegatedAdministrators::NEED];
const DELEGATION: &[Need] = &[PolicyDelegation::NEED];
const SERVICES: &[Need] = &[DelegatedAdministrators::NEED, RootManagement::NEED];
const ANALYZERS: &[Need] = &[Analyzers::NEED];
const CONTACT: &[Need] = &[SecurityContact::NEED];
const SETS: &[Need] = &[PermissionSetAccess::NEED];
const ANCHORS: &[Need] = &[Anchoring::NEED];
const POOLS: &[Need] = &[UnauthenticatedAccess::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("organizations", "CreateOrganization", Repairs, MEMBERS),
    row("organizations", "DeleteOrganization", Breaks, MEMBERS),
    row("organizations", "LeaveOrganization", Breaks, MEMBERS),
    row("organizations", "AcceptHandshake", Sets, MEMBERS),
    row(
        "organizations",
        "RemoveAccountFromOrganization",
        Breaks,
        MEMBERS,
    ),
    row("organizations", "CreateAccount", Sets, MEMBERS),
    row("organizations", "CloseAccount", Sets, MEMBERS),
    row("organizations", "EnableAllFeatures", Repairs, MEMBERS),
    row("organizations", "AttachPolicy", Sets, BINDING),
    row("organizations", "DetachPolicy", Breaks, BINDING),
    row("organizations", "MoveAccount", Sets, BINDING),
    row("organizations", "UpdatePolicy", Sets, BINDING),
    row("organizations", "DeletePolicy", Breaks, BINDING),
    row("organizations", "EnablePolicyType", Repairs, BINDING),
    row("organizations", "DisablePolicyType", Breaks, BINDING),
    row(
        "organizations",
        "RegisterDelegatedAdministrator",
        Repairs,
        DELEGATED,
    ),
    row(
        "organizations",
        "DeregisterDelegatedAdministrator",
        Breaks,
        DELEGATED,
    ),
    row("organizations", "EnableAWSServiceAccess", Sets, SERVICES),
    row("organizations", "DisableAWSServiceAccess", Breaks, SERVICES),
    row("organizations", "PutResourcePolicy", Repairs, DELEGATION),
    row("organizations", "DeleteResourcePolicy", Breaks, DELEGATION),
    row("access-analyzer", "CreateAnalyzer", Repairs, ANALYZERS),
    row("access-analyzer", "DeleteAnalyzer", Breaks, ANALYZERS),
    row("account", "PutAlternateContact", Repairs, CONTACT),
    row("account", "DeleteAlternateContact", Breaks, CONTACT),
    row("sso", "CreateAccountAssignment", Breaks, SETS),
    row("sso", "DeleteAccountAssignment", Repairs, SETS),
    row("sso", "CreatePermissionSet", Sets, SETS),
    row("sso", "DeletePermissionSet", Repairs, SETS),
    row("sso", "AttachManagedPolicyToPermissionSet", Breaks, SETS),
    row("sso", "DetachManagedPolicyFromPermissionSet", Repairs, SETS),
    row("sso", "PutInlinePolicyToPermissionSet", Sets, SETS),
    row("sso", "DeleteInlinePolicyFromPermissionSet", Repairs, SETS),
    row("rolesanywhere", "CreateTrustAnchor", Breaks, ANCHORS),
    row("rolesanywhere", "UpdateTrustAnchor", Sets, ANCHORS),
    row("rolesanywhere", "EnableTrustAnchor", Breaks, ANCHORS),
    row("rolesanywhere", "DisableTrustAnchor", Repairs, ANCHORS),
    row("rolesanywhere", "DeleteTrustAnchor", Repairs, ANCHORS),
    row("rolesanywhere", "CreateProfile", Breaks, ANCHORS),
    row("rolesanywhere", "UpdateProfile", Sets, ANCHORS),
    row("rolesanywhere", "DeleteProfile", Repairs, ANCHORS),
    row("cognito-identity", "CreateIdentityPool", Breaks, POOLS),
    row("cognito-identity", "UpdateIdentityPool", Sets, POOLS),
    row("cognito-identity", "DeleteIdentityPool", Repairs, POOLS),
    row("cognito-identity", "SetIdentityPoolRoles", Sets, POOLS),
];
