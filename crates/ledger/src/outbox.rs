//! Messages that are written and not yet sent.
use std::collections::BTreeMap;

use model::{Message, Timestamp};

use crate::store::each;
use crate::{CommitError, Error, Item, Key, Step, Store, Unreadable, When, key};

/// A message in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Where it lies until it is sent.
    pub key: Key,
    /// When it was put there: milliseconds since 1970.
    pub since: i64,
    /// What is to be sent.
    pub message: Message,
}

impl Pending {
    pub(crate) fn new(message: Message, since: i64) -> Self {
        Self {
            key: key::outbox(&message, since),
            since,
            message,
        }
    }

    pub(crate) fn step(&self) -> Step {
        let item = Item {
            key: self.key.clone(),
            observed_at: self.since,
            expires: None,
            data: serde_json::to_string(&self.message).unwrap_or_default(),
        };
        Step::Put(item, When::Always)
    }
}

/// Some of what lies in the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// What can be sent, in the order of its places.
    pub messages: Vec<Pending>,
    /// What this version cannot read: see [`set_aside`].
    pub unreadable: Vec<Unreadable>,
}

impl Batch {
    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.unreadable.is_empty()
    }
}

/// One way through the outbox: a message that cannot be delivered does not delay later ones.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The last place of each shard that was handed out.
    after: BTreeMap<u8, String>,
}

impl Round {
    /// The next messages that were put there before a time, at most so many of each shard. Empty
    /// when all were handed out. `before` leaves out what its own run is about to send.
    pub async fn next(
        &mut self,
        store: &impl Store,
        before: i64,
        most: usize,
    ) -> Result<Batch, Error> {
        let mut batch = Batch::default();
        for number in 0..key::SHARDS {
            let after = self.after.get(&number).cloned();
            let page = store.page(&key::shard(number), "", after).await?;
            batch.unreadable.extend(page.unreadable);
            let due = page
                .items
                .into_iter()
                .filter(|item| item.observed_at < before);
            for item in due.take(most) {
                self.after.insert(number, item.key.place.clone());
                match read(item) {
                    Ok(pending) => batch.messages.push(pending),
                    Err(unreadable) => batch.unreadable.push(unreadable),
                }
            }
        }
        batch.messages.sort_by(|a, b| a.key.place.cmp(&b.key.place));
        Ok(batch)
    }
}

/// Moves an item that cannot be read out of the way of the others, and puts a message that says so
/// in its place: both or neither. Whoever reads this version's outbox later finds it beside.
pub async fn set_aside(
    store: &impl Store,
    item: &Unreadable,
    message: Message,
    now: Timestamp,
) -> Result<Pending, Error> {
    let pending = Pending::new(message, now.as_millisecond());
    let Key { partition, place } = &item.key;
    let kept = Item {
        key: Key {
            partition: key::UNREADABLE.into(),
            place: format!("{partition}#{place}"),
        },
        observed_at: now.as_millisecond(),
        expires: None,
        data: item.data.clone(),
    };
    let steps = [
        Step::Put(kept, When::Always),
        Step::Delete(item.key.clone(), When::Always),
        pending.step(),
    ];
    match store.commit(&steps).await {
        // No step has a condition.
        Ok(()) | Err(CommitError::Refused(_)) => Ok(pending),
        Err(CommitError::Failed(error)) => Err(error),
    }
}

/// The time of the oldest message in the outbox, readable or not: milliseconds since 1970.
pub async fn oldest(store: &impl Store) -> Result<Option<i64>, Error> {
    let mut oldest: Option<i64> = None;
    for number in 0..key::SHARDS {
        let page = store.page(&key::shard(number), "", None).await?;
        let items = page.items.iter().map(|item| item.observed_at);
        let unreadable = page
            .unreadable
            .iter()
            .filter_map(|one| key::since(&one.key));
        let first = items.chain(unreadable).min();
        oldest = [oldest, first].into_iter().flatten().min();
    }
    Ok(oldest)
}

/// Every message in the outbox that can be read.
pub async fn all(store: &impl Store) -> Result<Vec<Pending>, Error> {
    let mut messages = Vec::new();
    for number in 0..key::SHARDS {
        each(store, &key::shard(number), "", |item| {
            messages.extend(read(item));
        })
        .await?;
    }
    Ok(messages)
}

fn read(item: Item) -> Result<Pending, Unreadable> {
    match serde_json::from_str(&item.data) {
        Ok(message) => Ok(Pending {
            message,
            since: item.observed_at,
            key: item.key,
        }),
        Err(_) => Err(Unreadable {
            key: item.key,
            data: item.data,
        }),
    }
}

/// Takes messages that were sent out of the outbox.
pub async fn sent(store: &impl Store, sent: impl IntoIterator<Item = Key>) -> Result<(), Error> {
    let delete = |key| Step::Delete(key, When::Always);
    let steps: Vec<_> = sent.into_iter().map(delete).collect();
    for batch in steps.chunks(100) {
        match store.commit(batch).await {
            // Deleting without a condition cannot be refused.
            Ok(()) | Err(CommitError::Refused(_)) => {}
            Err(CommitError::Failed(error)) => return Err(error),
        }
    }
    Ok(())
}
