//! Every demand made of an account: one file each, judged on what was seen.
//!
//! Absent on purpose: clock, network, environment, file system, async. The same snapshot and
//! settings give the same findings, today and in a replay next year.
//!
//! To add a control, write its file beside its siblings, name it in that folder's `mod.rs`, and
//! run `UPDATE=1 cargo test -p report` for the catalogue. Start at [`all`].
mod about;
#[cfg(test)]
mod cases;
mod duties;
mod encryption;
mod home;
mod iam;
mod judge;
#[cfg(test)]
mod laws;
mod logging;
mod network;
mod s3;
mod settings;
#[cfg(test)]
mod testing;
mod workload;

use std::collections::BTreeSet;

pub use home::{CONTEXT, part_of, parts, run_by, swept_by};
pub use judge::{ControlFinding, Judge};
use model::own::SettingsException;
use model::{Demand, Kind, Need, Scope, Settings, Snapshot};

/// A list of controls: the whole catalogue, an area, or what somebody selected.
pub type Controls = Vec<&'static dyn Demand>;

const AREAS: [&[&dyn Demand]; 6] = [
    encryption::CONTROLS,
    iam::CONTROLS,
    logging::CONTROLS,
    network::CONTROLS,
    s3::CONTROLS,
    workload::CONTROLS,
];

/// Every control on an account, by area and id.
#[must_use]
pub fn all() -> Controls {
    AREAS.into_iter().flatten().copied().collect()
}

/// The controls on Bailiwick's own settings: judged beside the others, and read from no AWS.
#[must_use]
pub fn own() -> Controls {
    settings::CONTROLS.to_vec()
}

/// Those of them that [`Judge::exceptions`] judges by: a complete run is about them too.
#[must_use]
pub fn about_exceptions() -> Controls {
    let mut controls = own();
    controls.retain(|control| control.kind().id == SettingsException::ID);
    controls
}

/// The whole catalogue.
#[must_use]
pub fn catalogue() -> Controls {
    let mut controls = all();
    controls.extend(own());
    controls
}

/// The controls of one area.
#[must_use]
pub fn area(name: &str) -> Controls {
    let mut controls = all();
    controls.retain(|control| control.area() == name);
    controls
}

/// Whether a control needs what AWS works on for seconds, for each resource anew: it is judged
/// where it and its resources were named, or by a job of its own.
#[must_use]
pub fn is_slow(control: &dyn Demand) -> bool {
    control.needs().iter().any(|need| need.slow)
}

/// The control of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Demand> {
    catalogue().into_iter().find(|control| control.id() == id)
}

/// Controls that were renamed: the former id and the present one. Their findings keep standing.
pub const RENAMED: &[(&str, &str)] = &[];

/// Controls about what somebody did, not about how something is: each such act is told, and that
/// it is long ago heals nothing.
pub const ACTS: &[&str] = &["iam.root-usage"];

/// The ids of the whole catalogue.
#[must_use]
pub fn catalogue_ids() -> Vec<&'static str> {
    catalogue().into_iter().map(Demand::id).collect()
}

/// The ids of every control on an account.
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
) -> Vec<ControlFinding> {
    let controls = admitted(controls, scope);
    let mut judge = Judge::new(controls.clone(), settings.clone());
    let mut kinds: Vec<_> = controls.iter().map(|control| control.kind()).collect();
    kinds.sort_by_key(|kind| kind.id);
    kinds.dedup_by_key(|kind| kind.id);
    let judged = kinds
        .into_iter()
        .flat_map(|kind| judge.piece(snapshot, kind, &(0..snapshot.count(kind))));
    let mut findings: Vec<ControlFinding> = judged.collect();
    findings.extend(judge.unlisted(snapshot));
    findings
}
