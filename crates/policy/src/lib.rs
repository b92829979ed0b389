//! The IAM policy language, read as AWS reads it.
//!
//! Absent on purpose: network, clock, environment, file system, async. A question goes in as
//! data and an answer comes out with the statement or the request that proves it.

mod diagnostic;
mod document;
mod json;
mod operator;
pub mod print;
mod read;
mod serialize;

pub use diagnostic::{Diagnostic, ParseError, Severity};
pub use document::{Condition, Document, Effect, Principal, Selector, Statement, Version};
pub use json::Position;
pub use operator::{Operator, Order, Qualifier, Test};
pub use read::{MAX_TEXT, Parsed, StatementPositions};
