//! Logs of what happens, where it happens and for as long as they are needed.
mod guardduty;
mod guardduty_protections;
mod inspector;
mod macie;
mod rds_log_export;
mod s3_access_log;
mod security_hub;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &guardduty::CONTROL,
    &guardduty_protections::CONTROL,
    &inspector::CONTROL,
    &macie::CONTROL,
    &rds_log_export::CONTROL,
    &s3_access_log::CONTROL,
    &security_hub::CONTROL,
];
