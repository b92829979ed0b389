//! Every demand made of an account: one file each, judged on what was seen.
//!
//! Absent on purpose: clock, network, environment, file system, async. The same snapshot and
//! settings give the same findings, today and in a replay next year.
//!
//! To add a control, write its file beside its siblings, name it in that folder's `mod.rs`, and
//! run `UPDATE=1 cargo test -p controls` for the catalogue. Start at [`all`].
mod exceptions;
#[cfg(test)]
mod laws;
mod s3;
#[cfg(test)]
mod testing;

use std::collections::BTreeSet;
use std::ops::Range;

pub use exceptions::except;
use model::{Demand, Finding, KindInfo, Need, Scope, Settings, Snapshot};

/// A list of controls: the whole catalogue, an area, or what somebody selected.
pub type Controls = Vec<&'static dyn Demand>;

const AREAS: [&[&dyn Demand]; 1] = [s3::CONTROLS];

/// The catalogue, by area and id.
#[must_use]
pub fn all() -> Controls {
    AREAS.into_iter().flatten().copied().collect()
}

/// The controls of one area.
#[must_use]
pub fn area(name: &str) -> Controls {
    let mut controls = all();
    controls.retain(|control| control.area() == name);
    controls
}

/// The control of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Demand> {
    all().into_iter().find(|control| control.id() == id)
}

/// The ids of the catalogue.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    all().into_iter().map(Demand::id).collect()
}

/// Everything these controls need, each need once, listings of their kinds included.
#[must_use]
pub fn needs(controls: &[&'static dyn Demand]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for control in controls {
        for need in control
            .needs()
            .iter()
            .copied()
            .chain([control.kind().listing()])
        {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
    }
    needs
}

/// The IAM actions these controls cost: neither more nor less goes into their function's role.
#[must_use]
pub fn actions(controls: &[&'static dyn Demand]) -> BTreeSet<&'static str> {
    let needs = needs(controls);
    needs
        .iter()
        .flat_map(|need| need.actions().collect::<Vec<_>>())
        .collect()
}

/// Those controls that a run with this scope can judge.
#[must_use]
pub fn admitted(controls: &[&'static dyn Demand], scope: &Scope) -> Controls {
    let fed = |control: &&&'static dyn Demand| scope.admits(control.kind(), control.needs());
    controls.iter().filter(fed).copied().collect()
}

/// A control and what it found.
pub type Found = (&'static dyn Demand, Finding);

/// Judges some resources of one kind by the controls that are about them.
#[must_use]
pub fn judge(
    controls: &[&'static dyn Demand],
    snapshot: &Snapshot,
    kind: &KindInfo,
    rows: &Range<usize>,
    settings: &Settings,
) -> Vec<Found> {
    let about = controls
        .iter()
        .filter(|control| control.kind().id == kind.id);
    let judged = about.flat_map(|control| {
        let findings = control.assess(snapshot, rows.clone(), settings).into_iter();
        findings.map(|finding| (*control, except(finding, settings)))
    });
    judged.collect()
}

/// What each control says of the places whose resources could not be listed.
#[must_use]
pub fn unlisted(controls: &[&'static dyn Demand], snapshot: &Snapshot) -> Vec<Found> {
    let missed = |control: &&'static dyn Demand| {
        let control = *control;
        let findings = control.unlisted(snapshot).into_iter();
        findings.map(move |finding| (control, finding))
    };
    controls.iter().flat_map(missed).collect()
}

/// The findings of those controls that the scope can feed, on all that the snapshot holds.
#[must_use]
pub fn assess(
    controls: &[&'static dyn Demand],
    scope: &Scope,
    snapshot: &Snapshot,
    settings: &Settings,
) -> Vec<Found> {
    let controls = admitted(controls, scope);
    let judged = controls.iter().flat_map(|control| {
        let rows = 0..snapshot.count(control.kind());
        judge(&[*control], snapshot, control.kind(), &rows, settings)
    });
    judged.chain(unlisted(&controls, snapshot)).collect()
}
