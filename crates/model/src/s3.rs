//! Buckets, and what the account says for all of them.
mod access;
mod account;
mod points;
mod replication;

use serde::{Deserialize, Serialize};

pub use access::{
    AccessLog, AccessPoints, Acl, BucketAcl, BucketPolicy, DefaultEncryption, Encryption,
    LogTarget, Point,
};
pub use account::{Name, NameOwner, PredictableNames};
pub use points::{
    AccessPoint, AccessPointAccess, BucketBehind, BucketBlock, MultiRegionAccess,
    MultiRegionAccessPoint, PointAccess,
};
pub use replication::{DestinationOwner, DestinationRegion, Replication, ReplicationRule};

use crate::{Account, ArnShape, Fact, Kind, Service, Tagged, Tags, Writable, roster, tagged};

/// A general purpose bucket. Its row knows its Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket;
impl Kind for Bucket {
    type In = Account;
    const ID: &'static str = "s3.bucket";
    const SERVICE: &'static Service = &roster::S3;
    const LIST: &'static [&'static str] = &["s3:ListAllMyBuckets", "s3:GetBucketLocation"];
    const ARN: Option<ArnShape> = Some(ArnShape::bare("s3"));
    const TAGS: Option<Tagged> = tagged::<BucketTags>();
}

/// The four Block Public Access settings of one level.
///
/// The first and third refuse future writes; the second and fourth change what is open now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "AWS's own four switches")]
pub struct PublicAccessBlock {
    /// Refuses public ACLs.
    pub block_public_acls: bool,
    /// Ignores public ACLs.
    pub ignore_public_acls: bool,
    /// Refuses public bucket policies.
    pub block_public_policy: bool,
    /// Lets only AWS services and the account in while the policy is public.
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// All four on.
    pub const ALL: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };

    /// The settings that are off, by AWS's names for them.
    #[must_use]
    pub fn off(&self) -> Vec<&'static str> {
        let all = [
            ("BlockPublicAcls", self.block_public_acls),
            ("IgnorePublicAcls", self.ignore_public_acls),
            ("BlockPublicPolicy", self.block_public_policy),
            ("RestrictPublicBuckets", self.restrict_public_buckets),
        ];
        let off = all.into_iter().filter(|(_, on)| !on);
        off.map(|(name, _)| name).collect()
    }

    /// What holds where both levels apply: the more restrictive of the two.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            block_public_acls: self.block_public_acls || other.block_public_acls,
            ignore_public_acls: self.ignore_public_acls || other.ignore_public_acls,
            block_public_policy: self.block_public_policy || other.block_public_policy,
            restrict_public_buckets: self.restrict_public_buckets || other.restrict_public_buckets,
        }
    }
}

/// Block Public Access for every bucket of the account; `None` where it is not configured.
#[derive(Debug)]
pub struct AccountPublicAccess;
impl Fact for AccountPublicAccess {
    type Of = Account;
    type Value = Option<PublicAccessBlock>;
    const ID: &'static str = "account.s3-public-access-block";
    const SERVICE: &'static Service = &roster::S3;
    const READS: &'static [&'static str] = &["s3:GetAccountPublicAccessBlock"];
}
impl Writable for AccountPublicAccess {
    const WRITES: &'static [&'static str] = &["s3:PutAccountPublicAccessBlock"];
}

/// Block Public Access of the bucket; `None` where it is not configured.
#[derive(Debug)]
pub struct PublicAccess;
impl Fact for PublicAccess {
    type Of = Bucket;
    type Value = Option<PublicAccessBlock>;
    const ID: &'static str = "s3.bucket.public-access-block";
    const READS: &'static [&'static str] = &["s3:GetBucketPublicAccessBlock"];
}
impl Writable for PublicAccess {
    const WRITES: &'static [&'static str] = &["s3:PutBucketPublicAccessBlock"];
}

/// Who owns objects, and so whether ACLs count; `None` is AWS's old default, the object writer.
#[derive(Debug)]
pub struct Ownership;
impl Fact for Ownership {
    type Of = Bucket;
    type Value = Option<ObjectOwnership>;
    const ID: &'static str = "s3.bucket.object-ownership";
    const READS: &'static [&'static str] = &["s3:GetBucketOwnershipControls"];
}

/// AWS's words for who owns an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ObjectOwnership {
    /// The bucket's owner owns everything and ACLs grant nothing.
    BucketOwnerEnforced,
    /// The bucket's owner owns what is written with that canned ACL; ACLs count.
    BucketOwnerPreferred,
    /// Whoever writes owns; ACLs count.
    ObjectWriter,
}

/// Whether overwritten and deleted objects are kept, and what deleting them takes.
#[derive(Debug)]
pub struct Versioning;
impl Fact for Versioning {
    type Of = Bucket;
    type Value = Versions;
    const ID: &'static str = "s3.bucket.versioning";
    const READS: &'static [&'static str] = &["s3:GetBucketVersioning"];

    /// Once on, it can be suspended but never removed (API reference of `PutBucketVersioning`).
    fn settles(from: &Versions, to: Versions) -> Versions {
        let removed =
            to.status == VersioningStatus::Never && from.status != VersioningStatus::Never;
        let status = if removed {
            VersioningStatus::Suspended
        } else {
            to.status
        };
        Versions { status, ..to }
    }
}
impl Writable for Versioning {
    const WRITES: &'static [&'static str] = &["s3:PutBucketVersioning"];
}

/// The answer to one `GetBucketVersioning`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Versions {
    /// Whether new versions are kept.
    pub status: VersioningStatus,
    /// Whether deleting a version, or suspending, takes the root user's MFA device.
    pub mfa_delete: bool,
}

/// Versioning, once on, can be suspended but never removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersioningStatus {
    /// It was never on.
    Never,
    /// It is on.
    Enabled,
    /// Old versions stay, no new ones are kept.
    Suspended,
}

/// What happens to objects with age; `None` where nothing was configured.
#[derive(Debug)]
pub struct Lifecycle;
impl Fact for Lifecycle {
    type Of = Bucket;
    type Value = Option<Vec<LifecycleRule>>;
    const ID: &'static str = "s3.bucket.lifecycle";
    const READS: &'static [&'static str] = &["s3:GetLifecycleConfiguration"];
}

/// One lifecycle rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifecycleRule {
    /// The rule's id; empty where it has none.
    pub id: String,
    /// Whether it is carried out.
    pub enabled: bool,
}

/// Whether objects can be locked against deletion; `None` where it was never configured.
#[derive(Debug)]
pub struct ObjectLock;
impl Fact for ObjectLock {
    type Of = Bucket;
    type Value = Option<Lock>;
    const ID: &'static str = "s3.bucket.object-lock";
    const READS: &'static [&'static str] = &["s3:GetBucketObjectLockConfiguration"];
}

/// A bucket's Object Lock configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Lock {
    /// Whether Object Lock is on for the bucket.
    pub enabled: bool,
    /// `GOVERNANCE` or `COMPLIANCE` where new objects are locked unasked.
    pub default_mode: Option<String>,
}

/// The event notifications of the bucket.
#[derive(Debug)]
pub struct Notifications;
impl Fact for Notifications {
    type Of = Bucket;
    type Value = NotificationTargets;
    const ID: &'static str = "s3.bucket.notifications";
    const READS: &'static [&'static str] = &["s3:GetBucketNotification"];
}

/// How many notification configurations of each sort a bucket has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NotificationTargets {
    /// To SNS.
    pub topics: usize,
    /// To SQS.
    pub queues: usize,
    /// To Lambda.
    pub functions: usize,
    /// Whether every event goes to EventBridge.
    pub event_bridge: bool,
}

/// Whether the bucket serves a web site; `None` where it does not.
#[derive(Debug)]
pub struct Website;
impl Fact for Website {
    type Of = Bucket;
    type Value = Option<WebsiteHosting>;
    const ID: &'static str = "s3.bucket.website";
    const READS: &'static [&'static str] = &["s3:GetBucketWebsite"];
}

/// What the web site does with visitors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebsiteHosting {
    /// Serves objects, this one first.
    Serves {
        /// The index document's suffix.
        index: Option<String>,
    },
    /// Sends every visitor elsewhere.
    RedirectsTo(String),
}

/// The bucket's tags; none where there are none.
#[derive(Debug)]
pub struct BucketTags;
impl Fact for BucketTags {
    type Of = Bucket;
    type Value = Tags;
    const ID: &'static str = "s3.bucket.tags";
    const READS: &'static [&'static str] = &["s3:GetBucketTagging"];
}
