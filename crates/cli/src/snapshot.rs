//! A snapshot on disk: written beside its place and moved there once it is whole.
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use collect::{Piece, Sweep};
use model::{Need, Snapshot, SnapshotReader, SnapshotWriter};

/// A snapshot being written.
pub struct File {
    out: BufWriter<fs::File>,
    writer: SnapshotWriter,
    begun: bool,
    part: PathBuf,
    whole: PathBuf,
}

impl File {
    pub fn create(path: &Path) -> Result<Self> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = fs::File::create(&part)
            .with_context(|| format!("snapshot file `{}`", part.display()))?;
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
        fs::rename(&self.part, &self.whole)?;
        Ok(())
    }
}

/// Reads a snapshot; facts that are not among the needs are kept but read by nobody.
pub fn read(path: &Path, needs: Vec<Need>) -> Result<Snapshot> {
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
    reader.end().with_context(name)
}
