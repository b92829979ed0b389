//! A ledger in one file, or in memory: for one machine.
//!
//! All items are held in memory; the file is a journal of transactions ([`journal`]). A file that
//! is not whole is refused with its name and what to do: nothing is judged by half a ledger.
mod journal;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::{CommitError, Error, Item, Key, Page, Step, Store};
use journal::Journal;

/// So many items come in one page.
const PAGE: usize = 1000;

/// What a command wants of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads it: it must exist, and others may read it at the same time.
    Read,
    /// Reads and writes it: it must exist, and nobody else may have it open.
    Write,
    /// The same, and makes it where it does not exist.
    Create,
}

/// A ledger in one file.
#[derive(Debug)]
pub struct File(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    items: Items,
    /// Absent in memory.
    journal: Option<Journal>,
}

type Items = BTreeMap<(String, String), Value>;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Value {
    observed_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<i64>,
    data: String,
}

/// One step of a transaction as the journal has it: a deletion where there is no value.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    partition: String,
    place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
}

impl File {
    /// Opens the file, or creates it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_for(path, Access::Create)
    }

    /// Opens the file, and locks it until this is dropped.
    pub fn open_for(path: &Path, access: Access) -> Result<Self, Error> {
        let (journal, items) = Journal::open(path, access).map_err(|why| Error::File {
            path: path.display().to_string(),
            why,
        })?;
        let journal = Some(journal);
        Ok(Self(Mutex::new(Inner { items, journal })))
    }

    /// A ledger that ends with the process.
    pub fn in_memory() -> Result<Self, Error> {
        Ok(Self(Mutex::default()))
    }

    fn with<T>(&self, of: impl FnOnce(&mut Inner) -> T) -> T {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inner {
    fn page(&self, partition: &str, prefix: &str, after: Option<&str>) -> Page {
        let start = after.map_or_else(|| prefix.to_owned(), |last| format!("{last}\0"));
        let mut page = Page::default();
        for ((lies, place), value) in self.items.range((partition.to_owned(), start)..) {
            if lies != partition || !place.starts_with(prefix) {
                break;
            }
            let key = Key {
                partition: lies.clone(),
                place: place.clone(),
            };
            page.items.push(item(key, value));
            if page.items.len() == PAGE {
                page.next = Some(place.clone());
                break;
            }
        }
        page
    }

    fn commit(&mut self, steps: &[Step]) -> Result<(), CommitError> {
        let there = |step: &Step| {
            self.items
                .get(&place(step.key()))
                .map(|one| one.observed_at)
        };
        let steps_and_places = steps.iter().enumerate();
        let refused = steps_and_places.filter(|(_, step)| !step.when().holds(there(step)));
        let refused: Vec<usize> = refused.map(|(index, _)| index).collect();
        if !refused.is_empty() {
            return Err(CommitError::Refused(refused));
        }
        let entries: Vec<Entry> = steps.iter().filter_map(entry).collect();
        if let Some(journal) = &mut self.journal {
            journal.append(&entries)?;
        }
        for entry in entries {
            enter(&mut self.items, entry);
        }
        Ok(())
    }
}

fn place(key: &Key) -> (String, String) {
    (key.partition.clone(), key.place.clone())
}

fn entry(step: &Step) -> Option<Entry> {
    let value = match step {
        Step::Put(item, _) => Some(Value {
            observed_at: item.observed_at,
            expires: item.expires,
            data: item.data.clone(),
        }),
        Step::Delete(..) => None,
        Step::Check(..) => return None,
    };
    let (partition, place) = place(step.key());
    Some(Entry {
        partition,
        place,
        value,
    })
}

fn enter(items: &mut Items, entry: Entry) {
    let at = (entry.partition, entry.place);
    match entry.value {
        Some(value) => items.insert(at, value),
        None => items.remove(&at),
    };
}

fn item(key: Key, value: &Value) -> Item {
    Item {
        key,
        observed_at: value.observed_at,
        expires: value.expires,
        data: value.data.clone(),
    }
}

impl Store for File {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        Ok(self.with(|inner| {
            let value = inner.items.get(&place(key))?;
            Some(item(key.clone(), value))
        }))
    }
    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        Ok(self.with(|inner| inner.page(partition, prefix, after.as_deref())))
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        self.with(|inner| inner.commit(steps))
    }
}
