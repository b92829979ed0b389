//! Encryption at rest, and the keys it uses.
mod ebs_default;
mod ebs_snapshot;
mod ebs_volume;
mod kms_cross_account;
mod kms_pending_deletion;
mod kms_public;
mod kms_rotation;
mod kms_unused;
mod rds_certificate;
mod rds_cluster;
mod rds_cluster_snapshot;
mod rds_instance;
mod rds_snapshot;
mod rds_transport;
mod s3_default;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &ebs_default::CONTROL,
    &ebs_snapshot::CONTROL,
    &ebs_volume::CONTROL,
    &kms_cross_account::CONTROL,
    &kms_pending_deletion::CONTROL,
    &kms_public::CONTROL,
    &kms_rotation::CONTROL,
    &kms_unused::CONTROL,
    &rds_certificate::CONTROL,
    &rds_cluster::CONTROL,
    &rds_cluster_snapshot::CONTROL,
    &rds_instance::CONTROL,
    &rds_snapshot::CONTROL,
    &rds_transport::CONTROL,
    &s3_default::CONTROL,
];
