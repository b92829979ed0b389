//! What readers see in one Region, in answers that tests make by hand.
use model::{Account, Fact, Kind, KindInfo, Need, Observed, Reason, Scope, Snapshot};

use crate::wire::{WireRequest, WireResponse, aws};
use crate::{KindNeeds, Readers, Request, Sweep};

/// What is seen of a kind where AWS answers so.
pub(crate) async fn see(
    readers: Readers,
    kind: &'static KindInfo,
    needs: &'static [Need],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Snapshot {
    let (aws, _) = aws(answer);
    // Kept to the end, since a control of another kind looks at the facts too.
    let wanted = [(Account::INFO, needs), (kind, needs)];
    let wanted = wanted.map(|(kind, needs)| KindNeeds { kind, needs });
    let regions = Some(vec!["eu-west-1".into()]);
    let request = Request::new(wanted, Scope::Everything, regions);
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    while sweep.next().await.is_some() {}
    sweep.finish()
}

/// A fact of the first resource, or why it was not seen.
pub(crate) fn first<F: Fact>(snapshot: &Snapshot) -> Result<F::Value, Reason> {
    match snapshot.value(&F::NEED, 0) {
        Observed::Seen(value) => Ok(serde_json::from_value(value).unwrap()),
        Observed::Missed(reason) => Err(reason),
    }
}

/// Whether AWS denied an action.
pub(crate) fn denied(action: &str) -> Reason {
    Reason::Denied(action.into())
}
