//! One run over a store: the loop that reads and commits what the protocol asks for.
use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, TryStreamExt};
use model::{Demand, Finding, Snapshot, Transition};

use crate::cover::Lent;
use crate::decide::TransitionCause;
use crate::news::Compose;
use crate::outbox::Pending;
use crate::plan::Plan;
use crate::protocol::{Answer, Protocol, Request};
use crate::runs::Runs;
use crate::store::each;
use crate::{CommitError, Error, Item, Store};

/// A run under way.
#[derive(Debug)]
pub struct Run<'a, S, T> {
    store: &'a S,
    protocol: Protocol<'a, T>,
}

/// What earlier runs of an account and area left.
#[derive(Clone, Debug)]
pub struct Earlier(Runs);

impl Earlier {
    /// As it is now.
    pub async fn load(store: &impl Store, account: &str, area: &str) -> Result<Self, Error> {
        Runs::load(store, account, area).await.map(Self)
    }
}

/// Resources of which something would be closed, each with the controls in question.
pub type Held = BTreeMap<String, BTreeSet<String>>;

/// So many partitions are read at the same time.
const AT_ONCE: usize = 16;

impl<'a, S: Store, T: Compose> Run<'a, S, T> {
    /// Begins with what earlier runs left. Nothing is written yet.
    pub async fn begin(store: &'a S, compose: &'a T, plan: Plan) -> Result<Self, Error> {
        let earlier = Earlier::load(store, &plan.account.id, &plan.area).await?;
        Ok(Self::after(earlier, store, compose, plan))
    }

    /// Begins with what earlier runs of the plan's account and area left, as it was known before
    /// the first read of what this run observes.
    #[must_use]
    pub fn after(Earlier(runs): Earlier, store: &'a S, compose: &'a T, plan: Plan) -> Self {
        let protocol = Protocol::new(runs, compose, plan);
        Self { store, protocol }
    }

    /// The same run, looking at what somebody just did.
    #[must_use]
    pub fn because_of(mut self, cause: TransitionCause) -> Self {
        self.protocol.cause = cause;
        self
    }

    /// Loads what is known of resources, each by the Region where it may be. It saves time where
    /// they are observed there, and is of no use otherwise.
    pub async fn expect(&mut self, places: &BTreeSet<(String, String)>) -> Result<(), Error> {
        self.protocol.expect(places);
        self.drive(None).await
    }

    /// Enters findings; what is news is written, with its messages, before this returns.
    pub async fn observe(
        &mut self,
        findings: Vec<(&'static dyn Demand, Finding)>,
    ) -> Result<(), Error> {
        self.protocol.observe(findings);
        self.drive(None).await
    }

    /// Hands over what this run could and could not read, to be reported by another one of the same
    /// invocation.
    pub fn lend(&mut self) -> Lent {
        self.protocol.lend()
    }

    /// Takes over what others could and could not read.
    pub fn borrow(&mut self, lent: Vec<Lent>) {
        self.protocol.borrow(lent);
    }

    /// Ends the run. `snapshot` says which lists were complete and what proved not to exist.
    pub async fn end(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.protocol.end(snapshot);
        self.drive(Some(snapshot)).await
    }

    /// Ends a run that could read nothing at all: see [`Protocol::end_blind`].
    pub async fn end_blind(&mut self) -> Result<(), Error> {
        self.protocol.end_blind();
        self.drive(None).await
    }

    /// Messages that this run put into the outbox, to be sent now by whoever sends.
    pub fn take_pending(&mut self) -> Vec<Pending> {
        self.protocol.take_pending()
    }

    /// How many transitions of each sort were written.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<Transition, usize> {
        &self.protocol.counts
    }

    /// What would have been closed, where the plan holds that back: it is to be read again.
    #[must_use]
    pub fn held(&self) -> &Held {
        &self.protocol.held
    }

    /// Does what the protocol asks for, until it asks for nothing more.
    async fn drive(&mut self, snapshot: Option<&Snapshot>) -> Result<(), Error> {
        while let Some(request) = self.protocol.next(snapshot)? {
            let answer = match request {
                Request::Read(parts) => {
                    let store = self.store;
                    let reads = parts.into_iter().map(|part| read(store, part));
                    let reads = futures::stream::iter(reads).buffered(AT_ONCE);
                    Answer::Items(reads.try_collect().await?)
                }
                Request::Get(key) => Answer::Item(self.store.get(&key).await?),
                Request::Commit(steps) => match self.store.commit(&steps).await {
                    Ok(()) => Answer::Committed,
                    Err(CommitError::Refused(places)) => Answer::Refused(places),
                    Err(CommitError::Failed(error)) => return Err(error),
                },
            };
            self.protocol.answer(answer, snapshot)?;
        }
        Ok(())
    }
}

async fn read(
    store: &impl Store,
    (partition, prefix): (String, String),
) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    each(store, &partition, &prefix, |item| items.push(item)).await?;
    Ok(items)
}
