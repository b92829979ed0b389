//! What cannot be read, by permission: reported when it is lost, again when more resources go dark, and
//! once when all can be read again.
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
    /// The highest severity of what is not judged for it.
    pub severity: Severity,
    /// The areas that miss it, and in which Regions.
    pub areas: BTreeMap<String, BTreeSet<String>>,
    /// The controls that are not judged for it.
    pub controls: BTreeSet<String>,
    /// Some of the resources where it is missing: those that were reported last.
    pub places: BTreeSet<String>,
    /// The resources that are not judged for it, by area and Region: the first digits of their ARNs'
    /// hashes.
    #[serde(default)]
    pub dark: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// The areas where nothing could be read with it when all was looked at: a new resource there was
    /// never judged, so that not judging it is no news.
    #[serde(default)]
    pub whole: BTreeSet<String>,
    /// Since when.
    pub since: Timestamp,
    /// How often it was reported as lost or restored.
    pub sequence: u64,
    /// Whether it is restored by now.
    #[serde(default)]
    pub restored: bool,
}

/// What is reported of the sight of an account.
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
    /// How many resources were judged before, or never seen, and are not judged any more.
    pub resources: usize,
    /// The highest severity of the controls that are not judged there any more.
    pub severity: Severity,
    /// When it was noticed.
    pub observed_at: Timestamp,
}

/// What it takes to read anything in an account whose role is assumed; whoever saw something could do it.
pub const ENTRY: &str = "sts:AssumeRole";

/// So many places are named in a message.
const PLACES: usize = 10;
/// So many are remembered within a run, to name among them those that are new.
const NAMES: usize = 200;
/// With more resources than this in the dark, they are not distinguished any more: DynamoDB takes items
/// of up to 400 KB.
const DARK: usize = 25_000;
/// So many digits of a resource's hash distinguish it from 25,000 others.
const DIGITS: usize = 10;

/// A resource: the Region of its finding, and the first digits of its ARN's hash.
pub(crate) type Spot = (String, String);

/// What a run could not read with one permission.
#[derive(Clone, Debug)]
pub(crate) struct Missed {
    pub lost: Lost,
    /// The worst control that is not judged, by Region and resource.
    spots: BTreeMap<Spot, Severity>,
    /// The ARNs of some of them.
    names: BTreeMap<Spot, String>,
}

/// What one run could and could not read, by permission.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    pub missed: BTreeMap<String, Missed>,
    pub seen: BTreeSet<&'static str>,
    /// Whether the run is about resources that were named: then it remembers which it saw.
    named: bool,
    seen_at: BTreeMap<&'static str, BTreeSet<Spot>>,
}

/// What a run looked at as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Swept<'a> {
    /// Resources that were named, or some controls alone.
    Nothing,
    /// All that lies in these Regions.
    Regions(&'a [Box<str>]),
    /// All there is.
    Everything,
}

/// What a run has to say of one permission.
pub(crate) struct View<'a> {
    pub area: &'a str,
    /// What was looked at as a whole.
    pub swept: Swept<'a>,
    pub missed: Option<&'a Missed>,
    /// Whether anything was read with it.
    pub seen: bool,
    pub seen_at: Option<&'a BTreeSet<Spot>>,
}

/// What is reported of a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub transition: Transition,
    pub resources: usize,
    pub severity: Severity,
}

impl Report {
    /// What is reported of two parts of one run.
    fn with(self, other: Self) -> Self {
        let lost = |report: &Self| report.transition == Transition::CoverageLost;
        match (lost(&self), lost(&other)) {
            (true, false) => self,
            (false, true) => other,
            _ => Self {
                resources: self.resources + other.resources,
                severity: self.severity.max(other.severity),
                ..self
            },
        }
    }
}

fn spot(finding: &Finding) -> Spot {
    let hash = model::short_hash(&finding.resource);
    let digits = hash.chars().take(DIGITS).collect();
    (finding.region.to_string(), digits)
}

impl Sight {
    pub(crate) fn of(named: bool) -> Self {
        Self {
            named,
            ..Self::default()
        }
    }

    pub(crate) fn note(&mut self, area: &str, control: &dyn Demand, finding: &Finding) {
        match &finding.outcome {
            Outcome::NotAssessed(gap) => self.miss(area, control, finding, gap),
            Outcome::Pass(evidence)
            | Outcome::Fail { evidence, .. }
            | Outcome::Excepted { evidence, .. } => {
                self.see(control, finding, evidence);
            }
            Outcome::NotApplicable(_) => {}
        }
    }

    /// What the run has to say of a permission.
    pub(crate) fn view<'a>(
        &'a self,
        permission: &str,
        area: &'a str,
        swept: Swept<'a>,
    ) -> View<'a> {
        View {
            area,
            swept,
            missed: self.missed.get(permission),
            seen: self.seen.contains(permission),
            seen_at: self.seen_at.get(permission),
        }
    }

    fn see(&mut self, control: &dyn Demand, finding: &Finding, Evidence(sights): &Evidence) {
        let read = |id: &str| sights.iter().any(|sight| &*sight.fact == id);
        let needs = control.needs().iter().filter(|need| read(need.id));
        let actions = needs.flat_map(model::Need::actions);
        let actions: BTreeSet<_> = actions.chain([ENTRY]).collect();
        if self.named {
            for action in &actions {
                self.seen_at
                    .entry(action)
                    .or_default()
                    .insert(spot(finding));
            }
        }
        self.seen.extend(actions);
    }

    fn miss(&mut self, area: &str, control: &dyn Demand, finding: &Finding, gap: &Gap) {
        let permission = match &gap.reason {
            Reason::Denied(action) | Reason::DeniedBy { action, .. } => action.to_string(),
            // Not offered here, or never requested: nothing was lost.
            Reason::Unsupported | Reason::NotOffered | Reason::NotRequested => return,
            Reason::Throttled | Reason::Failed(_) => gap
                .permissions
                .first()
                .copied()
                .unwrap_or(gap.need)
                .to_owned(),
        };
        let fresh = || Missed {
            lost: Lost {
                permission: permission.clone(),
                reason: gap.reason.word().into(),
                severity: control.severity(),
                areas: BTreeMap::new(),
                controls: BTreeSet::new(),
                places: BTreeSet::new(),
                dark: BTreeMap::new(),
                whole: BTreeSet::new(),
                since: finding.observed_at,
                sequence: 0,
                restored: false,
            },
            spots: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        let missed = self.missed.entry(permission.clone()).or_insert_with(fresh);
        let (spot, severity) = (spot(finding), control.severity());
        let worst = missed.spots.entry(spot.clone()).or_insert(severity);
        *worst = severity.max(*worst);
        if missed.names.len() < NAMES {
            missed.names.insert(spot, gap.resource.to_string());
        }
        let lost = &mut missed.lost;
        lost.severity = lost.severity.max(severity);
        lost.controls.insert(control.id().into());
        lost.areas
            .entry(area.into())
            .or_default()
            .insert(finding.region.to_string());
    }
}

/// What all parts of a run have to say of one permission, over what is known of it: reported once.
pub(crate) fn revise_all(
    before: Option<&Lost>,
    mut views: Vec<View<'_>>,
) -> Option<(Lost, Option<Report>)> {
    // What one part can read again is no news as long as another one cannot.
    views.sort_by_key(|view| view.missed.is_none());
    let (mut kept, mut reports, mut places) = (None::<Lost>, Vec::new(), BTreeSet::new());
    for view in &views {
        let Some((revised, report)) = revise(kept.as_ref().or(before), view) else {
            continue;
        };
        if report.is_some() {
            places.extend(revised.places.iter().cloned());
        }
        reports.extend(report);
        kept = Some(revised);
    }
    let mut kept = kept?;
    let several = reports.len() > 1;
    let report = reports.into_iter().reduce(Report::with);
    let reported = before.map_or(0, |lost| lost.sequence);
    kept.sequence = reported + u64::from(report.is_some());
    if several {
        kept.places = places.into_iter().take(PLACES).collect();
    }
    Some((kept, report))
}

/// What is kept of a permission after a run, and what is reported; `None` where nothing changes.
///
/// It is reported as lost when the first resource goes dark, and again whenever one goes dark that
/// was judged before, with all that go dark in the same run; as restored when nothing is dark.
fn revise(before: Option<&Lost>, view: &View<'_>) -> Option<(Lost, Option<Report>)> {
    let active = before.filter(|lost| !lost.restored);
    let mut kept = match (active, view.missed) {
        (Some(active), missed) => merged(active, missed),
        (None, Some(missed)) => missed.lost.clone(),
        (None, None) => return None,
    };
    kept.sequence = before.map_or(0, |lost| lost.sequence);
    let report = match view.missed {
        Some(missed) => went_dark(active, missed, view),
        None => None,
    };
    if let Some((missed, report)) = view.missed.zip(report.as_ref()) {
        kept.places = places(active, missed, view.area, report.resources);
    }
    look_around(&mut kept, view);
    kept.restored = kept.areas.is_empty();
    let restored = Report {
        transition: Transition::CoverageRestored,
        resources: 0,
        severity: kept.severity,
    };
    let report = report.or_else(|| kept.restored.then_some(restored));
    kept.sequence += u64::from(report.is_some());
    (Some(&kept) != before).then_some((kept, report))
}

fn merged(active: &Lost, missed: Option<&Missed>) -> Lost {
    let mut kept = active.clone();
    if let Some(Missed { lost, .. }) = missed {
        kept.reason.clone_from(&lost.reason);
        kept.severity = kept.severity.max(lost.severity);
        kept.controls.extend(lost.controls.iter().cloned());
    }
    kept
}

/// Whether a resource was in the dark before.
fn was_dark(active: Option<&Lost>, area: &str, (region, digits): &Spot) -> bool {
    let dark = active.and_then(|lost| lost.dark.get(area)?.get(region));
    dark.is_some_and(|dark| dark.contains(digits))
}

/// The resources that went dark, if that is to be reported.
fn went_dark(active: Option<&Lost>, missed: &Missed, view: &View<'_>) -> Option<Report> {
    let never_judged = active.is_some_and(|lost| lost.whole.contains(view.area));
    let new = missed
        .spots
        .iter()
        .filter(|(spot, _)| !was_dark(active, view.area, spot));
    let severities: Vec<_> = new.map(|(_, severity)| *severity).collect();
    let severity = severities.iter().copied().max()?;
    (active.is_none() || !never_judged).then_some(Report {
        transition: Transition::CoverageLost,
        resources: severities.len(),
        severity,
    })
}

/// Some of the resources that went dark.
fn places(active: Option<&Lost>, missed: &Missed, area: &str, new: usize) -> BTreeSet<String> {
    let names = missed.names.iter();
    let fresh = names.filter(|(spot, _)| !was_dark(active, area, spot));
    fresh
        .map(|(_, name)| name.clone())
        .take(PLACES.min(new))
        .collect()
}

/// Enters what is dark now in the area that looked.
fn look_around(kept: &mut Lost, view: &View<'_>) {
    let swept = |region: &str| {
        let global = region == Finding::GLOBAL;
        let among = |regions: &[Box<str>]| global || regions.iter().any(|one| **one == *region);
        match view.swept {
            Swept::Nothing => false,
            Swept::Everything => true,
            Swept::Regions(regions) => among(regions),
        }
    };
    let dark = kept.dark.entry(view.area.into()).or_default();
    let areas = kept.areas.entry(view.area.into()).or_default();
    dark.retain(|region, _| !swept(region));
    areas.retain(|region| !swept(region));
    for (region, digits) in view.seen_at.into_iter().flatten() {
        if let Some(dark) = dark.get_mut(region) {
            dark.remove(digits);
        }
    }
    let spots = view
        .missed
        .into_iter()
        .flat_map(|missed| missed.spots.keys());
    for (region, digits) in spots {
        dark.entry(region.clone())
            .or_default()
            .insert(digits.clone());
        areas.insert(region.clone());
    }
    dark.retain(|_, digits| !digits.is_empty());
    let too_many = dark.values().map(BTreeSet::len).sum::<usize>() > DARK;
    let (empty, gone) = (dark.is_empty() || too_many, areas.is_empty());
    let all_dark = too_many || (view.swept != Swept::Nothing && !view.seen);
    let some_seen = view.seen && !too_many;
    if empty {
        kept.dark.remove(view.area);
    }
    if gone {
        kept.areas.remove(view.area);
    }
    if gone || some_seen {
        kept.whole.remove(view.area);
    } else if all_dark {
        kept.whole.insert(view.area.into());
    }
}

#[cfg(test)]
mod tests;
