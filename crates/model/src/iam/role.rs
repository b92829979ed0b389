//! Roles: what they may do, and who may become them.
use super::{Boundary, DETAILS, Grant, LastUse, PolicyText};
use crate::{Account, ArnShape, Fact, Kind, Service, Tagged, Tags, Timestamp, roster, tagged};

/// An IAM role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role;
impl Kind for Role {
    type In = Account;
    const ID: &'static str = "iam.role";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "role/").pathed());
    const TAGS: Option<Tagged> = tagged::<RoleTags>();
}

/// Who makes and keeps a role, as its path shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The customer.
    ByCustomer,
    /// A service, for itself alone: nobody else may change it, and no SCP binds it.
    ForService,
    /// IAM Identity Center, from a permission set of the organisation.
    ByIdentityCenter,
    /// Bailiwick's own templates.
    ByBailiwick,
}

impl Role {
    /// Who makes a role of this ARN.
    #[must_use]
    pub fn made(arn: &str) -> Made {
        let path = arn.split_once(":role").map_or("", |(_, path)| path);
        let under = |prefix: &str| path.starts_with(prefix);
        match () {
            () if under("/aws-service-role/") => Made::ForService,
            () if under("/aws-reserved/sso.amazonaws.com/") => Made::ByIdentityCenter,
            () if under("/bailiwick/") || under("/bailiwick-") => Made::ByBailiwick,
            () => Made::ByCustomer,
        }
    }
}

/// When the role was made.
#[derive(Debug)]
pub struct RoleCreated;
impl Fact for RoleCreated {
    type Of = Role;
    type Value = Timestamp;
    const ID: &'static str = "iam.role.created";
    const READS: &'static [&'static str] = DETAILS;
}

/// When the role was last used; AWS remembers 400 days.
#[derive(Debug)]
pub struct RoleLastUse;
impl Fact for RoleLastUse {
    type Of = Role;
    type Value = LastUse;
    const ID: &'static str = "iam.role.last-use";
    const READS: &'static [&'static str] = DETAILS;
}

/// The role's tags.
#[derive(Debug)]
pub struct RoleTags;
impl Fact for RoleTags {
    type Of = Role;
    type Value = Tags;
    const ID: &'static str = "iam.role.tags";
    const READS: &'static [&'static str] = DETAILS;
}

/// Every policy that the role has.
#[derive(Debug)]
pub struct RolePolicies;
impl Fact for RolePolicies {
    type Of = Role;
    type Value = Vec<Grant>;
    const ID: &'static str = "iam.role.policies";
    const READS: &'static [&'static str] = DETAILS;
}

/// The role's permissions boundary; `None` without one.
#[derive(Debug)]
pub struct RoleBoundary;
impl Fact for RoleBoundary {
    type Of = Role;
    type Value = Option<Boundary>;
    const ID: &'static str = "iam.role.boundary";
    const READS: &'static [&'static str] = DETAILS;
}

/// The role's trust policy: who may become it.
#[derive(Debug)]
pub struct Trust;
impl Fact for Trust {
    type Of = Role;
    type Value = PolicyText;
    const ID: &'static str = "iam.role.trust";
    const READS: &'static [&'static str] = DETAILS;
}
