//! Logs of what happens, where it happens and for as long as they are needed.
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
