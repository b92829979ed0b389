//! What a sweep sees of the resources of one kind: for the tests of its readers.
use model::{Kind, Need, Observed, Reason, Scope, Snapshot};
use serde_json::Value;

use crate::wire::{Log, WireRequest, WireResponse, aws};
use crate::{KindNeeds, Reader, Request, Sweep};

/// What was seen when the last resources of the kind were read.
pub(crate) struct Seen {
    pub snapshot: Snapshot,
    pub log: Log,
}

impl Seen {
    /// A fact of the first resource.
    pub fn value(&self, need: &Need) -> Observed<Value> {
        self.snapshot.value(need, 0)
    }
    /// Whether a fact of the first resource is a gap that names this.
    pub fn is_gap(&self, need: &Need, names: &str) -> bool {
        matches!(self.value(need), Observed::Missed(Reason::Failed(why)) if why.contains(names))
    }
    /// Why the list is missed.
    pub fn unlisted<K: Kind>(&self) -> Reason {
        self.snapshot.unlisted(K::INFO).remove(0).0.reason
    }
    /// How often an operation was called, by what its request contains.
    pub fn calls(&self, of: impl Fn(&WireRequest) -> bool) -> usize {
        self.log
            .lock()
            .unwrap()
            .iter()
            .filter(|one| of(one))
            .count()
    }
}

/// Reads all resources of a kind in eu-west-1, with these facts and their tags.
pub(crate) async fn observe<K: Kind>(
    readers: &'static [Reader],
    needs: &'static [Need],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Seen {
    observe_in::<K>(readers, needs, Scope::Everything, "eu-west-1", answer).await
}

/// The same of one resource that is named.
pub(crate) async fn observe_one<K: Kind>(
    readers: &'static [Reader],
    needs: &'static [Need],
    arn: &str,
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Seen {
    let scope = Scope::Resources(vec![arn.parse().unwrap()]);
    observe_in::<K>(readers, needs, scope, "eu-west-1", answer).await
}

/// The same in a Region.
pub(crate) async fn observe_in<K: Kind>(
    readers: &'static [Reader],
    needs: &'static [Need],
    scope: Scope,
    region: &str,
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Seen {
    let (aws, log) = aws(answer);
    let kind = K::INFO;
    let regions = (scope == Scope::Everything).then(|| vec![region.into()]);
    let request = Request::new([KindNeeds { kind, needs }], scope, regions).with_tags(true);
    let mut sweep = Sweep::new(&aws, &[crate::account::READERS, readers], request).unwrap();
    let mut seen = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == K::ID && !piece.rows.is_empty() {
            seen = Some(sweep.snapshot().clone());
        }
    }
    let snapshot = seen.unwrap_or_else(|| sweep.finish());
    Seen { snapshot, log }
}
