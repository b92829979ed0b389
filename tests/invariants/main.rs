//! What holds across crates, asserted over `cargo metadata` and the sources.
mod controls_and_readers;
mod dependencies;
mod purity;
mod reads_only;
mod shape;
mod workspace;
