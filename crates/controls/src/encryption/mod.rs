//! Encryption at rest, and the keys it uses.
mod acm_expiry;
mod acm_key_strength;
mod apigateway_cache;
mod cloudfront_origin_https;
mod cloudfront_viewer_https;
mod ebs_default;
mod ebs_volume;
mod eks_secrets;
mod elb_https;
mod elb_tls_policy;
mod kms_rotation;
mod lambda_environment;
mod rds_cluster;
mod rds_instance;
mod rds_snapshot;
mod s3_default;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &acm_expiry::CONTROL,
    &acm_key_strength::CONTROL,
    &apigateway_cache::CONTROL,
    &cloudfront_origin_https::CONTROL,
    &cloudfront_viewer_https::CONTROL,
    &ebs_default::CONTROL,
    &ebs_volume::CONTROL,
    &eks_secrets::CONTROL,
    &elb_https::CONTROL,
    &elb_tls_policy::CONTROL,
    &kms_rotation::CONTROL,
    &lambda_environment::CONTROL,
    &rds_cluster::CONTROL,
    &rds_instance::CONTROL,
    &rds_snapshot::CONTROL,
    &s3_default::CONTROL,
];
