//! Resources that the tables of several controls begin with.
pub(crate) mod buckets;
pub(crate) mod credentials;
pub(crate) mod escalation;
pub(crate) mod keys;
pub(crate) mod organization;
pub(crate) mod permission_sets;
pub(crate) mod policy;
pub(crate) mod replication;
pub(crate) mod trust;
