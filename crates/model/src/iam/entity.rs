//! Users and roles alike, for what is asked of whoever acts: IAM calls both entities.
use super::DETAILS;
use crate::{Account, ArnShape, Kind};

/// A user or a role, by its ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity;
impl Kind for Entity {
    type In = Account;
    const ID: &'static str = "iam.entity";
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::either("iam", "user/", "role/"));
}
