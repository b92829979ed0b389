//! Accounts in an organization, and its policies.
use model::Account;
use model::iam::{
    BindingPolicies, DelegatedAdministrator, Membership, Organization, OrganizationPolicy,
    PolicyType,
};

use crate::testing::{Given, given};

/// An organization with all features.
pub(crate) fn membership(management: &str) -> Membership {
    Membership {
        id: "o-acme".into(),
        management: management.into(),
        all_features: true,
    }
}

/// The account in an organization of that management account.
pub(crate) fn member(management: &str) -> Given<Account> {
    given::<Account>().with::<Organization>(Some(membership(management)))
}

/// A policy of the organization that says this.
pub(crate) fn policy(text: &str) -> OrganizationPolicy {
    OrganizationPolicy {
        arn: "arn:aws:organizations::444455556666:policy/o-acme/x/p-1".into(),
        name: "p".into(),
        kind: PolicyType::ServiceControl,
        by_aws: false,
        target: "r-1".into(),
        document: text.into(),
    }
}

/// The account in an organization of that management account, with policies that say this.
pub(crate) fn bound(management: &str, texts: &[&str]) -> Given<Account> {
    let policies = texts.iter().map(|text| policy(text)).collect();
    member(management).with::<BindingPolicies>(Some(policies))
}

/// Accounts that administer some service of the organization.
pub(crate) fn administrators(accounts: &[&str]) -> Vec<DelegatedAdministrator> {
    let administrator = |account: &&str| DelegatedAdministrator {
        account: (*account).into(),
        name: "security".into(),
    };
    accounts.iter().map(administrator).collect()
}
