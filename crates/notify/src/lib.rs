//! Messages: what goes out to SNS, in a form that is kept.
//!
//! A message is made once, under an id that says what it tells; sending it again sends the same.
//! What this crate does not do: decide what is news, or remember what was sent.
mod finding;
mod message;
mod topic;

pub use finding::{About, SCHEMA, Transition, finding};
pub use message::{Message, pack};
pub use topic::Topic;
