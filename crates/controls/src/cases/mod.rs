//! Resources that the tables of several controls begin with.
pub(crate) mod buckets;
pub(crate) mod escalation;
pub(crate) mod policy;
pub(crate) mod trust;
