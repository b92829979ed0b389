//! Logs of what happens, where it happens and for as long as they are needed.
mod opensearch_audit_log;
mod redshift_audit_log;
mod s3_access_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &opensearch_audit_log::CONTROL,
    &redshift_audit_log::CONTROL,
    &s3_access_log::CONTROL,
];
