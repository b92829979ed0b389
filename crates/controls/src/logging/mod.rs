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
mod apigateway_log;
mod cloudfront_access_log;
mod cloudtrail_bucket_access_log;
mod cloudtrail_bucket_mfa_delete;
mod cloudtrail_bucket_public;
mod cloudtrail_cloudwatch;
mod cloudtrail_delivery;
mod cloudtrail_insights;
mod cloudtrail_multi_region;
mod cloudtrail_validation;
mod config_recorder;
mod eks_control_plane;
mod elb_access_log;
mod guardduty;
mod guardduty_protections;
mod inspector;
mod log_group_public;
mod log_group_retention;
mod macie;
mod opensearch_audit_log;
mod rds_log_export;
mod redshift_audit_log;
mod route53_query_log;
mod s3_access_log;
mod s3_data_events_read;
mod s3_data_events_write;
mod security_hub;
mod vpc_flow_logs;
mod waf_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &cloudtrail_bucket_access_log::CONTROL,
    &cloudtrail_bucket_mfa_delete::CONTROL,
    &cloudtrail_bucket_public::CONTROL,
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
    &opensearch_audit_log::CONTROL,
    &redshift_audit_log::CONTROL,
    &guardduty::CONTROL,
    &guardduty_protections::CONTROL,
    &inspector::CONTROL,
    &macie::CONTROL,
    &rds_log_export::CONTROL,
    &security_hub::CONTROL,
    &apigateway_log::CONTROL,
    &cloudfront_access_log::CONTROL,
    &eks_control_plane::CONTROL,
    &elb_access_log::CONTROL,
    &route53_query_log::CONTROL,
    &vpc_flow_logs::CONTROL,
    &waf_log::CONTROL,
];
