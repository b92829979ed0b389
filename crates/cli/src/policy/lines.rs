//! One JSON object a line in, one out, in the same order.
use std::io::{BufRead, Write};

use anyhow::Result;
use policy::lines::{is_error, unreadable};

/// Answers each line of standard input as it comes; blank lines are passed over. A bad line gives
/// an error object and makes the exit status 2, and the others go on.
pub fn answer(of: fn(&str) -> String) -> Result<u8> {
    let (mut asked, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
    let (mut line, mut bad) = (Vec::new(), false);
    while asked.read_until(b'\n', &mut line)? > 0 {
        let answered = match std::str::from_utf8(&line) {
            Ok(text) if text.trim().is_empty() => None,
            Ok(text) => Some(of(text)),
            Err(error) => Some(unreadable(&format!("not UTF-8: {error}"))),
        };
        if let Some(answered) = answered {
            bad |= is_error(&answered);
            match writeln!(out, "{answered}") {
                // Whoever reads has read enough, as `head` does.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
                written => written?,
            }
        }
        line.clear();
    }
    Ok(if bad { 2 } else { 0 })
}
