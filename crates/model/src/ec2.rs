//! Instances of EC2.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// An EC2 instance that is not terminated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance;
impl Kind for Instance {
    type In = Region;
    const ID: &'static str = "ec2.instance";
    const SERVICE: &'static Service = &roster::EC2;
    const LIST: &'static [&'static str] = &["ec2:DescribeInstances"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("ec2", "instance/"));
    const TAGS: Option<Tagged> = tagged::<InstanceTags>();
}

/// The ARN of the instance profile that the instance reaches AWS by; `None` without one.
#[derive(Debug)]
pub struct InstanceProfile;
impl Fact for InstanceProfile {
    type Of = Instance;
    type Value = Option<String>;
    const ID: &'static str = "ec2.instance.profile";
}

/// What the instance metadata service asks of a request.
#[derive(Debug)]
pub struct MetadataOptions;
impl Fact for MetadataOptions {
    type Of = Instance;
    type Value = MetadataTokens;
    const ID: &'static str = "ec2.instance.metadata-options";
}

/// Whether requests to the instance metadata service need a session token, as IMDSv2 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetadataTokens {
    /// IMDSv2 alone is accepted.
    Required,
    /// IMDSv1 is accepted too.
    Optional,
    /// The service is disabled.
    Disabled,
}

/// The public IPv4 addresses of the instance's network interfaces.
#[derive(Debug)]
pub struct PublicAddresses;
impl Fact for PublicAddresses {
    type Of = Instance;
    type Value = Vec<String>;
    const ID: &'static str = "ec2.instance.public-addresses";
}

/// The tags of the instance.
#[derive(Debug)]
pub struct InstanceTags;
impl Fact for InstanceTags {
    type Of = Instance;
    type Value = Tags;
    const ID: &'static str = "ec2.instance.tags";
}
