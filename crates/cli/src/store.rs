//! The ledger that a command names: a file of one machine, or the table of a deployment.
use std::path::Path;

use anyhow::{Result, bail};
use collect::Options;
use ledger::outbox::{self, Pending};
use ledger::{Access, CommitError, DynamoDb, Error, File, Item, Key, Page, Step, Store};

use crate::args::Where;

/// One of both.
#[derive(Debug)]
pub enum Ledger {
    File(Box<File>),
    /// A table, and what it is called in messages.
    Table(DynamoDb, String),
}

/// Where a ledger is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub file: Option<&'a Path>,
    pub table: Option<&'a str>,
    /// A profile of the shared AWS configuration, for the table.
    pub profile: Option<&'a str>,
    /// The Region of the table.
    pub region: Option<&'a str>,
}

impl<'a> From<&'a Where> for Place<'a> {
    fn from(named: &'a Where) -> Self {
        Self {
            file: named.ledger.as_deref(),
            table: named.table.as_deref(),
            profile: named.table_profile.as_deref(),
            region: named.table_region.as_deref(),
        }
    }
}

/// Opens a ledger; a file is created only where that is wanted.
pub async fn open(place: impl Into<Place<'_>>, access: Access) -> Result<Ledger> {
    let place = place.into();
    match (place.file, place.table) {
        (Some(path), _) => Ok(Ledger::File(Box::new(File::open_for(path, access)?))),
        (None, Some(table)) => {
            let options = Options {
                profile: place.profile.map(Into::into),
                region: place.region.map(Into::into),
                ..Options::default()
            };
            let config = collect::configure(options).await?;
            let own = aws_sdk_dynamodb::config::Builder::from(&config);
            let own = own.interceptor(collect::Complete).build();
            let client = aws_sdk_dynamodb::Client::from_conf(own);
            let table = DynamoDb::new(client, table.to_owned());
            let region = config.region().map(ToString::to_string).unwrap_or_default();
            let at = config.endpoint_url().map(|url| format!(" at `{url}`"));
            let what = format!(
                "`{}` in `{region}`{}",
                place.table.unwrap_or_default(),
                at.unwrap_or_default()
            );
            Ok(Ledger::Table(table, what))
        }
        (None, None) => {
            bail!("say where fixes are recorded: --ledger FILE, or --table NAME of a deployment")
        }
    }
}

/// An error of a table says which: the ledger does not know its name.
fn named(what: &str, error: Error) -> Error {
    match error {
        Error::Failed(why) => Error::Failed(format!("table {what}: {why}")),
        other => other,
    }
}

impl Ledger {
    /// What nobody sends from a file is not left in it; a deployment's drain sends from a table.
    pub async fn published(&self, pending: Vec<Pending>) -> Result<()> {
        if matches!(self, Self::File(_)) {
            outbox::sent(self, pending.into_iter().map(|one| one.key)).await?;
        }
        Ok(())
    }
}

impl Store for Ledger {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        match self {
            Self::File(file) => file.get(key).await,
            Self::Table(table, what) => table.get(key).await.map_err(|error| named(what, error)),
        }
    }
    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        match self {
            Self::File(file) => file.page(partition, prefix, after).await,
            Self::Table(table, what) => {
                let page = table.page(partition, prefix, after).await;
                page.map_err(|error| named(what, error))
            }
        }
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        match self {
            Self::File(file) => file.commit(steps).await,
            Self::Table(table, what) => table.commit(steps).await.map_err(|error| match error {
                CommitError::Failed(error) => CommitError::Failed(named(what, error)),
                refused @ CommitError::Refused(_) => refused,
            }),
        }
    }
}
