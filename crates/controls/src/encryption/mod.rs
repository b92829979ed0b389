//! Encryption at rest, and the keys it uses.
mod acm_expiry;
mod acm_key_strength;
mod apigateway_cache;
mod backup_vault;
mod cloudfront_origin_https;
mod cloudfront_viewer_https;
mod cloudtrail_kms;
mod dax;
mod dynamodb_cmk;
mod ebs_default;
mod ebs_snapshot;
mod ebs_volume;
mod efs;
mod eks_secrets;
mod elasticache;
mod elb_https;
mod elb_tls_policy;
mod fsx;
mod kinesis;
mod kms_cross_account;
mod kms_pending_deletion;
mod kms_public;
mod kms_rotation;
mod kms_unused;
mod lambda_environment;
mod log_group_kms;
mod msk;
mod opensearch;
mod rds_certificate;
mod rds_cluster;
mod rds_cluster_snapshot;
mod rds_instance;
mod rds_snapshot;
mod rds_transport;
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
    &acm_expiry::CONTROL,
    &acm_key_strength::CONTROL,
    &apigateway_cache::CONTROL,
    &cloudfront_origin_https::CONTROL,
    &cloudfront_viewer_https::CONTROL,
    &ebs_default::CONTROL,
    &ebs_snapshot::CONTROL,
    &ebs_volume::CONTROL,
    &efs::CONTROL,
    &elasticache::CONTROL,
    &fsx::CONTROL,
    &kinesis::CONTROL,
    &kms_rotation::CONTROL,
    &log_group_kms::CONTROL,
    &msk::CONTROL,
    &opensearch::CONTROL,
    &kms_cross_account::CONTROL,
    &kms_pending_deletion::CONTROL,
    &kms_public::CONTROL,
    &kms_unused::CONTROL,
    &rds_certificate::CONTROL,
    &eks_secrets::CONTROL,
    &elb_https::CONTROL,
    &elb_tls_policy::CONTROL,
    &lambda_environment::CONTROL,
    &rds_cluster::CONTROL,
    &rds_cluster_snapshot::CONTROL,
    &rds_instance::CONTROL,
    &rds_snapshot::CONTROL,
    &redshift::CONTROL,
    &redshift_serverless::CONTROL,
    &redshift_transport::CONTROL,
    &rds_transport::CONTROL,
    &s3_default::CONTROL,
    &secret_rotation::CONTROL,
    &secret_unused::CONTROL,
    &sns::CONTROL,
    &sqs::CONTROL,
];
