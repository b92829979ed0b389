//! What can be reached from where.
mod instance_public_ip;
mod rds_public;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[&instance_public_ip::CONTROL, &rds_public::CONTROL];
