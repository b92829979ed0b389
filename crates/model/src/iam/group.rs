//! Groups: policies for many users at once.
use super::{DETAILS, Grant};
use crate::{Account, ArnShape, Fact, Kind, Service, roster};

/// A group of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group;
impl Kind for Group {
    type In = Account;
    const ID: &'static str = "iam.group";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "group/").pathed());
}

/// Every policy that the group has.
#[derive(Debug)]
pub struct GroupPolicies;
impl Fact for GroupPolicies {
    type Of = Group;
    type Value = Vec<Grant>;
    const ID: &'static str = "iam.group.policies";
    const READS: &'static [&'static str] = DETAILS;
}
