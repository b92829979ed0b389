//! Access points: further doors to a bucket, each with a policy of its own.
use serde::{Deserialize, Serialize};

use super::PublicAccessBlock;
use crate::{Account, ArnShape, Fact, Kind, Region, Service, roster};

/// An access point, in its bucket's Region. The bucket may be another account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessPoint;
impl Kind for AccessPoint {
    type In = Region;
    const ID: &'static str = "s3.access-point";
    const SERVICE: &'static Service = &roster::S3;
    const LIST: &'static [&'static str] = &["s3:ListAccessPoints"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("s3", "accesspoint/").regional());
}

/// What was decided when the access point was made.
#[derive(Debug)]
pub struct AccessPointAccess;
impl Fact for AccessPointAccess {
    type Of = AccessPoint;
    type Value = PointAccess;
    const ID: &'static str = "s3.access-point.access";
    const READS: &'static [&'static str] = &["s3:GetAccessPoint"];
}

/// The answer to one `GetAccessPoint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PointAccess {
    /// The name of the bucket that it leads to.
    pub bucket: String,
    /// That bucket's account, where AWS returns it.
    pub account: Option<String>,
    /// The VPC that it answers to alone; absent where it answers to the internet.
    pub vpc: Option<String>,
    /// Block Public Access of the access point.
    pub block: PublicAccessBlock,
}

/// Block Public Access of the bucket that the access point leads to.
#[derive(Debug)]
pub struct BucketBehind;
impl Fact for BucketBehind {
    type Of = AccessPoint;
    type Value = BucketBlock;
    const ID: &'static str = "s3.access-point.bucket-public-access-block";
    const READS: &'static [&'static str] = &["s3:GetBucketPublicAccessBlock", "s3:GetAccessPoint"];
}

/// What the bucket behind an access point adds to its Block Public Access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BucketBlock {
    /// The bucket's own settings; `None` where they are not configured.
    Set(Option<PublicAccessBlock>),
    /// The bucket was deleted: the access point leads nowhere.
    NoSuchBucket,
}

/// A multi-Region access point. It lies in no Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MultiRegionAccessPoint;
impl Kind for MultiRegionAccessPoint {
    type In = Account;
    const ID: &'static str = "s3.multi-region-access-point";
    const SERVICE: &'static Service = &roster::S3;
    const LIST: &'static [&'static str] = &["s3:ListMultiRegionAccessPoints"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("s3", "accesspoint/").global());
}

/// Block Public Access of the multi-Region access point.
#[derive(Debug)]
pub struct MultiRegionAccess;
impl Fact for MultiRegionAccess {
    type Of = MultiRegionAccessPoint;
    type Value = PublicAccessBlock;
    const ID: &'static str = "s3.multi-region-access-point.public-access-block";
    const READS: &'static [&'static str] = &["s3:ListMultiRegionAccessPoints"];
}
