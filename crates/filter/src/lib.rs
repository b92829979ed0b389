//! Filter patterns of CloudWatch Logs, understood as CloudWatch Logs understands them
//! (CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters,
//! and Live Tail").
//!
//! Absent on purpose: network, clock, environment, file system, async. A pattern and an event go
//! in, and [`Match`] comes out. What AWS does not document is no guess: a pattern that cannot be
//! read is [`Unread`], and an answer that hangs on such a rule is [`Match::Unknown`].
//!
//! ```
//! use filter::{Match, Pattern};
//!
//! let pattern: Pattern = "{ ($.eventName = Delete*) && ($.errorCode NOT EXISTS) }".parse()?;
//! let event = serde_json::json!({"eventName": "DeleteTrail"});
//! assert_eq!(pattern.matches(&event), Match::Yes);
//! # Ok::<(), filter::Unread>(())
//! ```

mod evaluate;
mod pattern;
mod read;
mod regex;
mod terms;

pub use evaluate::Match;
pub use pattern::{Comparison, Condition, Expression, Literal, Pattern, Selector, Step, Test};
pub use read::Unread;
pub use terms::Terms;
