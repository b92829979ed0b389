//! Who may act, as whom and how far.
mod group_admin;
mod policy_allow_not_action;
mod policy_assume_any_role;
mod policy_cloudshell_full;
mod policy_cloudtrail_full;
mod policy_full_admin;
mod policy_kms_decrypt_all;
mod policy_kms_full;
mod policy_pass_any_role;
mod policy_service_wildcard;
mod policy_unattached_admin;
mod role_admin;

mod role_trust_external;

mod role_trust_public;
mod role_unused;
mod user_admin;

use model::{Demand, Layer, Responsibility};

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &group_admin::CONTROL,
    &policy_allow_not_action::CONTROL,
    &policy_assume_any_role::CONTROL,
    &policy_cloudshell_full::CONTROL,
    &policy_cloudtrail_full::CONTROL,
    &policy_full_admin::CONTROL,
    &policy_kms_decrypt_all::CONTROL,
    &policy_kms_full::CONTROL,
    &policy_pass_any_role::CONTROL,
    &policy_service_wildcard::CONTROL,
    &policy_unattached_admin::CONTROL,
    &role_admin::CONTROL,
    &role_trust_external::CONTROL,
    &role_trust_public::CONTROL,
    &role_unused::CONTROL,
    &user_admin::CONTROL,
];

/// The line between AWS and its customer as the IAM user guide draws it: AWS answers for asking
/// every policy at every request, its customer for what the policies say and who has them.
const fn duty(layer: Layer, aws: &'static str, customer: &'static str) -> Responsibility {
    Responsibility {
        service: "AWS IAM",
        aws,
        customer,
        layer,
        shared: true,
    }
}

/// What AWS does about policies.
const EVALUATES: &str = "evaluates every request against every policy that has a say in it";
/// How a customer's policy is narrowed, managed or inline.
const NARROW: &str = "aws iam create-policy-version --policy-arn {arn} --policy-document file://NARROWER.json \
     --set-as-default (an inline policy of a user, group or role: aws iam put-user-policy, put-group-policy or \
     put-role-policy, with --policy-name {name})";
