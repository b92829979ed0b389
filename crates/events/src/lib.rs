//! From an event of CloudTrail to the resources that are to be read again, and who made the call.
//!
//! One table ([`table`]) lists which event changes which facts of which resource; the controls that
//! are judged again follow from the facts that they need. The event patterns of the templates are
//! made from it. An event only says where to look: nothing in it is trusted but who made the call,
//! and that is published as what CloudTrail says.
//!
//! Absent on purpose: clock, network, environment, file system.
mod around_iam;
mod cause;
mod decode;
mod ec2;
mod guardduty;
mod iam;
mod inspector;
mod kms;
mod look;
mod macie;
mod name;
mod pattern;
mod rds;
mod root;
mod s3;
mod security_hub;
mod signin;
mod table;

pub use decode::{Decoded, Event, Refused, decode};
pub use look::{Assessments, Look, groups, look};
pub use name::plain;
pub use pattern::{LONGEST, TooLong, pattern, patterns};
pub use signin::root_sign_in;
pub use table::{About, Effect, Facts, Row, concerns, find, table};
