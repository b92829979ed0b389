//! Every write to AWS: one writer a fact, and one way to carry a change out.
//!
//! A change names what a fact *was*. It is read again first and refused where that no longer
//! holds ([`Refused::Drift`]); it is read once more afterwards, since a call that AWS took is no
//! proof that the account changed. What AWS settled on is what an undo begins from.
//!
//! Absent on purpose: deciding. Whether a change is wanted, allowed or wise is decided elsewhere;
//! for the machine alone, this crate also checks that it never weakens ([`How::MACHINE`]). No auditor links
//! this crate (asserted in `tests/invariants`).
mod carry;
mod iam;
mod kms;
mod s3;
#[cfg(test)]
mod tests;
mod writer;

pub use carry::{Applied, How, Refused, apply, foreign_key, look, settled, value};
pub use writer::{Reach, Writer, writer_of, writers};
