//! From CloudTrail's events to what is to be looked at again, and who is said to have done it.
//!
//! One table ([`table`]) says which event changes which facts of which resource; what controls
//! are judged again follows from what they need. The rules of the template are made from it.
//! An event is only a hint of where to look: nothing that it says is believed but who did it, and
//! that is told as CloudTrail's word.
//!
//! Absent on purpose: clock, network, environment, file system.
mod around_iam;
mod cause;
mod decode;
mod iam;
mod kms;
mod look;
mod name;
mod pattern;
mod root;
mod s3;
mod signin;
mod table;

pub use decode::{Event, Refused, Seen, decode};
pub use look::{Asked, Look, groups, look};
pub use name::plain;
pub use pattern::{LONGEST, TooLong, pattern, patterns};
pub use signin::root_sign_in;
pub use table::{About, Effect, Facts, Row, concerns, find, table};
