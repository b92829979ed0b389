//! Names of buckets that others can foresee.
use serde::{Deserialize, Serialize};

use crate::{Fact, Reason, Region, Service, roster};

/// The names of buckets that AWS services make for an account in the Region without being given a
/// name, so that anybody who knows the account's number can make them first.
#[derive(Debug)]
pub struct PredictableNames;
impl Fact for PredictableNames {
    type Of = Region;
    type Value = Vec<Name>;
    const ID: &'static str = "region.s3-predictable-names";
    const SERVICE: &'static Service = &roster::S3;
    const READS: &'static [&'static str] = &["s3:ListAllMyBuckets"];
}

/// A name that can be foreseen, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Name {
    /// The bucket's name.
    pub name: String,
    /// The service that would use it.
    pub service: String,
    /// Whose bucket that is.
    pub owner: NameOwner,
}

/// Whose a bucket name is. S3 shows to anyone whether a name is taken, and the account's own list
/// of buckets shows whether it is the account's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameOwner {
    /// The account's own.
    Ours,
    /// Nobody has it yet.
    Free,
    /// It is taken, and not by this account.
    SomebodyElse,
    /// It could not be determined; why.
    Unknown(Reason),
}
