//! What users sign in with, and the policy that AWS attaches when an access key leaks.
use model::iam::{Grant, Login};

pub(crate) const NO_PASSWORD: &str = "the user has no console password";
pub(crate) const NO_CREDENTIAL: &str = "the user has no active credential";

/// Whether the user has neither a console password nor an active access key.
pub(crate) fn has_no_credential(login: &Login) -> bool {
    login.password.is_none() && login.active_keys().next().is_none()
}

/// Whether AWS attached the policy because an access key leaked; there are several versions.
pub(crate) fn is_quarantine(grant: &Grant) -> bool {
    grant.is_aws(&grant.name) && grant.name.starts_with("AWSCompromisedKeyQuarantine")
}
