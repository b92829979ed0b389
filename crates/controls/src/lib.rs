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

pub use exceptions::except;
use model::{Demand, Finding, Need, Scope, Settings, Snapshot};

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

/// The findings of those controls that the scope can feed, on all that the snapshot holds.
#[must_use]
pub fn assess(
    controls: &[&'static dyn Demand],
    scope: &Scope,
    snapshot: &Snapshot,
    settings: &Settings,
) -> Vec<Finding> {
    let findings = admitted(controls, scope).into_iter().flat_map(|control| {
        let judged = control.assess(snapshot, 0..snapshot.count(control.kind()), settings);
        judged.into_iter().chain(control.unlisted(snapshot))
    });
    findings.map(|finding| except(finding, settings)).collect()
}
