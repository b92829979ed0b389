//! What is read of a Region in a test.
use model::{Fact, Kind, Observed, Region, Scope};
use serde_json::Value;

use crate::wire::{Log, WireRequest, WireResponse, aws};
use crate::{KindNeeds, Reader, Request, Sweep};

/// A fact of a Region as these readers read it, and the requests.
pub(crate) async fn read<F: Fact<Of = Region>>(
    readers: &'static [Reader],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Observed<Value>, Log) {
    let (aws, log) = aws(answer);
    let (kind, needs) = (Region::INFO, &[F::NEED]);
    let request = Request::new(
        [KindNeeds { kind, needs }],
        Scope::Everything,
        Some(vec!["eu-west-1".into()]),
    );
    let readers = &[crate::account::READERS, readers];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    let mut seen = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == Region::ID && !piece.rows.is_empty() {
            seen = Some(sweep.snapshot().value(&F::NEED, 0));
        }
    }
    (seen.unwrap(), log)
}

/// The same of a fact that was seen.
pub(crate) async fn seen<F: Fact<Of = Region>>(
    readers: &'static [Reader],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Value {
    match read::<F>(readers, answer).await.0 {
        Observed::Seen(value) => value,
        Observed::Missed(why) => panic!("{why:?}"),
    }
}

/// An error with a message.
pub(crate) fn said(status: u16, code: &str, message: &str) -> WireResponse {
    let body = serde_json::json!({"__type": code, "message": message});
    (status, &[], body.to_string())
}
