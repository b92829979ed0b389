//! What cannot be read: told once when it is lost and once when it is back, one by permission.
use std::collections::{BTreeMap, BTreeSet};

use model::{
    AccountRef, Demand, Evidence, Finding, Gap, Outcome, Reason, Severity, Timestamp, Transition,
};
use serde::{Deserialize, Serialize};

/// A permission that is missing, or a read that does not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The IAM action of the read.
    pub permission: String,
    /// `denied`, `throttled` or `failed`.
    pub reason: String,
    /// The worst of what is not judged for it.
    pub severity: Severity,
    /// The areas that miss it, and in which Regions.
    pub areas: BTreeMap<String, BTreeSet<String>>,
    /// The controls that are not judged for it.
    pub controls: BTreeSet<String>,
    /// Some of the places where it was missed.
    pub places: BTreeSet<String>,
    /// Since when.
    pub since: Timestamp,
    /// How often it was lost and restored.
    pub sequence: u64,
    /// Whether it is restored by now.
    #[serde(default)]
    pub restored: bool,
}

/// What is told of the sight of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blindness {
    /// Lost or restored.
    pub transition: Transition,
    /// Whose account it is.
    pub account: AccountRef,
    /// The area that noticed.
    pub area: String,
    /// What it is about.
    pub lost: Lost,
    /// When it was noticed.
    pub observed_at: Timestamp,
}

/// What it takes to read anything in an account whose role is assumed; whoever saw something could do it.
pub const ENTRY: &str = "sts:AssumeRole";

/// So many places are kept of those where a permission was missed.
const PLACES: usize = 10;

/// What one run could and could not read, by permission.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    pub missed: BTreeMap<String, Lost>,
    pub seen: BTreeSet<&'static str>,
}

impl Sight {
    pub(crate) fn note(&mut self, area: &str, control: &dyn Demand, finding: &Finding) {
        match &finding.outcome {
            Outcome::NotAssessed(gap) => self.miss(area, control, finding, gap),
            Outcome::Pass(evidence)
            | Outcome::Fail { evidence, .. }
            | Outcome::Excepted { evidence, .. } => {
                self.see(control, evidence);
            }
            Outcome::NotApplicable(_) => {}
        }
    }

    fn see(&mut self, control: &dyn Demand, Evidence(sights): &Evidence) {
        self.seen.insert(ENTRY);
        let read = |id: &str| sights.iter().any(|sight| &*sight.fact == id);
        for need in control.needs().iter().filter(|need| read(need.id)) {
            self.seen.extend(need.actions());
        }
    }

    fn miss(&mut self, area: &str, control: &dyn Demand, finding: &Finding, gap: &Gap) {
        let permission = match &gap.reason {
            Reason::Denied(action) => action.to_string(),
            // Known not to exist here, or never asked for: nothing was lost.
            Reason::Unsupported | Reason::NotAsked => return,
            Reason::Throttled | Reason::Failed(_) => gap
                .permissions
                .first()
                .copied()
                .unwrap_or(gap.need)
                .to_owned(),
        };
        let lost = self
            .missed
            .entry(permission.clone())
            .or_insert_with(|| Lost {
                permission,
                reason: gap.reason.word().into(),
                severity: control.severity(),
                areas: BTreeMap::new(),
                controls: BTreeSet::new(),
                places: BTreeSet::new(),
                since: finding.observed_at,
                sequence: 0,
                restored: false,
            });
        lost.severity = lost.severity.max(control.severity());
        lost.controls.insert(control.id().into());
        lost.areas
            .entry(area.into())
            .or_default()
            .insert(finding.region.to_string());
        if lost.places.len() < PLACES {
            lost.places.insert(gap.resource.to_string());
        }
    }
}

/// What is kept and told when a run misses something; `None` for `told` if it is no news.
pub(crate) fn lose(before: Option<Lost>, now: &Lost) -> (Lost, bool) {
    let news = before.as_ref().is_none_or(|known| known.restored);
    let mut kept = Lost {
        sequence: before.as_ref().map_or(0, |known| known.sequence) + u64::from(news),
        ..now.clone()
    };
    if let Some(known) = before.filter(|known| !known.restored) {
        kept.since = known.since;
        kept.controls.extend(known.controls);
        kept.places = known.places;
        for (area, regions) in known.areas {
            kept.areas.entry(area).or_default().extend(regions);
        }
    }
    (kept, news)
}

/// What is kept and told when an area can read again, having looked at these Regions (or at all).
pub(crate) fn restore(
    before: &Lost,
    area: &str,
    regions: Option<&[Box<str>]>,
) -> Option<(Lost, bool)> {
    let missed = before.areas.get(area).filter(|_| !before.restored)?;
    let looked_at = |region: &String| {
        let global = region == Finding::GLOBAL;
        regions.is_none_or(|looked| global || looked.iter().any(|one| **one == **region))
    };
    let left: BTreeSet<_> = missed
        .iter()
        .filter(|region| !looked_at(region))
        .cloned()
        .collect();
    let mut kept = before.clone();
    match left.is_empty() {
        true => kept.areas.remove(area),
        false => kept.areas.insert(area.into(), left),
    };
    let restored = kept.areas.is_empty();
    kept.restored = restored;
    kept.sequence += u64::from(restored);
    Some((kept, restored))
}
