//! Where copies of objects go, and whose that place is.
use serde::{Deserialize, Serialize};

use super::Bucket;
use crate::{Fact, Reason};

/// Where copies of new objects go; `None` where replication was never configured.
#[derive(Debug)]
pub struct Replication;
impl Fact for Replication {
    type Of = Bucket;
    type Value = Option<Vec<ReplicationRule>>;
    const ID: &'static str = "s3.bucket.replication";
    const READS: &'static [&'static str] =
        &["s3:GetReplicationConfiguration", "s3:ListAllMyBuckets"];
}

/// One replication rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReplicationRule {
    /// The rule's id; empty where it has none.
    pub id: String,
    /// Whether it is carried out.
    pub enabled: bool,
    /// The ARN of the bucket that gets the copies.
    pub destination: String,
    /// That bucket's account, where the rule says it.
    pub account: Option<String>,
    /// Where that bucket lies.
    pub region: DestinationRegion,
    /// Whose that bucket is.
    pub owner: DestinationOwner,
}

/// Whose bucket gets the copies: what the account's own list of buckets shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestinationOwner {
    /// The account's own.
    Ours,
    /// Not the account's own.
    SomebodyElse,
    /// It could not be determined; why.
    Unknown(Reason),
}

/// S3 returns a bucket's Region to anyone who requests the bucket, even where it denies the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestinationRegion {
    /// The bucket lies there.
    #[serde(rename = "known")]
    In(String),
    /// There is no such bucket: nothing is copied.
    NoSuchBucket,
    /// It could not be determined; why.
    Unknown(String),
}
