//! The line protocol on standard input and output: `policy policy simulate < questions`.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "policy").collect();
    let answer: fn(&str) -> String = match arguments.first().map(String::as_str) {
        Some("simulate") => policy::lines::simulate,
        Some("exposure") => policy::lines::exposure,
        Some("compare") => policy::lines::compare,
        Some("lint") => policy::lines::lint,
        Some("escalation") => policy::lines::escalation,
        Some("tighten") => policy::lines::tighten,
        _ => return Ok(ExitCode::from(2)),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for line in io::stdin().lock().lines() {
        let answer = answer(&line?);
        failed |= policy::lines::is_error(&answer);
        writeln!(out, "{answer}")?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(failed)))
}
