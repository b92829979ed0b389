//! Instances.
use crate::{ArnShape, Fact, Kind, Region, Service, roster};

const LIST: &[&str] = &["ec2:DescribeInstances"];

/// An EC2 instance that is not terminated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance;
impl Kind for Instance {
    type In = Region;
    const ID: &'static str = "ec2.instance";
    const SERVICE: &'static Service = &roster::EC2;
    const LIST: &'static [&'static str] = LIST;
    const ARN: Option<ArnShape> = Some(ArnShape::new("ec2", "instance/"));
}

/// The ARN of the instance profile that the instance reaches AWS by; `None` without one.
#[derive(Debug)]
pub struct InstanceProfile;
impl Fact for InstanceProfile {
    type Of = Instance;
    type Value = Option<String>;
    const ID: &'static str = "ec2.instance.profile";
    const READS: &'static [&'static str] = LIST;
}
