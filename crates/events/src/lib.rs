//! From an event of `CloudTrail` to the resources that are to be read again, and who made the call.
//!
//! One table ([`table`]) lists which event changes which facts of which resource; the controls that
//! are judged again follow from the facts that they need. The event patterns of the templates are
//! made from it. An event only says where to look: nothing in it is trusted but who made the call,
//! and that is published as what `CloudTrail` says.
//!
//! Absent on purpose: clock, network, environment, file system.
mod acm;
mod alarms;
mod apigateway;
mod around_iam;
mod backup;
mod cause;
mod cloudfront;
mod cloudtrail;
mod config;
mod dax;
mod decode;
mod deliveries;
mod dynamodb;
mod ec2;
mod efs;
mod eks;
mod elasticache;
mod elb;
mod fsx;
mod guardduty;
mod iam;
mod inspector;
mod kafka;
mod kinesis;
mod kms;
mod lambda;
mod logs;
mod look;
mod macie;
mod name;
mod opensearch;
mod pattern;
mod rds;
mod redshift;
mod redshift_serverless;
mod root;
mod route53;
mod s3;
mod secretsmanager;
mod security_hub;
mod signin;
mod sns;
mod sqs;
mod table;
mod vpc;
mod wafv2;

pub use decode::{Decoded, Event, Refused, decode};
pub use look::{Assessments, Look, groups, look};
pub use name::plain;
pub use pattern::{LONGEST, TooLong, pattern, patterns};
pub use signin::root_sign_in;
pub use table::{About, Effect, Facts, Row, concerns, find, table};
