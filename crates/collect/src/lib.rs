//! Every read of AWS, and no write: what is asked becomes a [`model::Snapshot`].
//!
//! What cannot be read is entered as missed, with its reason, and never left out: so collecting
//! itself cannot fail. Only learning whose account it is can ([`Error`]).
//!
//! One module per service, and a feature where it needs a crate of its own. A function names the
//! readers of its [`homes`] entry, so that it links no other service.
pub mod account;
mod ahead;
mod aws;
mod created;
mod describe;
pub mod ebs;
pub mod ec2;
#[cfg(feature = "s3")]
mod endpoint;
mod fault;
#[cfg(all(test, feature = "iam", feature = "kms", feature = "s3"))]
mod faults;
pub mod guardduty;
pub mod homes;
#[cfg(feature = "iam")]
pub mod iam;
pub mod inspector;
#[cfg(feature = "kms")]
pub mod kms;
#[cfg(feature = "s3")]
mod lenient;
pub mod macie;
#[cfg(feature = "s3")]
mod memo;
#[cfg(all(test, feature = "s3"))]
mod narrowed;
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
#[cfg(test)]
mod regional;
mod request;
mod response;
#[cfg(feature = "s3")]
pub mod s3;
pub mod security_hub;
mod shared;
mod sweep;
#[cfg(test)]
mod time;
#[cfg(test)]
mod wire;

pub use ahead::Places;
pub use aws::{Aws, Clock, Error, Options, Role, configure};
pub use created::created;
pub use fault::Fault;
pub use reader::Reader;
pub use request::{KindNeeds, Request, ScopeError};
pub use response::{Complete, Incomplete};
pub use sweep::{Piece, Progress, Sweep};

/// The readers that a program links: one list per service.
pub type Readers = &'static [&'static [Reader]];
