//! What every store must do, as stories. Each story has an account of its own, so that one
//! table serves all.
mod lives;
mod sight;
mod stores;
mod together;

use ledger::{Plan, Store};
use model::Scope;

use super::{at, plan};
pub use stores::many;

/// `paged` items of 9,000 bytes are more than one page of the store; the last story's account has
/// `findings`.
pub async fn all(store: &impl Store, paged: usize, findings: usize) {
    stores::transactions(store).await;
    stores::pages(store, paged).await;
    lives::a_life("100000000001", store).await;
    lives::a_baseline("100000000002", store).await;
    sight::what_is_not_seen_is_not_resolved("100000000003", store).await;
    lives::deleted_buckets("100000000004", store).await;
    lives::controls_come_and_go("100000000005", store).await;
    together::a_slow_sweep_and_a_newer_event("100000000006", store).await;
    together::events_about_one_bucket("100000000012", store).await;
    together::an_event_is_quick("100000000015", store).await;
    sight::an_account_that_is_shut("100000000013", store).await;
    lives::acts("100000000014", store).await;
    together::two_sweeps_at_once("100000000007", store).await;
    together::sweeps_by_one_control("100000000016", store).await;
    together::open_close_open("100000000008", store).await;
    together::an_unreadable_message(store).await;
    sight::coverage("100000000009", store).await;
    many("100000000010", store, findings).await;
    lives::a_job_of_shares("100000000011", store).await;
}

fn everything(account: &str, ms: i64) -> Plan {
    plan(account, Scope::Everything, at(ms))
}
