//! The IAM policy language, read as AWS reads it.
//!
//! Absent on purpose: network, clock, environment, file system, async. A question goes in as
//! data and an answer comes out with the statement or the request that proves it.

mod actions;
mod arn;
mod budget;
mod caller;
mod compare;
mod compiled;
mod diagnostic;
mod document;
mod evaluate;
mod expose;
mod glob;
mod json;
#[cfg(feature = "lines")]
pub mod lines;
mod operator;
mod possible;
pub mod print;
mod read;
mod request;
mod serialize;
mod show;
mod solve;
mod value;
mod view;

pub use arn::{Arn, is_account_id};
pub use budget::{Budget, Exhausted};
pub use caller::{Caller, Identity};
pub use compare::{Comparison, compare};
pub use compiled::Policy;
pub use diagnostic::{Diagnostic, ParseError, Severity};
pub use document::{Condition, Document, Effect, Principal, Selector, Statement, Version};
pub use evaluate::{Decision, Outcome, Policies, PolicyKind, Reason, authorize};
pub use expose::{
    AclGrant, BlockPublicAccess, Doubt, Exposure, GrantConstraints, Grantee, KeyGrant, Opening, Origin,
    Outsider, PolicyOf, Question, Trusted, Verdict, effective, expose, is_s3_public,
};
pub use glob::{Colons, Glob, includes};
pub use json::Position;
pub use operator::{Operator, Order, Qualifier, Test};
pub use possible::{Possibility, possible};
pub use read::{MAX_TEXT, Parsed, StatementPositions};
pub use request::{Context, Request};
