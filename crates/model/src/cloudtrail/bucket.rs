//! The bucket of a trail, as far as the account that owns the trail owns it too: few buckets of all,
//! and read with the trail, so that nothing reads the settings of every bucket a second time.
use serde::{Deserialize, Serialize};

use super::Trail;
use crate::Fact;
use crate::iam::PolicyText;
use crate::s3::{Acl, LogTarget, ObjectOwnership, PublicAccessBlock, Versions};

/// Where requests to the bucket of the trail are logged; `None` where they are not.
#[derive(Debug)]
pub struct TrailBucketLog;
impl Fact for TrailBucketLog {
    type Of = Trail;
    type Value = Option<LogTarget>;
    const ID: &'static str = "cloudtrail.trail.bucket-access-log";
    const READS: &'static [&'static str] = &[
        "cloudtrail:DescribeTrails",
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation",
        "s3:GetBucketLogging",
    ];
}

/// The versioning of the bucket of the trail, and whether MFA delete is enabled.
#[derive(Debug)]
pub struct TrailBucketVersioning;
impl Fact for TrailBucketVersioning {
    type Of = Trail;
    type Value = Versions;
    const ID: &'static str = "cloudtrail.trail.bucket-versioning";
    const READS: &'static [&'static str] = &[
        "cloudtrail:DescribeTrails",
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
    ];
}

/// Who has access to the bucket of the trail.
#[derive(Debug)]
pub struct TrailBucketAccess;
impl Fact for TrailBucketAccess {
    type Of = Trail;
    type Value = BucketAccess;
    const ID: &'static str = "cloudtrail.trail.bucket-access";
    const READS: &'static [&'static str] = &[
        "cloudtrail:DescribeTrails",
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation",
        "s3:GetBucketPolicy",
        "s3:GetBucketAcl",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPublicAccessBlock",
    ];
}

/// The value of [`TrailBucketAccess`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BucketAccess {
    /// The bucket policy; absent where it has none.
    pub policy: Option<PolicyText>,
    /// The access control list.
    pub acl: Acl,
    /// Who owns objects, and so whether the list counts; absent where it is not configured.
    pub ownership: Option<ObjectOwnership>,
    /// Block Public Access of the bucket; absent where it is not configured.
    pub block: Option<PublicAccessBlock>,
}
