//! Logs of what happens, where it happens and for as long as they are needed.
mod alarm_cloudtrail_changes;
mod alarm_config_changes;
mod alarm_gateway_changes;
mod alarm_iam_changes;
mod alarm_kms_deletion;
mod alarm_nacl_changes;
mod alarm_organization_changes;
mod alarm_root_usage;
mod alarm_route_changes;
mod alarm_s3_policy_changes;
mod alarm_security_group_changes;
mod alarm_sign_in_failures;
mod alarm_sign_in_without_mfa;
mod alarm_unauthorized_calls;
mod alarm_vpc_changes;
mod cloudtrail_bucket_access_log;
mod cloudtrail_bucket_mfa_delete;
mod cloudtrail_bucket_public;
mod cloudtrail_cloudwatch;
mod cloudtrail_delivery;
mod cloudtrail_insights;
mod cloudtrail_multi_region;
mod cloudtrail_validation;
mod config_recorder;
mod log_group_public;
mod log_group_retention;
mod s3_access_log;
mod s3_data_events_read;
mod s3_data_events_write;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &alarm_cloudtrail_changes::CONTROL,
    &alarm_config_changes::CONTROL,
    &alarm_gateway_changes::CONTROL,
    &alarm_iam_changes::CONTROL,
    &alarm_kms_deletion::CONTROL,
    &alarm_nacl_changes::CONTROL,
    &alarm_organization_changes::CONTROL,
    &alarm_root_usage::CONTROL,
    &alarm_route_changes::CONTROL,
    &alarm_s3_policy_changes::CONTROL,
    &alarm_security_group_changes::CONTROL,
    &alarm_sign_in_failures::CONTROL,
    &alarm_sign_in_without_mfa::CONTROL,
    &alarm_unauthorized_calls::CONTROL,
    &alarm_vpc_changes::CONTROL,
    &cloudtrail_bucket_access_log::CONTROL,
    &cloudtrail_bucket_mfa_delete::CONTROL,
    &cloudtrail_bucket_public::CONTROL,
    &cloudtrail_cloudwatch::CONTROL,
    &cloudtrail_delivery::CONTROL,
    &cloudtrail_insights::CONTROL,
    &cloudtrail_multi_region::CONTROL,
    &cloudtrail_validation::CONTROL,
    &config_recorder::CONTROL,
    &log_group_public::CONTROL,
    &log_group_retention::CONTROL,
    &s3_access_log::CONTROL,
    &s3_data_events_read::CONTROL,
    &s3_data_events_write::CONTROL,
];
