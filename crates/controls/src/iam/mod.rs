//! Identities, their credentials, their permissions, and whom they trust.
mod access_analyzer;
mod cognito_unauthenticated;
mod data_perimeter;
mod group_admin;
mod identity_center_admin;
mod instance_role;
mod organisation_delegated_admin;
mod organisation_delegated_admin_listed;
mod organisation_member;
mod password_expiry;
mod password_length;
mod password_reuse;
mod password_strength;
mod policy_allow_not_action;
mod policy_assume_any_role;
mod policy_cloudshell_full;
mod policy_cloudtrail_full;
mod policy_full_admin;
mod policy_invalid;
mod policy_kms_decrypt_all;
mod policy_kms_full;
mod policy_pass_any_role;
mod policy_privilege_escalation;
mod policy_service_wildcard;
mod policy_unattached_admin;
mod privilege_escalation;
mod quarantined_credential;
mod role_admin;
mod role_trust_confused_deputy;
mod role_trust_external;
mod role_trust_oidc_unscoped;
mod role_trust_public;
mod role_unused;
mod roles_anywhere;
mod root_access_key;
mod root_centralised;
mod root_hardware_mfa;
mod root_mfa;
mod root_usage;
mod security_contact;
mod server_certificate_expired;
mod service_credential;
mod support_role;
mod unused_service_access;
mod user_admin;
mod user_console_mfa;
mod user_direct_policies;
mod user_federation;
mod user_hardware_mfa;
mod user_key_at_setup;
mod user_key_rotation;
mod user_key_unused;
mod user_mfa;
mod user_password_unused;
mod user_single_key;

use model::iam::{Grant, Membership};
use model::settings::Place;
use model::{Account, Demand, Resource, Settings, Timestamp};

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &access_analyzer::CONTROL,
    &cognito_unauthenticated::CONTROL,
    &data_perimeter::CONTROL,
    &group_admin::CONTROL,
    &identity_center_admin::CONTROL,
    &instance_role::CONTROL,
    &organisation_delegated_admin::CONTROL,
    &organisation_delegated_admin_listed::CONTROL,
    &organisation_member::CONTROL,
    &password_expiry::CONTROL,
    &password_length::CONTROL,
    &password_reuse::CONTROL,
    &password_strength::CONTROL,
    &policy_allow_not_action::CONTROL,
    &policy_assume_any_role::CONTROL,
    &policy_cloudshell_full::CONTROL,
    &policy_cloudtrail_full::CONTROL,
    &policy_full_admin::CONTROL,
    &policy_invalid::CONTROL,
    &policy_kms_decrypt_all::CONTROL,
    &policy_kms_full::CONTROL,
    &policy_pass_any_role::CONTROL,
    &policy_privilege_escalation::CONTROL,
    &policy_service_wildcard::CONTROL,
    &policy_unattached_admin::CONTROL,
    &privilege_escalation::CONTROL,
    &quarantined_credential::CONTROL,
    &role_admin::CONTROL,
    &role_trust_confused_deputy::CONTROL,
    &role_trust_external::CONTROL,
    &role_trust_oidc_unscoped::CONTROL,
    &role_trust_public::CONTROL,
    &role_unused::CONTROL,
    &roles_anywhere::CONTROL,
    &root_access_key::CONTROL,
    &root_centralised::CONTROL,
    &root_hardware_mfa::CONTROL,
    &root_mfa::CONTROL,
    &root_usage::CONTROL,
    &security_contact::CONTROL,
    &server_certificate_expired::CONTROL,
    &service_credential::CONTROL,
    &support_role::CONTROL,
    &unused_service_access::CONTROL,
    &user_admin::CONTROL,
    &user_console_mfa::CONTROL,
    &user_direct_policies::CONTROL,
    &user_federation::CONTROL,
    &user_hardware_mfa::CONTROL,
    &user_key_at_setup::CONTROL,
    &user_key_rotation::CONTROL,
    &user_key_unused::CONTROL,
    &user_mfa::CONTROL,
    &user_password_unused::CONTROL,
    &user_single_key::CONTROL,
];

/// How a customer's policy is narrowed, managed or inline.
const NARROW: &str = "aws iam create-policy-version --policy-arn {arn} --policy-document file://NARROWER.json \
     --set-as-default (an inline policy of a user, group or role: aws iam put-user-policy, put-group-policy or \
     put-role-policy, with --policy-name {name}; the document replaces the former one)";
/// How a trust policy is restricted.
const RESTRICT_TRUST: &str = "aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument > \
     TRUST.json (restrict the statement, then aws iam update-assume-role-policy --role-name {name} \
     --policy-document file://TRUST.json)";

const NO_PASSWORD_POLICY: &str =
    "no password policy is set: the default requires only eight characters";
const NO_ROOT_CREDENTIALS: &str = "the root user has no credentials";
/// Where IAM lets nobody sign in as root: "AWS GovCloud (US) User Guide", "How IAM differs", the
/// first sign-in is that of an IAM user or role.
const NO_ROOT_SIGN_IN: &str =
    "the root user of an AWS GovCloud (US) account cannot sign in to the console";
const NO_PASSWORD: &str = "the user has no console password";
const NO_CREDENTIAL: &str = "the user has no active credential";
const INACTIVE: &str = "the access key is inactive";
const NOT_MANAGEMENT: &str = "the account is not an organization's management account";

/// Whether the root user of the account's partition has no console access by design.
fn is_govcloud(account: Resource<Account>) -> bool {
    &*account.account().partition == "aws-us-gov"
}

/// Whole days since then.
fn days(settings: &Settings, since: Timestamp) -> i64 {
    settings.now.duration_since(since).as_hours() / 24
}

/// A threshold as AWS takes it; its limits are checked where settings are read.
fn at_least(threshold: Place<i64>) -> i32 {
    i32::try_from(threshold.value).unwrap_or(i32::MAX)
}

/// Whether the account is the organisation's management account.
fn manages(account: Resource<Account>, organization: Option<&Membership>) -> bool {
    organization.is_some_and(|one| *one.management == *account.account().id)
}

/// Whether AWS attached the policy because a key leaked; there are several versions.
fn is_quarantine(grant: &Grant) -> bool {
    grant.is_aws(&grant.name) && grant.name.starts_with("AWSCompromisedKeyQuarantine")
}

#[cfg(test)]
mod fixtures {
    use model::Account;
    use model::iam::{
        BindingPolicies, Grant, Key, LastUse, Login, Membership, Organization, OrganizationPolicy,
        PasswordState, PolicyType,
    };

    use crate::testing::{Given, given};

    /// The day on which every user was made.
    pub const CREATED: &str = "2025-01-01";

    pub fn at(day: &str) -> LastUse {
        LastUse::At(format!("{day}T12:00:00Z").parse().unwrap())
    }

    /// A user's credentials: a password that was last used so, if any, and no keys.
    pub fn login(password: Option<LastUse>, mfa: bool) -> Login {
        let created = format!("{CREATED}T12:00:00Z").parse().unwrap();
        Login {
            created,
            password: password.map(|used| PasswordState {
                used,
                changed: Some(created),
            }),
            mfa,
            keys: [None, None],
        }
    }

    /// An active access key, made on that day.
    pub fn key(made: &str, used: LastUse) -> Key {
        Key {
            id: None,
            active: true,
            made: format!("{made}T12:00:00Z").parse().ok(),
            used,
        }
    }

    /// The same, by its name: as IAM tells of it when it is asked about one user.
    pub fn named(made: &str, used: LastUse) -> Key {
        Key {
            id: Some("AKIAIOSFODNN7EXAMPLE".into()),
            ..key(made, used)
        }
    }

    /// A policy of AWS's own whose document is not told.
    pub fn managed(name: &str) -> Grant {
        Grant {
            name: name.into(),
            arn: Some(format!("arn:aws:iam::aws:policy/{name}")),
            group: None,
            document: None,
        }
    }

    pub fn inline(name: &str, text: &str) -> Grant {
        Grant {
            name: name.into(),
            arn: None,
            group: None,
            document: Some(text.into()),
        }
    }

    pub fn by_group(grant: Grant) -> Grant {
        Grant {
            group: Some("staff".into()),
            ..grant
        }
    }

    /// The account in an organisation of that management account, with policies that say this.
    pub fn organization(management: &str, texts: &[&str]) -> Given<Account> {
        let policy = |text: &&str| OrganizationPolicy {
            arn: "arn:aws:organizations::444455556666:policy/o-acme/x/p-1".into(),
            name: "p".into(),
            kind: PolicyType::ServiceControl,
            by_aws: false,
            target: "r-1".into(),
            document: (*text).into(),
        };
        given::<Account>()
            .with::<Organization>(Some(Membership {
                id: "o-acme".into(),
                management: management.into(),
                all_features: true,
            }))
            .with::<BindingPolicies>(Some(texts.iter().map(policy).collect()))
    }
}
