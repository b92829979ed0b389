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

use model::Demand;

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
