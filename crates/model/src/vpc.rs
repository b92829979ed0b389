//! Virtual private clouds, and the flow logs that record their traffic.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A VPC that the account owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vpc;
impl Kind for Vpc {
    type In = Region;
    const ID: &'static str = "vpc.vpc";
    const SERVICE: &'static Service = &roster::VPC;
    const LIST: &'static [&'static str] = &["ec2:DescribeVpcs"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("ec2", "vpc/"));
    const TAGS: Option<Tagged> = tagged::<VpcTags>();
}

/// A flow log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FlowLog {
    /// Its id.
    pub id: String,
    /// Whether its status is `ACTIVE`.
    pub active: bool,
    /// Which traffic it records.
    pub traffic: Traffic,
    /// Whether its logs are delivered; `None` where EC2 does not say, as of those in S3.
    pub delivered: Option<bool>,
}

/// Which traffic a flow log records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Traffic {
    /// What security groups and network ACLs accept.
    Accept,
    /// What they reject.
    Reject,
    /// Both.
    All,
}

/// The flow logs of the VPC itself: one of a subnet or of a network interface records that alone.
#[derive(Debug)]
pub struct FlowLogs;
impl Fact for FlowLogs {
    type Of = Vpc;
    type Value = Vec<FlowLog>;
    const ID: &'static str = "vpc.vpc.flow-logs";
    const READS: &'static [&'static str] = &["ec2:DescribeFlowLogs"];
}

/// The tags of the VPC.
#[derive(Debug)]
pub struct VpcTags;
impl Fact for VpcTags {
    type Of = Vpc;
    type Value = Tags;
    const ID: &'static str = "vpc.vpc.tags";
}
