//! Hosted zones of Route 53.
use crate::{Account, ArnShape, Fact, Kind, Service, Tagged, Tags, roster, tagged};

/// A hosted zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostedZone;
impl Kind for HostedZone {
    type In = Account;
    const ID: &'static str = "route53.hosted-zone";
    const SERVICE: &'static Service = &roster::ROUTE53;
    const LIST: &'static [&'static str] = &["route53:ListHostedZones"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("route53", "hostedzone/").global());
    const TAGS: Option<Tagged> = tagged::<HostedZoneTags>();
}

/// Whether the hosted zone is private: resolved inside of VPCs alone.
#[derive(Debug)]
pub struct Private;
impl Fact for Private {
    type Of = HostedZone;
    type Value = bool;
    const ID: &'static str = "route53.hosted-zone.private";
}

/// The ARN of the log group that queries are logged to; `None` where they are not.
#[derive(Debug)]
pub struct QueryLogging;
impl Fact for QueryLogging {
    type Of = HostedZone;
    type Value = Option<String>;
    const ID: &'static str = "route53.hosted-zone.query-logging";
    const READS: &'static [&'static str] = &["route53:ListQueryLoggingConfigs"];
}

/// The tags of the hosted zone.
#[derive(Debug)]
pub struct HostedZoneTags;
impl Fact for HostedZoneTags {
    type Of = HostedZone;
    type Value = Tags;
    const ID: &'static str = "route53.hosted-zone.tags";
    const READS: &'static [&'static str] = &["route53:ListTagsForResource"];
}
