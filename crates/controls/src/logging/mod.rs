//! That what happens is written down, where it happens and for as long as it is needed.
mod s3_access_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[&s3_access_log::CONTROL];
