//! Lists the actions that a pattern covers: a binary that holds the catalogue.
//!
//! `cargo run --example catalogue_with -- 'iam:*LoginProfile'`

use std::io::{self, Write};

use policy::catalogue::ActionPattern;

fn main() -> io::Result<()> {
    let pattern = std::env::args().nth(1).unwrap_or_default();
    let mut out = io::stdout().lock();
    match ActionPattern::new(&pattern).actions() {
        Ok(mut actions) => {
            actions.try_for_each(|action| writeln!(out, "{action} {}", action.access_level()))
        }
        Err(unknown) => writeln!(out, "{unknown}"),
    }
}
