//! Signals: what was begun is ended, what is half written is removed, and the process ends.
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::output;

/// What is under way.
static UNDER_WAY: Mutex<UnderWay> = Mutex::new(UnderWay {
    changes: 0,
    signals: 0,
    parts: Vec::new(),
});
/// Notified when a change is recorded, and by a signal.
static MOVED: Condvar = Condvar::new();

struct UnderWay {
    /// Changes that must not be left half done.
    changes: usize,
    signals: usize,
    /// Files that are worth nothing until they are complete.
    parts: Vec<PathBuf>,
}

fn under_way() -> MutexGuard<'static, UnderWay> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process when a signal comes, with 128 and its number as the exit status: at once, or
/// when the change under way is made and recorded. A second signal does not wait for that.
pub fn watch() {
    #[cfg(unix)]
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]) {
        std::thread::spawn(move || {
            for signal in signals.forever() {
                received(signal);
            }
        });
    }
}

#[cfg(unix)]
fn received(signal: i32) {
    let mut now = under_way();
    now.signals += 1;
    MOVED.notify_all();
    if now.signals > 1 {
        return;
    }
    if now.changes > 0 {
        output::note(&"bailiwick: a change is under way: the command ends when it is recorded");
    }
    std::thread::spawn(move || {
        let busy = |now: &mut UnderWay| now.changes > 0 && now.signals < 2;
        // Held to the end: nothing new begins.
        let now = MOVED.wait_while(under_way(), busy);
        for part in &now.unwrap_or_else(PoisonError::into_inner).parts {
            let _ = std::fs::remove_file(part);
        }
        std::process::exit(128 + signal)
    });
}

/// Does something that a signal does not interrupt.
pub async fn whole<T>(work: impl Future<Output = T>) -> T {
    let begun = Change::begin();
    let done = work.await;
    drop(begun);
    done
}

struct Change;

impl Change {
    fn begin() -> Self {
        under_way().changes += 1;
        Self
    }
}
impl Drop for Change {
    fn drop(&mut self) {
        under_way().changes -= 1;
        MOVED.notify_all();
    }
}

/// A file that is removed where the process ends before this is kept or dropped.
#[derive(Debug)]
pub struct Part(PathBuf);

impl Part {
    /// Registers a file that is going to be written.
    pub fn new(path: PathBuf) -> Self {
        under_way().parts.push(path.clone());
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Moves the file to its place.
    pub fn keep(self, whole: &Path) -> std::io::Result<()> {
        std::fs::rename(&self.0, whole)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After it was moved there is nothing to remove.
        let _ = std::fs::remove_file(&self.0);
        under_way().parts.retain(|part| *part != self.0);
    }
}
