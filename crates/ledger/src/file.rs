//! A ledger in one file, or in memory: for one machine.
use std::fmt::Display;
use std::path::Path;

use redb::backends::InMemoryBackend;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize};

use crate::{CommitError, Error, Item, Key, Page, Step, Store};

const ITEMS: TableDefinition<'_, (&str, &str), &str> = TableDefinition::new("items");
/// So many items come in one page.
const PAGE: usize = 1000;

/// A ledger in one file. One process at a time may have it open.
#[derive(Debug)]
pub struct File(Database);

#[derive(Serialize, Deserialize)]
struct Value {
    observed_at: i64,
    expires: Option<i64>,
    data: String,
}

fn failed(error: impl Display) -> Error {
    Error::Failed(error.to_string())
}

impl File {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let opened = Database::create(path);
        let named = |error| Error::Failed(format!("file `{}`: {error}", path.display()));
        Self::of(opened.map_err(named)?)
    }

    /// Opens the file, which must be there: for whoever only reads.
    pub fn open_existing(path: &Path) -> Result<Self, Error> {
        let told = |error: String| Error::Failed(format!("file `{}`: {error}", path.display()));
        if !path.exists() {
            let what = "it is not there; `bailiwick audit --ledger` makes it";
            return Err(told(what.into()));
        }
        Self::of(Database::open(path).map_err(|error| told(error.to_string()))?)
    }

    /// A ledger that ends with the process.
    pub fn in_memory() -> Result<Self, Error> {
        let made = Database::builder().create_with_backend(InMemoryBackend::new());
        Self::of(made.map_err(failed)?)
    }

    fn of(database: Database) -> Result<Self, Error> {
        let begun = database.begin_write().map_err(failed)?;
        begun.open_table(ITEMS).map_err(failed)?;
        begun.commit().map_err(failed)?;
        Ok(Self(database))
    }

    fn read(&self, key: &Key) -> Result<Option<Item>, Error> {
        let begun = self.0.begin_read().map_err(failed)?;
        let table = begun.open_table(ITEMS).map_err(failed)?;
        let found = table
            .get((key.partition.as_str(), key.place.as_str()))
            .map_err(failed)?;
        found
            .map(|value| item(key.clone(), value.value()))
            .transpose()
    }

    fn read_page(&self, partition: &str, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        let begun = self.0.begin_read().map_err(failed)?;
        let table = begun.open_table(ITEMS).map_err(failed)?;
        let start = after.map_or_else(|| prefix.to_owned(), |last| format!("{last}\0"));
        let mut page = Page::default();
        for entry in table.range((partition, start.as_str())..).map_err(failed)? {
            let (key, value) = entry.map_err(failed)?;
            let (lies, place) = key.value();
            if lies != partition || !place.starts_with(prefix) {
                return Ok(page);
            }
            let key = Key {
                partition: lies.into(),
                place: place.into(),
            };
            page.items.push(item(key, value.value())?);
            if page.items.len() == PAGE {
                page.next = Some(place.into());
                return Ok(page);
            }
        }
        Ok(page)
    }

    fn write(&self, steps: &[Step]) -> Result<(), CommitError> {
        let begun = self.0.begin_write().map_err(failed)?;
        {
            let mut table = begun.open_table(ITEMS).map_err(failed)?;
            let mut refused = Vec::new();
            for (place, step) in steps.iter().enumerate() {
                let key = step.key();
                let there = table
                    .get((key.partition.as_str(), key.place.as_str()))
                    .map_err(failed)?;
                let there = there
                    .map(|value| item(key.clone(), value.value()))
                    .transpose()?;
                if !step.when().holds(there.map(|item| item.observed_at)) {
                    refused.push(place);
                }
            }
            if !refused.is_empty() {
                return Err(CommitError::Refused(refused));
            }
            for step in steps {
                apply(&mut table, step)?;
            }
        }
        begun.commit().map_err(failed)?;
        Ok(())
    }
}

fn apply(table: &mut redb::Table<'_, (&str, &str), &str>, step: &Step) -> Result<(), Error> {
    let key = step.key();
    let place = (key.partition.as_str(), key.place.as_str());
    match step {
        Step::Put(
            Item {
                observed_at,
                expires,
                data,
                ..
            },
            _,
        ) => {
            let value = Value {
                observed_at: *observed_at,
                expires: *expires,
                data: data.clone(),
            };
            let text = serde_json::to_string(&value).map_err(failed)?;
            table.insert(place, text.as_str()).map_err(failed)?;
        }
        Step::Delete(_) => {
            table.remove(place).map_err(failed)?;
        }
        Step::Check(..) => {}
    }
    Ok(())
}

fn item(key: Key, value: &str) -> Result<Item, Error> {
    let Value {
        observed_at,
        expires,
        data,
    } = serde_json::from_str(value).map_err(failed)?;
    Ok(Item {
        key,
        observed_at,
        expires,
        data,
    })
}

impl Store for File {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        self.read(key)
    }
    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        self.read_page(partition, prefix, after.as_deref())
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        self.write(steps)
    }
}
