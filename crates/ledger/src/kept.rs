//! Something read, to be written back only if there was no other write meanwhile.
use model::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{CommitError, Error, Fixes, Item, Key, Step, Store, When};

/// Something read, to be written back only if there was no other write meanwhile.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    pub(crate) key: Key,
    pub(crate) version: Option<i64>,
    /// What was read; the default where there was nothing.
    pub value: T,
}

/// Whether a transaction was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// All of it.
    Yes,
    /// Nothing: everything was stopped, the lease was taken or something was fixed meanwhile.
    Raced,
}

impl<T: Serialize> Kept<T> {
    /// Writes a value where this one was read, at a time that is later than any before.
    pub(crate) fn put(&self, value: &T, now: Timestamp, expires: Option<i64>) -> Step {
        let later = self.version.map_or(i64::MIN, |before| before + 1);
        let item = Item {
            key: self.key.clone(),
            observed_at: now.as_millisecond().max(later),
            expires,
            data: serde_json::to_string(value).unwrap_or_default(),
        };
        Step::Put(item, When::Unchanged(self.version))
    }
}

impl<S: Store> Fixes<'_, S> {
    pub(crate) async fn read<T: Default + DeserializeOwned>(
        &self,
        key: Key,
    ) -> Result<Kept<T>, Error> {
        let item = self.store.get(&key).await?;
        let version = item.as_ref().map(|item| item.observed_at);
        let value = match item {
            None => T::default(),
            // What this version does not understand holds everything up: it never counts as none.
            Some(item) => serde_json::from_str(&item.data).map_err(|error| {
                Error::Failed(format!("`{}` is not understood: {error}", key.place))
            })?,
        };
        Ok(Kept {
            key,
            version,
            value,
        })
    }

    pub(crate) async fn write(&self, steps: &[Step]) -> Result<Written, Error> {
        match self.store.commit(steps).await {
            Ok(()) => Ok(Written::Yes),
            Err(CommitError::Refused(_)) => Ok(Written::Raced),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }
}

/// The version that a step leaves behind.
pub(crate) fn written_at(step: &Step) -> Option<i64> {
    match step {
        Step::Put(item, _) => Some(item.observed_at),
        Step::Delete(..) | Step::Check(..) => None,
    }
}
