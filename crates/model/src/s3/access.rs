//! Who is let into a bucket, how new objects are encrypted, and where requests are noted.
use policy::AclGrant;
use serde::{Deserialize, Serialize};

use super::{Bucket, PublicAccessBlock};
use crate::iam::PolicyText;
use crate::{Fact, Writable};

/// The bucket's policy; `None` where it has none.
#[derive(Debug)]
pub struct BucketPolicy;
impl Fact for BucketPolicy {
    type Of = Bucket;
    type Value = Option<PolicyText>;
    const ID: &'static str = "s3.bucket.policy";
    const READS: &'static [&'static str] = &["s3:GetBucketPolicy"];
}
impl Writable for BucketPolicy {
    const WRITES: &'static [&'static str] = &["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];
}

/// The bucket's access control list. Every bucket has one, in force or not.
#[derive(Debug)]
pub struct BucketAcl;
impl Fact for BucketAcl {
    type Of = Bucket;
    type Value = Acl;
    const ID: &'static str = "s3.bucket.acl";
    const READS: &'static [&'static str] = &["s3:GetBucketAcl"];
}
impl Writable for BucketAcl {
    const WRITES: &'static [&'static str] = &["s3:PutBucketAcl"];
}

/// An access control list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Acl {
    /// The canonical user id of the bucket's owner.
    pub owner: String,
    /// To whom what is granted.
    pub grants: Vec<AclGrant>,
}

/// The access points of the account that lead to the bucket, multi-Region ones included.
#[derive(Debug)]
pub struct AccessPoints;
impl Fact for AccessPoints {
    type Of = Bucket;
    type Value = Vec<Point>;
    const ID: &'static str = "s3.bucket.access-points";
    const READS: &'static [&'static str] = &[
        "s3:ListAccessPoints",
        "s3:GetAccessPoint",
        "s3:GetAccessPointPolicy",
        "s3:ListMultiRegionAccessPoints",
        "s3:GetMultiRegionAccessPointPolicy",
    ];
}

/// An access point as far as it decides who has access through it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Point {
    /// Its ARN.
    pub arn: String,
    /// The VPC that it answers to alone; absent where it answers to the internet.
    pub vpc: Option<String>,
    /// Block Public Access of the access point.
    pub block: PublicAccessBlock,
    /// Its policy; absent where it has none.
    pub policy: Option<PolicyText>,
}

/// How new objects are encrypted where their writer does not say; `None` where it is not configured
/// anything, which AWS has not answered since January 2023.
#[derive(Debug)]
pub struct Encryption;
impl Fact for Encryption {
    type Of = Bucket;
    type Value = Option<DefaultEncryption>;
    const ID: &'static str = "s3.bucket.encryption";
    const READS: &'static [&'static str] = &["s3:GetEncryptionConfiguration"];

    /// Without a configuration S3 encrypts with its own keys, and says so (S3 User Guide,
    /// "Default encryption FAQ").
    fn settles(_: &Self::Value, to: Self::Value) -> Self::Value {
        let own = || DefaultEncryption {
            algorithm: "AES256".into(),
            ..DefaultEncryption::default()
        };
        to.or_else(|| Some(own()))
    }
}
impl Writable for Encryption {
    const WRITES: &'static [&'static str] = &["s3:PutEncryptionConfiguration"];
}

/// A bucket's default encryption.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DefaultEncryption {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    pub algorithm: String,
    /// The KMS key, where one is named.
    pub key: Option<String>,
    /// Whether S3 keeps a key of the bucket's own, to ask KMS less often.
    #[serde(default)]
    pub bucket_key: bool,
    /// The sorts of encryption that writers may not ask for, as `SSE-C`.
    pub blocked: Vec<String>,
}

/// Where requests to the bucket are noted down; `None` where they are not.
#[derive(Debug)]
pub struct AccessLog;
impl Fact for AccessLog {
    type Of = Bucket;
    type Value = Option<LogTarget>;
    const ID: &'static str = "s3.bucket.access-log";
    const READS: &'static [&'static str] = &["s3:GetBucketLogging"];
}

/// Where server access logs go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LogTarget {
    /// The bucket's name.
    pub bucket: String,
    /// What the names of log objects begin with.
    pub prefix: String,
}
