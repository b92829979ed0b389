//! Messages: what goes out to SNS, in a form that is kept.
//!
//! - [`finding`]: `bailiwick.finding/1`, one transition of one finding, for programs.
//! - [`coverage`]: `bailiwick.coverage/1`, sight lost or restored, for programs.
//! - [`notice`]: the same news in words, for people.
//! - [`fix`]: what became of a fix, in words, for people.
//! - [`Topics`]: publishes them, and says which were taken.
//!
//! What this crate does not do: decide what is news, or remember what was sent.
mod body;
mod coverage;
mod finding;
mod fixes;
pub mod notice;
mod pack;
mod topics;

pub use body::{About, Evidenced, ReportedFinding, Stored};
pub use coverage::{Coverage, coverage};
pub use finding::{LARGEST, evidence_size, finding};
pub use fixes::{Happened, Notice, Remediation, lapsed, lost_fix, notice as fix};
pub use pack::{pack, size};
pub use topics::{Topics, TopicsError};

/// The topic of all findings, for programs.
pub const FINDINGS: &str = "findings";
/// The topic of news in words, for people.
pub const NOTICES: &str = "notices";
