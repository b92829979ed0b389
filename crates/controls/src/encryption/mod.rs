//! That data at rest is encrypted, and with whose keys.
mod s3_default;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[&s3_default::CONTROL];
