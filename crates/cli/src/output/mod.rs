//! The one place that writes to standard output and standard error.
//!
//! A reader that closes the pipe has read enough, as `head` does: what is left is not printed, and
//! the command goes on to its own exit status. Where standard output cannot take more, as on a
//! full disk, the command fails with exit status 2.
mod bar;
mod report;

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use anyhow::{Context, Result};

pub use bar::Bar;
pub use report::{Sink, keep};

/// Whether the reader closed the pipe.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Prints a text and a line break; returns the exit status of success.
pub fn line(text: &impl Display) -> Result<u8> {
    text_of(|out| writeln!(out, "{text}"))
}

/// Prints a text that ends with a line break itself, or is a question.
pub fn text(text: &impl Display) -> Result<u8> {
    text_of(|out| write!(out, "{text}"))
}

/// Whether nobody reads any more.
pub fn is_closed() -> bool {
    CLOSED.load(Relaxed)
}

/// Says something beside the output; where that cannot be written either, there is nowhere to report it.
pub fn note(text: &impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Says why a command could not run, in one line: its causes, the last in the system's words.
pub fn failed(error: &anyhow::Error) {
    let causes: Vec<String> = error
        .chain()
        .map(|cause| words(&cause.to_string()))
        .collect();
    note(&format_args!("bailiwick: {}", causes.join(": ")));
}

/// A cause without the number of a system's error, and without its capital letter.
fn words(cause: &str) -> String {
    let Some((text, _)) = cause.split_once(" (os error") else {
        return cause.to_owned();
    };
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Prints what the arguments call for, help or what is wrong with them; returns the exit status.
pub fn usage(error: &clap::Error) -> u8 {
    let printed = error.print().and_then(|()| std::io::stdout().flush());
    let help = !error.use_stderr();
    match printed {
        Err(error) if help && error.kind() != ErrorKind::BrokenPipe => {
            failed(&anyhow::Error::new(error).context("standard output cannot be written"));
            2
        }
        _ if help => 0,
        _ => 2,
    }
}

fn text_of(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<u8> {
    if is_closed() {
        return Ok(0);
    }
    let mut out = std::io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => CLOSED.store(true, Relaxed),
        written => written.context("standard output cannot be written")?,
    }
    Ok(0)
}
