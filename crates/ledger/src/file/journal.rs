//! The file of a ledger: a line that says how long it is, then one line a transaction.
//!
//! A transaction is appended, then the first line is rewritten in place: that is what commits it.
//! What lies behind the length of the first line was never committed and is cut off. Every line
//! begins with a digest of itself and of all lines before it, so that a file that was cut,
//! overwritten or edited is recognised wherever that happened.
use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Access, Entry, Items, enter};
use crate::Error;

const MAGIC: &str = "bailiwick.ledger/1 ";
/// The digits of the length in the first line.
const DIGITS: usize = 20;
/// The first line with its line break.
const HEAD: usize = MAGIC.len() + DIGITS + 1;
/// A file is written anew when it is opened and holds more than twice as much as is in force.
const SLACK: u64 = 1 << 20;

#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Locked while it is open.
    file: fs::File,
    length: u64,
    /// Of all lines so far.
    digest: String,
    writes: bool,
}

impl Journal {
    /// Opens and locks a file and reads it whole; or says in words what is wrong with it.
    pub fn open(path: &Path, access: Access) -> Result<(Self, Items), String> {
        let (file, fresh) = locked(path, access)?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            length: 0,
            digest: String::new(),
            writes: access != Access::Read,
        };
        if fresh {
            journal.begin().map_err(words)?;
            return Ok((journal, Items::new()));
        }
        let mut text = Vec::new();
        journal.file.read_to_end(&mut text).map_err(words)?;
        let items = journal.read(&text)?;
        if journal.writes {
            journal.tidy(text.len() as u64, &items).map_err(words)?;
        }
        Ok((journal, items))
    }

    /// Appends one transaction: all of it is in the file, or none.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), Error> {
        if !self.writes {
            return Err(self.failed("it was opened to be read only".into()));
        }
        if entries.is_empty() {
            return Ok(());
        }
        let json = serde_json::to_string(entries);
        let json = json.map_err(|error| self.failed(error.to_string()))?;
        let added = self.add(&json);
        added.map_err(|error| {
            // What was begun is no part of it: the first line does not count it.
            let _ = self.file.set_len(self.length);
            self.failed(words(error))
        })
    }

    fn failed(&self, why: String) -> Error {
        let path = self.path.display().to_string();
        Error::File { path, why }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.length = HEAD as u64;
        self.commit()
    }

    fn add(&mut self, json: &str) -> io::Result<()> {
        let digest = chained(&self.digest, json);
        let line = format!("{digest} {json}\n");
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()?;
        let before = self.length;
        self.length += line.len() as u64;
        self.commit().inspect_err(|_| self.length = before)?;
        self.digest = digest;
        Ok(())
    }

    /// Writes the first line.
    fn commit(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        let head = format!("{MAGIC}{:0DIGITS$}\n", self.length);
        self.file.write_all(head.as_bytes())?;
        self.file.sync_data()
    }

    fn read(&mut self, text: &[u8]) -> Result<Items, String> {
        let length = head(text)?;
        let whole = usize::try_from(length)
            .ok()
            .and_then(|end| text.get(HEAD..end));
        let lines = whole.ok_or_else(|| damaged(text.len()))?;
        let mut items = Items::new();
        let mut at = HEAD;
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let entries = self.line(line).ok_or_else(|| damaged(at))?;
            for entry in entries {
                enter(&mut items, entry);
            }
            at += line.len();
        }
        self.length = length;
        Ok(items)
    }

    /// One transaction, if its line is whole and follows on those before.
    fn line(&mut self, line: &[u8]) -> Option<Vec<Entry>> {
        let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
        let (digest, json) = line.split_once(' ')?;
        if digest != chained(&self.digest, json) {
            return None;
        }
        digest.clone_into(&mut self.digest);
        serde_json::from_str(json).ok()
    }

    /// Cuts off what was never committed, and leaves out what is no longer in force.
    fn tidy(&mut self, there: u64, items: &Items) -> io::Result<()> {
        if there > self.length {
            self.file.set_len(self.length)?;
        }
        let live = |((partition, place), value): (&(String, String), &super::Value)| {
            partition.len() + place.len() + value.data.len()
        };
        let live: usize = items.iter().map(live).sum();
        if self.length < 2 * live as u64 + SLACK {
            return Ok(());
        }
        let mut part = self.path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let renewed = self.renewed(&part, items);
        let renewed = renewed.inspect_err(|_| drop(fs::remove_file(&part)))?;
        fs::rename(&part, &self.path)?;
        *self = renewed;
        Ok(())
    }

    fn renewed(&self, part: &Path, items: &Items) -> io::Result<Self> {
        let mut options = options();
        let file = options.write(true).create(true).truncate(true).open(part)?;
        file.try_lock()?;
        let mut renewed = Self {
            path: self.path.clone(),
            file,
            length: 0,
            digest: String::new(),
            writes: true,
        };
        renewed.begin()?;
        for ((partition, place), value) in items {
            let entry = Entry {
                partition: partition.clone(),
                place: place.clone(),
                value: Some(value.clone()),
            };
            let json = serde_json::to_string(&[entry])?;
            let digest = chained(&renewed.digest, &json);
            let line = format!("{digest} {json}\n");
            renewed.file.write_all(line.as_bytes())?;
            renewed.length += line.len() as u64;
            renewed.digest = digest;
        }
        renewed.file.sync_data()?;
        renewed.commit()?;
        Ok(renewed)
    }
}

/// For the owner alone: it says where an account is weak.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The file, locked, and whether it was created.
fn locked(path: &Path, access: Access) -> Result<(fs::File, bool), String> {
    match fs::metadata(path) {
        Ok(is) if is.is_dir() => return Err("it is a folder: name a file".into()),
        Ok(is) if !is.is_file() => return Err("it is no regular file: name another".into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && access != Access::Create => {
            return Err("it does not exist; `bailiwick audit --ledger` creates it".into());
        }
        _ => {}
    }
    let (file, fresh) = opened(path, access).map_err(words)?;
    let taken = match access {
        Access::Read => file.try_lock_shared(),
        Access::Write | Access::Create => file.try_lock(),
    };
    match taken {
        Err(TryLockError::WouldBlock) => {
            return Err("another command has it open: run again when that has ended".into());
        }
        Err(TryLockError::Error(error)) => return Err(words(error)),
        Ok(()) => {}
    }
    let is = file.metadata().map_err(words)?;
    if replaced(path, &is) {
        return Err("another command has just written it anew: run again".into());
    }
    if access != Access::Read {
        protect(&file, &is).map_err(words)?;
    }
    Ok((file, fresh))
}

/// The file, and whether it was created.
fn opened(path: &Path, access: Access) -> io::Result<(fs::File, bool)> {
    let mut options = options();
    options.write(access != Access::Read);
    if access == Access::Create {
        match options.clone().create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return Ok((created?, true)),
        }
    }
    Ok((options.open(path)?, false))
}

/// Whether the path names another file by now than the one that was opened.
#[cfg(unix)]
fn replaced(path: &Path, opened: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let which = |is: &fs::Metadata| (is.dev(), is.ino());
    fs::metadata(path).map_or(true, |now| which(&now) != which(opened))
}
#[cfg(not(unix))]
fn replaced(_: &Path, _: &fs::Metadata) -> bool {
    false
}

/// A file that others may read, as one that was copied, is closed to them.
#[cfg(unix)]
fn protect(file: &fs::File, is: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match is.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => file.set_permissions(fs::Permissions::from_mode(0o600)),
    }
}
#[cfg(not(unix))]
fn protect(_: &fs::File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// How long the file is, by its first line.
fn head(text: &[u8]) -> Result<u64, String> {
    if text.is_empty() {
        return Err("it is empty: delete it to begin a new ledger there".into());
    }
    let line = text
        .get(..HEAD)
        .and_then(|head| std::str::from_utf8(head).ok());
    let digits = line.and_then(|line| line.strip_prefix(MAGIC)?.strip_suffix('\n'));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        "it is no ledger, or its first line is damaged: name another file, or restore it from a copy"
            .to_owned()
    })
}

fn damaged(at: usize) -> String {
    format!(
        "it is damaged at byte {at}: restore it from a copy, or move it away and run \
         `bailiwick audit --ledger` to begin a new one"
    )
}

fn chained(before: &str, json: &str) -> String {
    model::short_hash(&format!("{before}{json}"))
}

/// What the system says, without the number of the error.
fn words(error: impl Into<io::Error>) -> String {
    let text = error.into().to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
