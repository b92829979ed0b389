//! What holds across crates, asserted over `cargo metadata` and the sources.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
mod controls_and_readers;
mod dependencies;
mod purity;
mod reads_only;
mod secrets;
mod shape;
mod words;
mod workspace;
mod writers;
