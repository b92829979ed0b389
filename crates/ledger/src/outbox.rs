//! Messages that were decided on and not yet sent.
use std::collections::BTreeMap;

use model::Message;

use crate::store::each;
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

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

/// What lies in the outbox since before this time, the oldest of each shard first; at most so many
/// of each shard. `now` keeps out what its own run is about to send.
pub async fn pending(store: &impl Store, before: i64, most: usize) -> Result<Vec<Pending>, Error> {
    Round::default().next(store, before, most).await
}

/// One way through the outbox: what nobody takes holds up nothing that came after it.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The last place of each shard that was handed out.
    after: BTreeMap<u8, String>,
}

impl Round {
    /// What comes next: at most so many of each shard. Empty when all were handed out.
    pub async fn next(
        &mut self,
        store: &impl Store,
        before: i64,
        most: usize,
    ) -> Result<Vec<Pending>, Error> {
        let mut all = Vec::new();
        for number in 0..key::SHARDS {
            let after = self.after.get(&number).cloned();
            let page = store.page(&key::shard(number), "", after).await?;
            let due = page
                .items
                .into_iter()
                .filter(|item| item.observed_at < before);
            for item in due.take(most) {
                self.after.insert(number, item.key.place.clone());
                all.extend(read(item));
            }
        }
        all.sort_by(|a, b| a.key.place.cmp(&b.key.place));
        Ok(all)
    }
}

/// The time of the oldest message in the outbox.
pub async fn oldest(store: &impl Store) -> Result<Option<i64>, Error> {
    Ok(pending(store, i64::MAX, 1)
        .await?
        .into_iter()
        .map(|one| one.since)
        .min())
}

/// Everything in the outbox.
pub async fn all(store: &impl Store) -> Result<Vec<Pending>, Error> {
    let mut found = Vec::new();
    for number in 0..key::SHARDS {
        each(store, &key::shard(number), "", |item| {
            found.extend(read(item));
        })
        .await?;
    }
    Ok(found)
}

fn read(item: Item) -> Option<Pending> {
    Some(Pending {
        message: serde_json::from_str(&item.data).ok()?,
        since: item.observed_at,
        key: item.key,
    })
}

/// Takes messages that were sent out of the outbox.
pub async fn sent(store: &impl Store, sent: impl IntoIterator<Item = Key>) -> Result<(), Error> {
    let keys: Vec<_> = sent.into_iter().collect();
    for batch in keys.chunks(100) {
        let steps: Vec<_> = batch.iter().cloned().map(Step::Delete).collect();
        match store.commit(&steps).await {
            // Deleting has no conditions to refuse.
            Ok(()) | Err(CommitError::Refused(_)) => {}
            Err(CommitError::Failed(error)) => return Err(error),
        }
    }
    Ok(())
}
