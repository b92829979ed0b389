//! The nouns of an audit: what can be seen, what was seen, what is demanded, what was concluded.
//!
//! Absent on purpose: clock, network, environment, file system, async. Whatever depends on the
//! weather comes in as data, so nothing here can fail because of it.
//!
//! A [`Fact`] is a type, so the compiler knows which kind of resource it is about and what its
//! value is. Controls *need* facts, `collect` *reads* them into a [`Snapshot`], a [`Change`]
//! *moves* one, and the evidence of a [`Finding`] *is* the facts as seen.
mod account;
mod arn;
mod arn_shape;
mod cause;
mod cell;
mod change;
mod control;
mod denial;
pub mod ebs;
pub mod ec2;
mod fact;
mod file;
mod finding;
mod forget;
mod frameworks;
pub mod guardduty;
mod hash;
pub mod iam;
pub mod inspector;
mod judge;
pub mod kms;
pub mod macie;
pub mod mask;
mod message;
mod observed;
pub mod own;
pub mod rds;
mod regions;
mod resource;
mod responsibility;
pub mod roster;
pub mod s3;
mod scope;
pub mod security_hub;
pub mod settings;
mod snapshot;
mod tags;

pub use account::{Account, AccountRef, Region};
pub use arn::{Arn, glob};
pub use arn_shape::ArnShape;
pub use cause::Cause;
pub use change::{Change, Drift};
pub use control::{Applicability, Control, Demand, Fix, Remedy, Severity, Undo};
pub use denial::Denier;
pub use fact::{Fact, Kind, KindInfo, Need, Tagged, Writable, tagged};
pub use file::{FileError, Reader as SnapshotReader, Writer as SnapshotWriter};
pub use finding::{Evidence, Finding, Outcome, Sight, Status, finding_id};
pub use forget::narrow_to;
pub use frameworks::Framework;
pub use hash::short as short_hash;
pub use jiff::Timestamp;
pub use judge::{Judged, Verdict, any_broken, broken, broken_if, holds_if};
pub use message::{Message, Transition};
pub use observed::{Gap, Observed, Reason};
pub use regions::{RegionError, check_regions};
pub use resource::{Resource, View};
pub use responsibility::{Layer, Responsibility};
pub use roster::{Family, Home, Service};
pub use scope::Scope;
pub use settings::Settings;
pub use snapshot::{Listing, RowId, Snapshot};
pub use tags::Tags;
