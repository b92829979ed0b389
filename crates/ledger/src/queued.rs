//! Work that was put off: so that a thousand events that ask for the same sweep get one.
use crate::{CommitError, Error, Item, Step, Store, When, key};

/// The note is of use for minutes; it is cleared away after a day, in seconds.
const KEPT: i64 = 24 * 60 * 60;

/// Whether the same work of an account and area was put off since a time, in milliseconds.
pub async fn since(
    store: &impl Store,
    account: &str,
    area: &str,
    work: &str,
    since: i64,
) -> Result<bool, Error> {
    let there = store.get(&key::queued(account, area, work)).await?;
    Ok(there.is_some_and(|item| item.observed_at >= since))
}

/// Notes that work was put off at a time, in milliseconds. Note it when it is done, not before:
/// work that is done twice is only dear, work that is only noted is lost.
pub async fn note(
    store: &impl Store,
    account: &str,
    area: &str,
    work: &str,
    at: i64,
) -> Result<(), Error> {
    let item = Item {
        key: key::queued(account, area, work),
        observed_at: at,
        expires: Some(at / 1000 + KEPT),
        data: "{}".into(),
    };
    match store.commit(&[Step::Put(item, When::Older(at))]).await {
        // Refused: somebody noted it later.
        Ok(()) | Err(CommitError::Refused(_)) => Ok(()),
        Err(CommitError::Failed(error)) => Err(error),
    }
}
