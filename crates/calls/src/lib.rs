//! Typed calls of AWS APIs: of each operation the members that are sent and the members that are
//! read, and nothing else.
//!
//! `calls.toml` names operations and members; `generate.py` writes `src/generated/` from it and
//! from AWS's own service models, so a name that AWS does not know generates no code. Shared by all
//! operations: credentials, signing, retries, timeouts and connections are the official runtime's
//! ([`Client`]); the protocols are [`request`] (awsQuery, ec2Query, awsJson, restJson and restXml
//! requests), [`json`] and [`xml`] (responses); [`endpoint`] knows the hosts of every partition.
//!
//! A response is read whole or not at all. A member that `calls.toml` marks with `!` must be
//! present; every other member is an `Option`, `None` where the response lacks it. A response that
//! is cut, not well-formed, of another operation, or has a member of another type is a
//! [`Malformed`] error which names the place.
//!
//! Deliberately absent: host prefixes, members in response headers, streams, checksums, XML request
//! bodies, timestamps and blobs in requests, idempotency tokens, unsigned calls. The generator
//! refuses operations that need them.
pub mod availability;
pub mod client;
pub mod endpoint;
#[cfg(feature = "every")]
pub mod every;
pub mod failure;
pub mod json;
pub mod malformed;
pub mod paging;
pub mod request;
mod runtime;
pub mod xml;

mod generated;
#[cfg(all(test, feature = "every"))]
mod protocols;

pub use availability::exists;
pub use client::{Call, Client, Error, Pages};
pub use failure::Failure;
pub use generated::*;
pub use malformed::Malformed;
pub use runtime::Operation;

/// A service as AWS's model describes it.
#[derive(Debug)]
pub struct Service {
    /// Its id, as `Cognito Identity`: names the service in `AWS_ENDPOINT_URL_...` and profiles.
    pub id: &'static str,
    /// The name that requests are signed for.
    pub signing_name: &'static str,
    /// The version of its API, as `2016-11-15`.
    pub version: &'static str,
    /// The protocol of its requests and responses.
    pub protocol: Protocol,
    /// How its requests are signed.
    pub signing: Signing,
    /// Its endpoints; the first rule that matches applies.
    pub endpoints: &'static [endpoint::Rule],
}

/// The protocols of AWS APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `awsQuery` and `ec2Query`: a form is sent, XML is received.
    Query,
    /// `awsJson1_0` and `awsJson1_1`: JSON both ways.
    Json {
        /// The version, as `1.1`.
        version: &'static str,
        /// The prefix of the operation's name in `x-amz-target`.
        target: &'static str,
    },
    /// `restJson1`: paths and queries, JSON both ways.
    RestJson,
    /// `restXml`: paths and queries, XML is received.
    RestXml,
}

/// How requests are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// As most services are.
    Usual,
    /// As S3 and S3 Control are: the path as it is sent, and the hash of the body in a header (IAM
    /// User Guide, "Create a signed AWS API request").
    S3,
}

/// A member of a structure, as it is named in responses.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether a response without it is an error.
    pub required: bool,
    /// Whether it may occur more than once: a flattened list in XML.
    pub repeated: bool,
}

impl Member {
    /// A member without which the response is an error.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            required: true,
            repeated: false,
        }
    }
    /// A member that may be absent.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            repeated: false,
        }
    }
    /// An element of a flattened list: one that is empty is absent.
    #[must_use]
    pub const fn repeated(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            repeated: true,
        }
    }
    /// An element of a flattened list that is never empty.
    #[must_use]
    pub const fn several(name: &'static str) -> Self {
        Self {
            name,
            required: true,
            repeated: true,
        }
    }
}
