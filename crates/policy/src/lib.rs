//! The IAM policy language, read as AWS reads it.
//!
//! Absent on purpose: network, clock, environment, file system, async. A question goes in as
//! data and an answer comes out with the statement or the request that proves it.
//!
//! | question | ask | and read on in |
//! |---|---|---|
//! | what does this text say? | [`Document::parse`] | `read` |
//! | is this request allowed, and why? | [`authorize`] | `evaluate` |
//! | why is this public? | [`expose`] | `expose`, then `people` in it |
//! | may this principal do that at all? | [`possible`] | `possible` |
//! | do these policies mean the same? | [`compare()`] | `compare` |
//! | what of this policy was never used? | [`tighten()`] | `tighten` |
//! | what is wrong with this document? | [`lint()`] | `lint` |
//! | does S3 call it public? | [`is_s3_public`] | `expose::s3` |
//! | is every such request denied? | [`undenied`] | `expose::undenied` |
//!
//! A [`Document`] is a policy as written, a [`Policy`] the same made ready to be asked many times.
//!
//! ```
//! use policy::{Document, Policy, Question, Trusted, Verdict, expose};
//!
//! let text = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::b/*"}}"#;
//! let policy = Policy::new(&Document::parse(text)?.document);
//! let trusted = Trusted::default();
//! let exposure = expose(&Question::new("111122223333", &policy, &trusted));
//! assert_eq!(exposure.verdict, Verdict::Public);
//! let witness = exposure.witness().map(ToString::to_string);
//! assert_eq!(witness.as_deref(), Some("* does s3:GetObject on arn:aws:s3:::b/example"));
//! # Ok::<(), policy::ParseError>(())
//! ```
//!
//! Exact questions (`expose`, `possible`, `compare`) come down to `solve`, which knows demands on
//! single dimensions of a request and nothing of IAM; `view` puts a statement into such demands as
//! one sort of caller sees it. What they cannot settle within their [`Budget`] they call
//! undecided, and what they call allowed they have shown to the evaluator first.

mod actions;
mod arn;
mod budget;
mod caller;
pub mod catalogue;
mod compare;
mod compiled;
mod diagnostic;
mod document;
mod evaluate;
mod expose;
mod glob;
mod json;
mod lint;
mod operator;
pub mod parts;
mod possible;
pub mod print;
mod read;
mod request;
mod serialize;
mod show;
mod solve;
mod tighten;
mod value;
mod view;
mod written;

pub use arn::{Arn, is_account_id};
pub use budget::{Budget, Exhausted};
pub use caller::{Caller, Identity};
pub use compare::{Comparison, compare};
pub use compiled::Policy;
pub use diagnostic::{Diagnostic, ParseError, Severity};
pub use document::{Condition, Document, Effect, Principal, Selector, Statement, Version};
pub use evaluate::{Decision, Outcome, Policies, PolicyKind, Reason, authorize};
pub use expose::{
    AclGrant, BlockPublicAccess, Doubt, Exposure, GrantConstraints, Grantee, KeyGrant, Opening,
    Origin, Outsider, PolicyOf, Question, Trusted, Verdict, effective, expose, is_s3_public,
    particular_addresses, undenied,
};
pub use glob::{Colons, Glob, includes};
pub use json::Position;
pub use lint::{DocumentKind, Unread, lint, lint_document, lint_unread};
pub use operator::{Operator, Order, Qualifier, Test};
pub use possible::{Possibility, possible};
pub use read::{MAX_TEXT, Parsed, StatementPositions};
pub use request::{Context, Request};
pub use tighten::{Removed, ServiceUsage, Tightened, Usage, tighten};
pub use value::is_address_range;
pub use written::Written;
