//! A snapshot as a file: JSON lines, written as it is read, so that neither end holds it whole.
//!
//! The first line says whose it is, each further line holds one resource or one listing, the
//! last counts them and carries a digest of them all: a file that was cut short or edited is
//! recognised. A fact or a kind of a newer version is kept as it came; a value that this version
//! cannot read is a missed cell.
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::cell::CellFile;
use crate::snapshot::{Listing, Row};
use crate::{AccountRef, KindInfo, Need, Reason, Snapshot, Timestamp, hash};

const FORMAT: &str = "bailiwick.snapshot/1";

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    #[serde(flatten)]
    account: AccountRef,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<Box<str>>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions_off: Vec<Box<str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Resource(ResourceLine),
    Listing(ListingLine),
    Gone {
        kind: Box<str>,
        id: Box<str>,
        at: Timestamp,
    },
    End {
        lines: usize,
        #[serde(default)]
        sha256: String,
    },
    #[serde(untagged)]
    Unknown(Json),
}

#[derive(Serialize, Deserialize)]
struct ResourceLine {
    kind: Box<str>,
    id: Box<str>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    within: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<Box<str>>,
    facts: BTreeMap<Box<str>, Json>,
}

#[derive(Serialize, Deserialize)]
struct ListingLine {
    of: Box<str>,
    #[serde(rename = "in")]
    within: Box<str>,
    at: Timestamp,
    #[serde(flatten)]
    how: HowFile,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "how", content = "why")]
enum HowFile {
    Complete,
    Named,
    Missed(Reason),
}

/// A file that is no snapshot; says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// A line does not parse.
    #[error("line {line}: {error}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        error: String,
    },
    /// The file is no snapshot, or one of another version.
    #[error("this is no snapshot of format `{FORMAT}`: {0}")]
    Format(String),
    /// The last line is missing or counts others than there are.
    #[error("the file is cut short after line {0}: write it again")]
    Short(usize),
    /// The lines are not those that were written.
    #[error(
        "the file was edited after it was saved: its last line says sha256 `{said}`, its lines have `{sha256}`"
    )]
    Edited {
        /// The digest that the last line says.
        said: String,
        /// That of the lines.
        sha256: String,
    },
}

/// Turns a snapshot into lines, piece by piece.
#[derive(Debug, Default)]
pub struct Writer {
    lines: usize,
    digest: Sha256,
}

impl Writer {
    /// The first line, and the account itself.
    pub fn head(&mut self, snapshot: &Snapshot) -> String {
        let head = Head {
            format: FORMAT.into(),
            account: snapshot.account().clone(),
            at: snapshot.at(),
            regions: snapshot.regions().map(<[_]>::to_vec),
            regions_off: snapshot.regions_off().to_vec(),
        };
        let text = json(&head);
        self.digest.update(&text);
        text
    }

    /// The lines of some resources of one kind. Parents come before children.
    pub fn rows(
        &mut self,
        snapshot: &Snapshot,
        kind: &'static KindInfo,
        rows: Range<usize>,
    ) -> String {
        let lines = rows.filter_map(|row| {
            let (id, row) = snapshot.row(kind.id, row)?;
            Some(Line::Resource(resource(snapshot, kind, id, row)))
        });
        self.text(lines)
    }

    /// The listings, what is gone, what is unknown, and the last line.
    pub fn end(&mut self, snapshot: &Snapshot) -> String {
        let tables = snapshot.tables.values();
        let listings = tables.clone().flat_map(|table| {
            let parent = move |row| {
                table
                    .info
                    .within
                    .and_then(|above| snapshot.row(above.id, row))
            };
            table.listings.iter().filter_map(move |(row, (at, how))| {
                let (within, _) = parent(*row)?;
                Some(Line::Listing(ListingLine {
                    of: table.info.id.into(),
                    within: within.into(),
                    at: *at,
                    how: how.into(),
                }))
            })
        });
        let gone = snapshot.all_gone().map(|(kind, id, at)| Line::Gone {
            kind: kind.id.into(),
            id: id.into(),
            at,
        });
        let unknown = snapshot.unknown.iter().cloned().map(Line::Unknown);
        let text = self.text(listings.chain(gone).chain(unknown));
        let lines = self.lines;
        let sha256 = hash::hex_of(&self.digest.clone().finalize());
        text + &json(&Line::End { lines, sha256 })
    }

    fn text(&mut self, lines: impl Iterator<Item = Line>) -> String {
        let counted = lines.inspect(|_| self.lines += 1);
        let text: String = counted.map(|line| json(&line)).collect();
        self.digest.update(&text);
        text
    }
}

fn resource(snapshot: &Snapshot, kind: &'static KindInfo, id: &str, row: &Row) -> ResourceLine {
    let cells = row.cells.iter().map(|(id, cell)| {
        let json = serde_json::to_value(cell.file()).unwrap_or_default();
        ((*id).into(), json)
    });
    let unknown = row
        .unknown
        .iter()
        .map(|(id, json)| (id.clone(), json.clone()));
    let parent = kind
        .within
        .and_then(|above| snapshot.row(above.id, row.parent));
    ResourceLine {
        kind: kind.id.into(),
        id: id.into(),
        within: parent.map(|(id, _)| id.into()),
        region: row.region.clone(),
        facts: cells.chain(unknown).collect(),
    }
}

fn json(line: &impl Serialize) -> String {
    // Every type here is a struct of strings, numbers and JSON: writing it cannot fail.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

impl From<&Listing> for HowFile {
    fn from(listing: &Listing) -> Self {
        match listing {
            Listing::Complete => Self::Complete,
            Listing::Named => Self::Named,
            Listing::Missed(reason) => Self::Missed(reason.clone()),
        }
    }
}
impl From<HowFile> for Listing {
    fn from(how: HowFile) -> Self {
        match how {
            HowFile::Complete => Self::Complete,
            HowFile::Named => Self::Named,
            HowFile::Missed(reason) => Self::Missed(reason),
        }
    }
}

/// Turns lines into a snapshot.
#[derive(Debug)]
pub struct Reader {
    snapshot: Snapshot,
    kinds: BTreeMap<&'static str, &'static KindInfo>,
    facts: BTreeMap<&'static str, Need>,
    lines: usize,
    digest: Sha256,
    ended: bool,
    edited: Option<FileError>,
}

impl Reader {
    /// Begins with the first line; `needs` are the facts to be read, others are kept as they are.
    pub fn new(head: &str, needs: impl IntoIterator<Item = Need>) -> Result<Self, FileError> {
        let digest = Sha256::new().chain_update(head).chain_update("\n");
        let head: Head =
            serde_json::from_str(head).map_err(|error| FileError::Format(error.to_string()))?;
        if head.format != FORMAT {
            return Err(FileError::Format(format!("it says `{}`", head.format)));
        }
        let needs: Vec<Need> = needs.into_iter().collect();
        let kinds = needs.iter().flat_map(|need| need.kind.lineage());
        let mut snapshot = Snapshot::new(head.account, head.at).within(head.regions);
        snapshot.leave_off(head.regions_off);
        Ok(Self {
            snapshot,
            kinds: kinds.map(|kind| (kind.id, kind)).collect(),
            facts: needs
                .iter()
                .filter(|need| !need.is_listing())
                .map(|need| (need.id, *need))
                .collect(),
            lines: 0,
            digest,
            ended: false,
            edited: None,
        })
    }

    /// Enters one further line.
    pub fn line(&mut self, text: &str) -> Result<(), FileError> {
        let number = self.lines + 2;
        let wrong = |error: String| FileError::Line {
            line: number,
            error,
        };
        if self.ended {
            return Err(wrong("there is more after the last line".into()));
        }
        let line: Line = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        match line {
            Line::End { lines, .. } if lines > self.lines => {
                return Err(FileError::Short(self.lines + 1));
            }
            Line::End { sha256, .. } => self.finish(sha256),
            Line::Resource(line) => self.resource(line, text).map_err(wrong)?,
            Line::Listing(line) => self.listing(line, text).map_err(wrong)?,
            Line::Gone { kind, id, at } => match self.kinds.get(&*kind) {
                Some(kind) => self.snapshot.gone(kind, &id, at),
                None => self.keep(text),
            },
            Line::Unknown(json) => self.snapshot.unknown.push(json),
        }
        if !self.ended {
            self.lines += 1;
            self.digest.update(text);
            self.digest.update("\n");
        }
        Ok(())
    }

    fn finish(&mut self, said: String) {
        self.ended = true;
        let sha256 = hash::hex_of(&self.digest.clone().finalize());
        if said != sha256 {
            self.edited = Some(FileError::Edited { said, sha256 });
        }
    }

    /// The snapshot, if the file was whole; and what shows that it was edited since it was saved.
    pub fn end(self) -> Result<(Snapshot, Option<FileError>), FileError> {
        match self.ended {
            true => Ok((self.snapshot, self.edited)),
            false => Err(FileError::Short(self.lines + 1)),
        }
    }

    fn keep(&mut self, text: &str) {
        let json = serde_json::from_str(text).unwrap_or_default();
        self.snapshot.unknown.push(json);
    }

    fn resource(&mut self, line: ResourceLine, text: &str) -> Result<(), String> {
        let Some(kind) = self.kinds.get(&*line.kind).copied() else {
            self.keep(text);
            return Ok(());
        };
        let parent = match kind.within {
            Some(above) => self.parent(above, line.within.as_deref())?,
            None => 0,
        };
        let mut row = Row {
            parent,
            region: line.region,
            ..Row::default()
        };
        for (id, json) in line.facts {
            self.fact(&mut row, id, json)?;
        }
        let table = self.snapshot.table(kind);
        if kind.within.is_some() && table.rows.contains_key(&line.id) {
            return Err(format!("`{}` stands here a second time", line.id));
        }
        if kind.within.is_none() {
            table.rows.insert(line.id, row.into());
        } else {
            table.enter(&line.id, row);
        }
        Ok(())
    }

    fn fact(&self, row: &mut Row, id: Box<str>, json: Json) -> Result<(), String> {
        let Some(Need {
            id: fact,
            codec: Some(codec),
            ..
        }) = self.facts.get(&*id)
        else {
            row.unknown.insert(id, json);
            return Ok(());
        };
        let cell: CellFile =
            serde_json::from_value(json).map_err(|error| format!("fact `{id}`: {error}"))?;
        row.cells.insert(fact, (codec.decode)(cell));
        Ok(())
    }

    fn listing(&mut self, line: ListingLine, text: &str) -> Result<(), String> {
        let Some(kind) = self.kinds.get(&*line.of).copied() else {
            self.keep(text);
            return Ok(());
        };
        let above = kind.within.ok_or("nothing lists the account")?;
        let parent = self.parent(above, Some(&line.within))?;
        let listings = &mut self.snapshot.table(kind).listings;
        listings.insert(parent, (line.at, line.how.into()));
        Ok(())
    }

    fn parent(&self, kind: &KindInfo, id: Option<&str>) -> Result<usize, String> {
        let id = id.ok_or_else(|| format!("it must say in which `{}` it lies", kind.id))?;
        let parent = self.snapshot.find(kind.id, id);
        parent.ok_or_else(|| format!("it lies in `{id}`, which stands nowhere above"))
    }
}
