//! A snapshot on disk: written beside its place and moved there once it is complete.
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use collect::{Piece, Sweep};
use model::{Need, Snapshot, SnapshotReader, SnapshotWriter};

use crate::interrupt::Part;
use crate::output;

/// A snapshot being written: for its owner alone, and gone if the process ends before it is whole.
pub struct File {
    out: BufWriter<fs::File>,
    writer: SnapshotWriter,
    begun: bool,
    part: Part,
    whole: PathBuf,
}

impl File {
    pub fn create(path: &Path) -> Result<Self> {
        let name = || format!("snapshot file `{}`", path.display());
        if path.exists() && !path.is_file() {
            bail!("{}: it is no regular file: name another", name());
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = Part::new(PathBuf::from(part));
        // One that a killed process left.
        let _ = fs::remove_file(part.path());
        let file = private().open(part.path()).with_context(name)?;
        Ok(Self {
            out: BufWriter::new(file),
            writer: SnapshotWriter::default(),
            begun: false,
            part,
            whole: path.to_owned(),
        })
    }

    /// Writes one piece before its facts are let go; what everything lies in comes first.
    pub fn piece(&mut self, sweep: &Sweep, piece: &Piece) -> Result<()> {
        let (snapshot, kept) = (sweep.snapshot(), sweep.kept_kinds());
        if !self.begun {
            self.begun = true;
            self.out.write_all(self.writer.head(snapshot).as_bytes())?;
            for kind in &kept {
                let rows = 0..snapshot.count(kind);
                self.out
                    .write_all(self.writer.rows(snapshot, kind, rows).as_bytes())?;
            }
        }
        if kept.iter().all(|kind| kind.id != piece.kind.id) {
            let rows = self.writer.rows(snapshot, piece.kind, piece.rows.clone());
            self.out.write_all(rows.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the rest, and moves the file to its place.
    pub fn end(mut self, sweep: &Sweep) -> Result<()> {
        self.out
            .write_all(self.writer.end(sweep.snapshot()).as_bytes())?;
        self.out.flush()?;
        self.out.get_ref().sync_data()?;
        self.part.keep(&self.whole)?;
        Ok(())
    }
}

/// Made anew, readable by its owner alone: it says where an account is weak.
fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Reads a snapshot; facts that are not among the needs are kept but not read. An edited
/// one is refused, unless that is wanted.
pub fn read(path: &Path, needs: Vec<Need>, edited: bool) -> Result<Snapshot> {
    let name = || format!("snapshot file `{}`", path.display());
    let file = fs::File::open(path).with_context(name)?;
    let mut lines = BufReader::new(file).lines();
    let head = lines
        .next()
        .unwrap_or_else(|| Ok(String::new()))
        .with_context(name)?;
    let mut reader = SnapshotReader::new(&head, needs).with_context(name)?;
    for line in lines {
        reader.line(&line.with_context(name)?).with_context(name)?;
    }
    match reader.end().with_context(name)? {
        (snapshot, None) => Ok(snapshot),
        (snapshot, Some(change)) if edited => {
            output::note(&format_args!("bailiwick: {}: {change}", name()));
            Ok(snapshot)
        }
        (_, Some(change)) => bail!(
            "{}: {change}; it is no evidence of what AWS answered: audit again, or judge it \
             all the same with --edited",
            name()
        ),
    }
}
