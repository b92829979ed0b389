//! Encryption at rest, and the keys it uses.
mod backup_vault;
mod cloudtrail_kms;
mod dax;
mod dynamodb_cmk;
mod ebs_default;
mod ebs_volume;
mod efs;
mod elasticache;
mod fsx;
mod kinesis;
mod kms_rotation;
mod log_group_kms;
mod msk;
mod opensearch;
mod rds_cluster;
mod rds_instance;
mod rds_snapshot;
mod redshift;
mod redshift_serverless;
mod redshift_transport;
mod s3_default;
mod secret_rotation;
mod secret_unused;
mod sns;
mod sqs;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &cloudtrail_kms::CONTROL,
    &backup_vault::CONTROL,
    &dax::CONTROL,
    &dynamodb_cmk::CONTROL,
    &ebs_default::CONTROL,
    &ebs_volume::CONTROL,
    &efs::CONTROL,
    &elasticache::CONTROL,
    &fsx::CONTROL,
    &kinesis::CONTROL,
    &kms_rotation::CONTROL,
    &log_group_kms::CONTROL,
    &msk::CONTROL,
    &opensearch::CONTROL,
    &rds_cluster::CONTROL,
    &rds_instance::CONTROL,
    &rds_snapshot::CONTROL,
    &redshift::CONTROL,
    &redshift_serverless::CONTROL,
    &redshift_transport::CONTROL,
    &s3_default::CONTROL,
    &secret_rotation::CONTROL,
    &secret_unused::CONTROL,
    &sns::CONTROL,
    &sqs::CONTROL,
];
