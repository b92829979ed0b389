//! How instances and databases are configured and kept.
mod imdsv2;
mod rds_backup;
mod rds_deletion_protection;
mod rds_minor_upgrades;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &imdsv2::CONTROL,
    &rds_backup::CONTROL,
    &rds_deletion_protection::CONTROL,
    &rds_minor_upgrades::CONTROL,
];
