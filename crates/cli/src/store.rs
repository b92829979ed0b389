//! The ledger that a command names: a file of one machine, or the table of a deployment.
use anyhow::{Context, Result, bail};
use collect::Options;
use ledger::outbox::{self, Pending};
use ledger::{CommitError, DynamoDb, Error, File, Item, Key, Page, Step, Store};

use crate::args::Where;

/// One of both.
#[derive(Debug)]
pub enum Ledger {
    File(Box<File>),
    Table(DynamoDb),
}

/// Opens what was named.
pub async fn open(named: &Where) -> Result<Ledger> {
    match (&named.ledger, &named.table) {
        (Some(path), _) => {
            let file = File::open(path);
            let file = file.with_context(|| format!("ledger file `{}`", path.display()))?;
            Ok(Ledger::File(Box::new(file)))
        }
        (None, Some(table)) => {
            let options = Options {
                profile: named.table_profile.clone(),
                region: named.table_region.clone(),
                ..Options::default()
            };
            let config = collect::configure(options).await?;
            let client = aws_sdk_dynamodb::Client::new(&config);
            Ok(Ledger::Table(DynamoDb::new(client, table.clone())))
        }
        (None, None) => bail!(
            "say where before-images are kept: --ledger FILE, or --table NAME of a deployment"
        ),
    }
}

impl Ledger {
    /// What nobody sends from a file is not left in it; a deployment's drain sends from a table.
    pub async fn told(&self, pending: Vec<Pending>) -> Result<()> {
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
            Self::Table(table) => table.get(key).await,
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
            Self::Table(table) => table.page(partition, prefix, after).await,
        }
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        match self {
            Self::File(file) => file.commit(steps).await,
            Self::Table(table) => table.commit(steps).await,
        }
    }
}
