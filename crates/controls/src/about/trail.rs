//! Trails: whose they are, and whether one of them records some events of the account.
//!
//! A trail of the organization counts where another account owns it: it is seen only where it records
//! the account, and CloudTrail tells its members what it records. Its settings are that account's.
use model::cloudtrail::{EventSelectors, Trail, TrailScope, TrailStatus};
use model::{Account, Fact, Gap, Judged, Need, Resource, Settings, Verdict, broken};
use serde_json::json;

use super::recorded::{Events, records_all};
use super::regions::every_region;
use super::verdicts::not_applicable;

/// What [`recorded`] needs.
pub(crate) const NEEDS: [Need; 3] = [EventSelectors::NEED, TrailScope::NEED, TrailStatus::NEED];

/// The most trails that are named.
const MOST: usize = 5;

/// Judges a trail of the account's own; others are judged in the account that owns them.
pub(crate) fn own(trail: Resource<Trail>, judge: impl FnOnce(Resource<Trail>) -> Judged) -> Judged {
    match Trail::owner(trail.id()) == &*trail.account().id {
        true => judge(trail),
        false => not_applicable("another account owns the trail"),
    }
}

/// Passes where one multi-Region trail that is logging records all of these events. What could not be
/// read of one trail is no matter where another one records them.
pub(crate) fn recorded(
    account: Resource<Account>,
    settings: &Settings,
    wanted: &[Events],
) -> Judged {
    let (mut gap, mut faults, mut seen) = (None, Vec::new(), Vec::new());
    for region in every_region(account, settings)? {
        let trails = region.children::<Trail>().unwrap_or_else(|missed| {
            gap.get_or_insert(missed);
            Vec::new()
        });
        for trail in trails {
            seen.push(trail.id());
            match fault(trail, wanted) {
                Ok(None) => return Ok(Verdict::Holds),
                Ok(Some(fault)) => faults.push(format!("trail `{}` {fault}", trail.id())),
                Err(missed) => {
                    gap.get_or_insert(missed);
                }
            }
        }
    }
    match gap {
        Some(gap) => Err(gap),
        None => {
            account.show("trails", json!(seen));
            Ok(broken(words(faults)))
        }
    }
}

/// Why a trail does not record all of these events.
fn fault(trail: Resource<Trail>, wanted: &[Events]) -> Result<Option<String>, Gap> {
    if !trail.see::<TrailScope>()?.multi_region {
        return Ok(Some("records one Region".into()));
    }
    if !trail.see::<TrailStatus>()?.logging {
        return Ok(Some("is not logging".into()));
    }
    let selectors = trail.see::<EventSelectors>()?;
    let partition = &trail.account().partition;
    let mut missing = wanted.iter();
    let missing = missing.find(|events| !records_all(selectors, **events, partition));
    Ok(missing.map(|events| format!("does not record all {}", events.words())))
}

fn words(mut faults: Vec<String>) -> String {
    if faults.is_empty() {
        return "no trail records the account".into();
    }
    faults.sort_unstable();
    let more = faults.len().saturating_sub(MOST);
    faults.truncate(MOST);
    let faults = faults.join("; ");
    match more {
        0 => faults,
        more => format!("{faults}; and {more} more"),
    }
}
