pub(crate) mod account;
mod bulk;
pub(crate) mod credentials;
mod outcomes;
mod usage;

use model::{Account, Fact, Kind, KindInfo, Need, Reason, Resource, Scope, Snapshot, View};

use crate::wire::{WireRequest, WireResponse, aws};
use crate::{KindNeeds, Request, Sweep};

const ALL: &[&[crate::Reader]] = &[crate::account::READERS, super::READERS];

/// Reads everything that the needs ask for about one kind, keeping all of it.
async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
    kind: &'static KindInfo,
    needs: &'static [Need],
    scope: Scope,
) -> (Snapshot, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    let wanted = [kind, Account::INFO].map(|kind| KindNeeds { kind, needs });
    let one = if scope == Scope::Everything { 2 } else { 1 };
    let request = Request::new(wanted.into_iter().take(one), scope, None);
    let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
    let mut last = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == kind.id {
            last = Some(sweep.snapshot().clone());
        }
    }
    let requests = log.lock().unwrap().clone();
    (last.unwrap_or_else(|| sweep.finish()), requests)
}

/// The fact of the first resource of its kind.
fn see<F: Fact>(snapshot: &Snapshot, row: usize) -> Result<F::Value, Reason> {
    let needs: &'static [Need] = const { &[F::NEED] };
    let view = View::new(snapshot, F::Of::INFO, needs);
    let resource: Resource<F::Of> = view.resource(snapshot.row_at(row));
    resource.see::<F>().cloned().map_err(|gap| gap.reason)
}

/// How often an operation was requested.
fn count(requests: &[WireRequest], operation: &str) -> usize {
    let same = requests.iter().filter(|one| one.operation() == operation);
    same.count()
}
