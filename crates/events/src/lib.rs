//! From an event of `CloudTrail` to the resources that are to be read again, and who made the call.
//!
//! One table ([`table`]) lists which event changes which facts of which resource; the controls that
//! are judged again follow from the facts that they need. The event patterns of the templates are
//! made from it. An event only says where to look: nothing in it is trusted but who made the call,
//! and that is published as what `CloudTrail` says.
//!
//! Absent on purpose: clock, network, environment, file system.
mod acm;
mod apigateway;
mod around_iam;
mod cause;
mod cloudfront;
mod decode;
mod deliveries;
mod ec2;
mod eks;
mod elb;
mod iam;
mod kms;
mod lambda;
mod look;
mod name;
mod pattern;
mod rds;
mod root;
mod route53;
mod s3;
mod signin;
mod table;
mod vpc;
mod wafv2;

pub use decode::{Decoded, Event, Refused, decode};
pub use look::{Assessments, Look, groups, look};
pub use name::plain;
pub use pattern::{LONGEST, TooLong, pattern, patterns};
pub use signin::root_sign_in;
pub use table::{About, Effect, Facts, Row, concerns, find, table};
