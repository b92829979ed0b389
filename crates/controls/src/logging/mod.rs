//! Logs of what happens, where it happens and for as long as they are needed.
mod rds_log_export;
mod s3_access_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &rds_log_export::CONTROL,
    &s3_access_log::CONTROL,
];
