//! Distributions of CloudFront.
use serde::{Deserialize, Serialize};

use crate::{Account, ArnShape, Fact, Kind, Service, Tagged, Tags, roster, tagged};

/// A distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution;
impl Kind for Distribution {
    type In = Account;
    const ID: &'static str = "cloudfront.distribution";
    const SERVICE: &'static Service = &roster::CLOUDFRONT;
    const LIST: &'static [&'static str] = &["cloudfront:ListDistributions"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("cloudfront", "distribution/").global());
    const TAGS: Option<Tagged> = tagged::<DistributionTags>();
}

/// The viewer protocol policy of a cache behavior.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViewerPolicy {
    /// HTTP and HTTPS.
    AllowAll,
    /// HTTPS alone.
    HttpsOnly,
    /// HTTPS; HTTP is redirected to it.
    RedirectToHttps,
}

/// A cache behavior.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Behavior {
    /// Its path pattern; `None` of the default one.
    pub path: Option<String>,
    /// Its viewer protocol policy.
    pub viewer: ViewerPolicy,
}

/// The cache behaviors of the distribution, the default one first.
#[derive(Debug)]
pub struct Behaviors;
impl Fact for Behaviors {
    type Of = Distribution;
    type Value = Vec<Behavior>;
    const ID: &'static str = "cloudfront.distribution.cache-behaviors";
}

/// The origin protocol policy of a custom origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginPolicy {
    /// HTTP alone.
    HttpOnly,
    /// HTTPS alone.
    HttpsOnly,
    /// Whichever protocol the viewer used.
    MatchViewer,
}

/// Of which sort an origin is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginSort {
    /// A bucket.
    S3,
    /// A resource in a private subnet; how `CloudFront` connects to it is a setting of the VPC origin.
    Vpc,
    /// Any HTTP server.
    Custom {
        /// Over which protocols `CloudFront` connects to it.
        policy: OriginPolicy,
        /// The versions that it may use with HTTPS, as `TLSv1.2`.
        tls: Vec<String>,
    },
}

/// An origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Origin {
    /// Its id in the distribution.
    pub id: String,
    /// Of which sort it is.
    pub sort: OriginSort,
}

/// The origins of the distribution.
#[derive(Debug)]
pub struct Origins;
impl Fact for Origins {
    type Of = Distribution;
    type Value = Vec<Origin>;
    const ID: &'static str = "cloudfront.distribution.origins";
}

/// How access logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessLogs {
    /// Not at all.
    Disabled,
    /// By standard logging (legacy), a setting of the distribution.
    Legacy,
    /// By standard logging (v2), a delivery of `CloudWatch` Logs.
    Delivery,
}

/// How access logs of the distribution are written.
#[derive(Debug)]
pub struct AccessLogging;
impl Fact for AccessLogging {
    type Of = Distribution;
    type Value = AccessLogs;
    const ID: &'static str = "cloudfront.distribution.access-logs";
    const READS: &'static [&'static str] = &[
        "cloudfront:GetDistributionConfig",
        "logs:DescribeDeliverySources",
        "logs:DescribeDeliveries",
    ];
}

/// The tags of the distribution.
#[derive(Debug)]
pub struct DistributionTags;
impl Fact for DistributionTags {
    type Of = Distribution;
    type Value = Tags;
    const ID: &'static str = "cloudfront.distribution.tags";
    const READS: &'static [&'static str] = &["cloudfront:ListTagsForResource"];
}
