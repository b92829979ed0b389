//! Encryption at rest, and the keys it uses.
mod kms_rotation;
mod s3_default;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[&kms_rotation::CONTROL, &s3_default::CONTROL];
