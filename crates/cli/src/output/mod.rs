//! What the terminal shows.
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use anyhow::Result;
use collect::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use report::{Keep, Report, Style};

use crate::args::{Format, Judging};

/// Which findings the chosen format tells.
pub fn keep(judging: &Judging) -> Keep {
    Keep {
        passing: judging.include_passing,
        evidence: true,
    }
}

/// Prints the report and returns the exit status.
pub fn tell(report: &Report, judging: &Judging) -> Result<u8> {
    let out = std::io::stdout();
    let text = match judging.format {
        Format::Json => report::json(report),
        Format::Table => report::table(report, style(out.is_terminal())),
    };
    match out.lock().write_all(text.as_bytes()) {
        // Whoever reads has read enough, as `head` does.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(report.exit_status(judging.fail_on.into()))
}

fn style(terminal: bool) -> Style {
    let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let width = match terminal {
        true => console::Term::stdout().size().1.into(),
        false => 160,
    };
    Style { colour, width }
}

/// A progress bar on a terminal, nothing in a pipe.
pub struct Bar {
    bar: ProgressBar,
    done: Arc<AtomicBool>,
}

impl Bar {
    pub fn show(progress: Arc<Progress>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        if !std::io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
                done,
            };
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("reading {bar:30} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        let (shown, over) = (bar.clone(), Arc::clone(&done));
        tokio::spawn(async move {
            while !over.load(Relaxed) {
                let (read, all) = progress.reads();
                shown.set_length(all as u64);
                shown.set_position(read as u64);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        Self { bar, done }
    }

    pub fn hide(self) {
        self.done.store(true, Relaxed);
        self.bar.finish_and_clear();
    }
}
