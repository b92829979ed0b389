//! One JSON object a line in, one out, in the same order.
use std::io::BufRead;

use super::lines::{is_error, unreadable};
use anyhow::Result;

use crate::output;

/// Answers each line of standard input as it comes; blank lines are passed over. A bad line gives
/// an error object and makes the exit status 2, and the others go on.
pub fn answer(of: fn(&str) -> String) -> Result<u8> {
    each(|line| {
        let answered = of(line);
        let bad = is_error(&answered);
        (answered, bad)
    })
}

/// The same, of answers that are texts of their own and no JSON.
pub fn answer_in_text(of: fn(&str) -> Result<String, String>) -> Result<u8> {
    each(|line| match of(line) {
        Ok(text) => (text, false),
        Err(error) => (unreadable(&error), true),
    })
}

/// Calls for each line what gives the answer and says whether the line was bad.
fn each(of: impl Fn(&str) -> (String, bool)) -> Result<u8> {
    let mut input = std::io::stdin().lock();
    let (mut line, mut bad) = (Vec::new(), false);
    while input.read_until(b'\n', &mut line)? > 0 {
        let answered = match std::str::from_utf8(&line) {
            Ok(text) if text.trim().is_empty() => None,
            Ok(text) => Some(of(text)),
            Err(error) => Some((unreadable(&format!("not UTF-8: {error}")), true)),
        };
        if let Some((answered, failed)) = answered {
            bad |= failed;
            output::line(&answered)?;
            if output::is_closed() {
                break;
            }
        }
        line.clear();
    }
    Ok(if bad { 2 } else { 0 })
}
