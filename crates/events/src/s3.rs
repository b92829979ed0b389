//! Events of buckets, and of the account's settings for all of them.
//!
//! The names are those of the S3 user guide, "Amazon S3 CloudTrail events"; where the guide and
//! trails were seen to disagree, both names have a row.
use model::s3::{
    AccessLog, AccessPoint, AccessPointAccess, AccessPoints, AccountPublicAccess, Bucket,
    BucketAcl, BucketBehind, BucketPolicy, BucketTags, Encryption, Lifecycle, MultiRegionAccess,
    Notifications, ObjectLock, Ownership, PublicAccess, Replication, Versioning, Website,
};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const BUCKET: About = About::Resource {
    kind: Bucket::INFO,
    named: &["/requestParameters/bucketName"],
    arn: |account: &AccountRef, _, name| format!("arn:{}:s3:::{name}", account.partition),
};

/// The same events are about access points, grants and lens groups too: the ARN shows which.
const TAGGED: About = About::Arn {
    kind: Bucket::INFO,
    named: &["/requestParameters/resourceArn", "/resources/0/ARN"],
};

const POINT: About = About::Resource {
    kind: AccessPoint::INFO,
    named: &["/requestParameters/name"],
    arn: |account: &AccountRef, region, name| {
        let AccountRef { partition, id } = account;
        format!("arn:{partition}:s3:{region}:{id}:accesspoint/{name}")
    },
};

const fn row(name: &'static str, about: About, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "s3",
        name,
        about,
        facts,
        effect,
    }
}

const fn point(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    row(name, POINT, effect, Facts::These(facts))
}

const fn bucket(name: &'static str, effect: Effect, facts: Facts) -> Row {
    row(name, BUCKET, effect, facts)
}

const fn account(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    row(name, About::Account, effect, Facts::These(facts))
}

/// The tags of a bucket that access is decided by can be set in no other way (S3 User Guide, "Using
/// tags with S3 general purpose buckets").
const fn tagged(name: &'static str) -> Row {
    row(name, TAGGED, Sets, Facts::These(&[BucketTags::NEED]))
}

/// An access point opens the bucket behind it; the event names the access point alone.
const POINTS: &[Need] = &[AccessPoints::NEED];
const NEW_POINT: &[Need] = &[
    AccessPointAccess::NEED,
    BucketBehind::NEED,
    AccessPoints::NEED,
];
const NEW_MULTI_REGION: &[Need] = &[MultiRegionAccess::NEED, AccessPoints::NEED];

pub(crate) const ROWS: &[Row] = &[
    account(
        "PutAccountPublicAccessBlock",
        Sets,
        &[AccountPublicAccess::NEED],
    ),
    account(
        "DeleteAccountPublicAccessBlock",
        Breaks,
        &[AccountPublicAccess::NEED],
    ),
    // The request is asynchronous and returns no ARN: the access point is listed from the start.
    account("CreateMultiRegionAccessPoint", Breaks, NEW_MULTI_REGION),
    account("DeleteMultiRegionAccessPoint", Repairs, NEW_MULTI_REGION),
    account("PutMultiRegionAccessPointPolicy", Sets, POINTS),
    point("CreateAccessPoint", Breaks, NEW_POINT),
    point("DeleteAccessPoint", Repairs, NEW_POINT),
    point("PutAccessPointPolicy", Sets, POINTS),
    point("DeleteAccessPointPolicy", Sets, POINTS),
    bucket("CreateBucket", Breaks, Facts::All),
    bucket("DeleteBucket", Repairs, Facts::All),
    bucket(
        "PutBucketPublicAccessBlock",
        Sets,
        Facts::These(&[PublicAccess::NEED, BucketBehind::NEED]),
    ),
    bucket(
        "DeleteBucketPublicAccessBlock",
        Breaks,
        Facts::These(&[PublicAccess::NEED, BucketBehind::NEED]),
    ),
    bucket(
        "PutBucketOwnershipControls",
        Sets,
        Facts::These(&[Ownership::NEED]),
    ),
    bucket(
        "DeleteBucketOwnershipControls",
        Breaks,
        Facts::These(&[Ownership::NEED]),
    ),
    bucket("PutBucketPolicy", Sets, Facts::These(&[BucketPolicy::NEED])),
    bucket(
        "DeleteBucketPolicy",
        Sets,
        Facts::These(&[BucketPolicy::NEED]),
    ),
    bucket("PutBucketAcl", Sets, Facts::These(&[BucketAcl::NEED])),
    bucket(
        "PutBucketEncryption",
        Sets,
        Facts::These(&[Encryption::NEED]),
    ),
    bucket(
        "DeleteBucketEncryption",
        Breaks,
        Facts::These(&[Encryption::NEED]),
    ),
    bucket("PutBucketLogging", Sets, Facts::These(&[AccessLog::NEED])),
    bucket(
        "PutBucketVersioning",
        Sets,
        Facts::These(&[Versioning::NEED]),
    ),
    bucket("PutBucketLifecycle", Sets, Facts::These(&[Lifecycle::NEED])),
    bucket(
        "PutBucketLifecycleConfiguration",
        Sets,
        Facts::These(&[Lifecycle::NEED]),
    ),
    bucket(
        "DeleteBucketLifecycle",
        Breaks,
        Facts::These(&[Lifecycle::NEED]),
    ),
    bucket(
        "PutBucketObjectLockConfiguration",
        Sets,
        Facts::These(&[ObjectLock::NEED]),
    ),
    bucket(
        "PutObjectLockConfiguration",
        Sets,
        Facts::These(&[ObjectLock::NEED]),
    ),
    bucket(
        "PutBucketNotification",
        Sets,
        Facts::These(&[Notifications::NEED]),
    ),
    bucket(
        "PutBucketNotificationConfiguration",
        Sets,
        Facts::These(&[Notifications::NEED]),
    ),
    bucket(
        "PutBucketReplication",
        Sets,
        Facts::These(&[Replication::NEED]),
    ),
    bucket(
        "DeleteBucketReplication",
        Breaks,
        Facts::These(&[Replication::NEED]),
    ),
    bucket("PutBucketWebsite", Breaks, Facts::These(&[Website::NEED])),
    bucket(
        "DeleteBucketWebsite",
        Repairs,
        Facts::These(&[Website::NEED]),
    ),
    tagged("TagResource"),
    tagged("UntagResource"),
    bucket("PutBucketTagging", Sets, Facts::These(&[BucketTags::NEED])),
    bucket(
        "DeleteBucketTagging",
        Sets,
        Facts::These(&[BucketTags::NEED]),
    ),
];
