//! Putting right and taking back.
//!
//! The order is always the same: *look* at the live resource, *judge* it again, *plan* the
//! change, *guard*, keep the *before-image*, *act*, *verify* by reading again, *publish*. Whoever asks
//! ([`Machine`] for messages, a person at a terminal) only says where to look.
//!
//! Guards are data in, decision out ([`guard`]); what they need and cannot have is a reason not
//! to act. What must not happen twice is a condition of one transaction (`ledger::Fixes::begin`).
//!
//! Absent on purpose: queues, Lambda and terminals.
mod carry;
mod compose;
mod diff;
mod done;
pub mod guard;
mod kept;
mod look;
mod machine;
mod plan;
mod record;
mod settle;
mod undo;

pub use carry::{FixError, Work, by_hand};
pub use diff::diff;
pub use done::{Done, ReportedCause};
pub use look::{Created, Looked, Tagged, Unseen, look};
pub use machine::{Machine, Sessions, refuse};
pub use plan::{Planned, plan};
pub use record::check;
pub use settle::{abandon, settle};
pub use undo::{CannotUndo, undo, undo_diff};

/// What can be read of whatever has a remedy.
pub const READERS: collect::Readers = &[
    collect::account::READERS,
    collect::iam::CREDENTIALS,
    collect::kms::READERS,
    collect::s3::READERS,
];
/// Whoever sets this tag on a resource keeps the machine away from it.
pub const KEEP: &str = "bailiwick:keep";
