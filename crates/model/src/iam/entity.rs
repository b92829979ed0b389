//! Users and roles alike, for what is asked of whoever acts: IAM calls both entities.
use super::{DETAILS, Grant};
use crate::{Account, ArnShape, Fact, Kind, Service, Timestamp, roster};

/// A user or a role, by its ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity;
impl Kind for Entity {
    type In = Account;
    const ID: &'static str = "iam.entity";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "user/").or("role/").pathed());
}

/// When it was made.
#[derive(Debug)]
pub struct EntityCreated;
impl Fact for EntityCreated {
    type Of = Entity;
    type Value = Timestamp;
    const ID: &'static str = "iam.entity.created";
    const READS: &'static [&'static str] = DETAILS;
}

/// Every policy that it has, a user's groups' among them.
#[derive(Debug)]
pub struct EntityPolicies;
impl Fact for EntityPolicies {
    type Of = Entity;
    type Value = Vec<Grant>;
    const ID: &'static str = "iam.entity.policies";
    const READS: &'static [&'static str] = DETAILS;
}
