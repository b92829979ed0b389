//! Encryption at rest, and the keys it uses.
mod cloudtrail_kms;
mod ebs_default;
mod ebs_volume;
mod kms_rotation;
mod log_group_kms;
mod rds_cluster;
mod rds_instance;
mod rds_snapshot;
mod s3_default;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &cloudtrail_kms::CONTROL,
    &ebs_default::CONTROL,
    &ebs_volume::CONTROL,
    &kms_rotation::CONTROL,
    &log_group_kms::CONTROL,
    &rds_cluster::CONTROL,
    &rds_instance::CONTROL,
    &rds_snapshot::CONTROL,
    &s3_default::CONTROL,
];
