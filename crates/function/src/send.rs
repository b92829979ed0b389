//! Publish, then delete from the outbox: whoever crashes between sends twice, and loses nothing.
use ledger::outbox::{self, Pending};
use ledger::{Error, Store};
use notify::Topics;

/// Sends what is pending. Returns how many messages were taken, and how many were not: those
/// stay in the outbox, for the drain.
pub async fn send(
    store: &impl Store,
    topics: &Topics,
    pending: Vec<Pending>,
) -> Result<(usize, usize), Error> {
    if pending.is_empty() {
        return Ok((0, 0));
    }
    let messages: Vec<_> = pending.iter().map(|one| one.message.clone()).collect();
    let (taken, error) = topics.publish(&messages).await;
    if let Some(error) = error {
        tracing::warn!(%error, "left in the outbox");
    }
    let keys = taken
        .iter()
        .filter_map(|place| pending.get(*place))
        .map(|one| one.key.clone());
    outbox::sent(store, keys).await?;
    Ok((taken.len(), pending.len() - taken.len()))
}
