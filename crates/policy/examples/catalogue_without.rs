//! Tells the catalogue's date and looks nothing up: a binary that holds none of it.

use std::io::{self, Write};

use policy::catalogue::{ACTIONS, DATE, SOURCE};

fn main() -> io::Result<()> {
    writeln!(io::stdout(), "{ACTIONS} actions, {DATE}, {SOURCE}")
}
