//! How far a read is, for whoever waits at a terminal.
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use collect::Progress;
use indicatif::{ProgressBar, ProgressStyle};

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
