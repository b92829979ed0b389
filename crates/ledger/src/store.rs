//! What a ledger asks of a database: items under two keys, and conditional transactions.

/// Where an item lies: a partition, and a place in it. Places are ordered by their bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition.
    pub partition: String,
    /// The place in the partition.
    pub place: String,
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it lies.
    pub key: Key,
    /// How old its knowledge is: when the read began that it rests on. Milliseconds since 1970.
    pub observed_at: i64,
    /// When it may be forgotten: seconds since 1970.
    pub expires: Option<i64>,
    /// JSON.
    pub data: String,
}

/// What one step of a transaction does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes an item, whatever was there.
    Put(Item, When),
    /// Deletes an item, if it is there.
    Delete(Key, When),
    /// Writes nothing, but is a condition for the rest.
    Check(Key, When),
}

/// On what condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On none.
    Always,
    /// What is there rests on an observation before this time, or there is nothing.
    Older(i64),
    /// What is there rests on the observation of this time, as it did when it was read; or there
    /// is still nothing.
    Unchanged(Option<i64>),
}

impl When {
    /// Whether the condition holds over what is there.
    #[must_use]
    pub fn holds(self, there: Option<i64>) -> bool {
        match self {
            Self::Always => true,
            Self::Older(at) => there.is_none_or(|there| there < at),
            Self::Unchanged(observed_at) => there == observed_at,
        }
    }
}

impl Step {
    /// On what condition.
    #[must_use]
    pub fn when(&self) -> When {
        match self {
            Self::Put(_, when) | Self::Delete(_, when) | Self::Check(_, when) => *when,
        }
    }

    /// The item that it is about.
    #[must_use]
    pub fn key(&self) -> &Key {
        match self {
            Self::Put(item, _) => &item.key,
            Self::Delete(key, _) | Self::Check(key, _) => key,
        }
    }

    /// About how much it weighs in a transaction, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let data = match self {
            Self::Put(item, _) => item.data.len(),
            Self::Delete(..) | Self::Check(..) => 0,
        };
        self.key().partition.len() + self.key().place.len() + data + 100
    }
}

/// An item that is not of the ledger's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it lies.
    pub key: Key,
    /// What was read, as text.
    pub data: String,
}

/// Some items of a partition, and where the next ones begin.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In the order of their places.
    pub items: Vec<Item>,
    /// Those among them that are not of the ledger's form.
    pub unreadable: Vec<Unreadable>,
    /// The last place, if there may be more.
    pub next: Option<String>,
}

/// Why a run cannot go on.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// The database failed.
    #[error("the ledger failed: {0}")]
    Failed(String),
    /// The file of a ledger cannot be opened, read or written.
    #[error("ledger file `{path}`: {why}")]
    File {
        /// As it was named.
        path: String,
        /// What is wrong, and what to do.
        why: String,
    },
    /// A sweep of the same account and area became complete while this run was under way: what
    /// this run saw may be older than what that one saw.
    #[error("another run was complete before this one: run it again")]
    Overtaken,
}

impl Error {
    pub(crate) fn unreadable(key: &Key) -> Self {
        let Key { partition, place } = key;
        Self::Failed(format!(
            "the item `{place}` of `{partition}` is not of the ledger's form: correct or delete it"
        ))
    }
}

/// A transaction of which nothing was done.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum CommitError {
    /// The conditions of these steps do not hold.
    #[error("conditions of a transaction do not hold")]
    Refused(Vec<usize>),
    /// The database failed; the transaction may or may not have been done.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// A database that a ledger can be kept in. Reads see every transaction that ended before.
pub trait Store: Sync {
    /// One item.
    fn get(&self, key: &Key) -> impl Future<Output = Result<Option<Item>, Error>> + Send;

    /// The items of a partition whose place begins so, after a place.
    fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> impl Future<Output = Result<Page, Error>> + Send;

    /// All steps or none: at most 100, each about another item, and 4 MB in all.
    fn commit(&self, steps: &[Step]) -> impl Future<Output = Result<(), CommitError>> + Send;
}

/// Every item of a partition whose place begins so, page by page. One that is not of the ledger's
/// form is an error: whoever decides by all of them must not decide without it.
pub(crate) async fn each(
    store: &impl Store,
    partition: &str,
    prefix: &str,
    mut enter: impl FnMut(Item),
) -> Result<(), Error> {
    let mut after = None;
    loop {
        let Page {
            items,
            unreadable,
            next,
        } = store.page(partition, prefix, after).await?;
        if let Some(Unreadable { key, .. }) = unreadable.first() {
            return Err(Error::unreadable(key));
        }
        items.into_iter().for_each(&mut enter);
        match next {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}
