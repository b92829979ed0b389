//! What is known of each finding over time; what is news; the outbox.
//!
//! A run *begins*, *observes* findings piece by piece, and *ends*; see [`Run`]. What it decides is a state
//! machine of its own: [`protocol`] says by which rules. Each transition
//! is written together with its messages in one transaction, so that none is lost: whoever
//! crashes leaves them in the outbox, from where [`outbox`] sends them later.
//!
//! Rules that everything here keeps:
//! - A newer observation is never overwritten by an older one, whoever is slow.
//! - Only what was read again resolves: not what was not seen, not looked at or not listed.
//! - Passes are not stored, and what stays as it was is not written.
//!
//! [`Fixes`] keeps what was put right: before-images, leases, and what holds the next fix up.
mod commit;
mod cover;
mod coverage;
mod decide;
mod draft;
#[cfg(feature = "dynamodb")]
mod dynamodb;
mod end;
mod fence;
#[cfg(feature = "file")]
mod file;
mod fix;
mod fixes;
mod kept;
mod key;
mod news;
pub mod outbox;
mod plan;
pub mod protocol;
pub mod queued;
mod read;
mod record;
mod recorded;
mod run;
mod runs;
mod store;
mod tasks;
#[cfg(test)]
mod tests;

pub use cover::Lent;
pub use coverage::{Blindness, ENTRY, Lost};
pub use decide::TransitionCause;
#[cfg(feature = "dynamodb")]
pub use dynamodb::DynamoDb;
#[cfg(feature = "file")]
pub use file::{Access, File};
pub use fix::{Due, Field, Fix, FixState, Hint, Holder, Past, Spent, Stop, Task};
pub use fixes::{BY_HAND, Fixes, HOUR, Lease, Listed, Standing};
pub use kept::{Kept, Written};
pub use news::{Compose, Digest, News};
pub use plan::{Baseline, Plan, Share};
pub use read::{Filter, findings, open_regions};
pub use record::{Record, State};
pub use run::{Earlier, Held, Run};
pub use store::{CommitError, Error, Item, Key, Page, Step, Store, Unreadable, When};
pub use tasks::DueTasks;
