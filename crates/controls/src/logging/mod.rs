//! Logs of what happens, where it happens and for as long as they are needed.
mod s3_access_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[&s3_access_log::CONTROL];
