//! Every read of AWS, and no write: what is asked becomes a [`model::Snapshot`].
//!
//! What cannot be read is entered as missed, with its reason, and never left out: so collecting
//! itself cannot fail. Only learning whose account it is can ([`Error`]).
//!
//! One module per service, and a feature where it needs a crate of its own. A function names the
//! readers of its [`homes`] entry, so that it links no other service.
pub mod account;
pub mod acm;
mod ahead;
pub mod apigateway;
mod aws;
pub mod backup;
pub mod cloudfront;
pub mod cloudtrail;
pub mod config;
mod created;
pub mod dax;
mod deliveries;
mod describe;
pub mod dynamodb;
pub mod ebs;
pub mod ec2;
pub mod efs;
pub mod eks;
pub mod elasticache;
pub mod elb;
#[cfg(feature = "s3")]
mod endpoint;
mod fault;
#[cfg(all(test, feature = "iam", feature = "kms", feature = "s3"))]
mod faults;
pub mod fsx;
pub mod guardduty;
pub mod homes;
#[cfg(feature = "iam")]
pub mod iam;
#[cfg(feature = "iam")]
pub mod inspector;
pub mod kafka;
pub mod kinesis;
#[cfg(feature = "kms")]
pub mod kms;
pub mod lambda;
#[cfg(feature = "s3")]
mod lenient;
pub mod logs;
pub mod macie;
#[cfg(feature = "s3")]
mod memo;
#[cfg(all(test, feature = "s3"))]
mod narrowed;
#[cfg(test)]
mod observe;
pub mod opensearch;
#[cfg(feature = "organization")]
pub mod organization;
mod pace;
#[cfg(any(
    feature = "iam",
    feature = "kms",
    feature = "organization",
    feature = "s3"
))]
mod pages;
pub mod rds;
mod reader;
pub mod redshift;
pub mod redshift_serverless;
#[cfg(test)]
mod regional;
mod request;
mod response;
pub mod route53;
#[cfg(feature = "s3")]
pub mod s3;
pub mod secretsmanager;
pub mod security_hub;
#[cfg(test)]
mod seen;
mod shared;
pub mod sns;
pub mod sqs;
mod sweep;
#[cfg(test)]
mod time;
pub mod vpc;
pub mod wafv2;
#[cfg(test)]
mod wire;

pub use aws::{Aws, Clock, Error, Options, Role, configure};
pub use created::created;
pub use fault::Fault;
pub use reader::Reader;
pub use request::{KindNeeds, Places, Request, ScopeError};
pub use response::{Complete, Incomplete};
pub use sweep::{Piece, Progress, Sweep};

/// The readers that a program links: one list per service.
pub type Readers = &'static [&'static [Reader]];
