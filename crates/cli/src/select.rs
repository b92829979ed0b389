//! From names on the command line to controls and settings.
use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use apply::Reach;
use controls::Controls;
use model::{Demand, Family, Home, KindInfo, Need, Scope, Settings, Timestamp};

use crate::args::Judging;

/// The control of this id.
pub fn one(id: &str) -> Result<&'static dyn Demand> {
    let near = |candidate: &&str| {
        model::glob(
            &format!("*{}*", id.rsplit('.').next().unwrap_or(id)),
            candidate,
        )
    };
    controls::find(id).with_context(|| match controls::ids().into_iter().find(near) {
        Some(near) => format!(
            "there is no control `{id}`; did you mean `{near}`? `bailiwick controls` lists them"
        ),
        None => format!("there is no control `{id}`; `bailiwick controls` lists them"),
    })
}

/// The settings of the file, or the defaults.
pub fn settings(judging: &Judging, now: Timestamp) -> Result<Settings> {
    match &judging.config {
        None => Ok(Settings::at(now)),
        Some(file) => settings_of(file, now),
    }
}

/// The settings of a file.
pub fn settings_of(file: &Path, now: Timestamp) -> Result<Settings> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("settings file `{name}`"))?;
    Settings::parse(&text, now, &controls::ids()).with_context(|| format!("settings file `{name}`"))
}

/// The controls that were named, or those of the areas that were, or those of the settings'
/// areas, or all.
pub fn controls(judging: &Judging, settings: &Settings) -> Result<Controls> {
    let areas = match &settings.document.areas {
        Some(areas) if judging.area.is_empty() && judging.control.is_empty() => areas,
        _ => &judging.area,
    };
    named(areas, &judging.control)
}

/// The controls of these names in these areas; no name or no area leaves the choice open.
pub fn named(areas: &[String], names: &[String]) -> Result<Controls> {
    areas.iter().try_for_each(|area| check_area(area))?;
    let mut selected: Controls = names.iter().map(|id| one(id)).collect::<Result<_>>()?;
    if names.is_empty() {
        selected = controls::all();
    }
    selected.retain(|control| areas.is_empty() || areas.iter().any(|area| area == control.area()));
    if selected.is_empty() {
        bail!("no control of --control is in an area of --area: leave one of them out");
    }
    Ok(selected)
}

/// Fails where no control is in an area.
pub fn check_area(area: &str) -> Result<()> {
    if !controls::area(area).is_empty() {
        return Ok(());
    }
    let all: BTreeSet<_> = controls::all()
        .iter()
        .map(|control| control.area().to_owned())
        .collect();
    let all: Vec<_> = all.iter().map(|area| format!("`{area}`")).collect();
    bail!(
        "there is no area `{area}`: the areas are {}",
        all.join(", ")
    )
}

/// Fails where no control, present or past, matches a pattern.
pub fn check_pattern(pattern: &str) -> Result<()> {
    let past = controls::RENAMED.iter().map(|(past, _)| *past);
    if controls::ids()
        .into_iter()
        .chain(past)
        .any(|id| model::glob(pattern, id))
    {
        return Ok(());
    }
    bail!("no control matches `{pattern}`; `bailiwick controls` lists them")
}

/// Fails where a text cannot be an account's id.
pub fn check_account(id: &str) -> Result<()> {
    if ::policy::is_account_id(id) {
        return Ok(());
    }
    bail!("`{id}` is no account ID: write its twelve digits")
}

/// The function of this name.
fn home(word: &str) -> Result<Home> {
    let names = Home::ALL.map(Home::word).join("`, `");
    Home::named(word)
        .with_context(|| format!("there is no function `{word}` that audits; there are `{names}`"))
}

/// The controls that a function judges.
pub fn run_by(function: &str) -> Result<Controls> {
    home(function).map(controls::run_by)
}

/// The controls that a function judges by sweep and by event.
pub fn swept_by(function: &str) -> Result<Controls> {
    home(function).map(controls::swept_by)
}

/// The slow controls among those selected that are not to be run: those that were not named. Those
/// that were named are run for resources that were named, too.
pub fn without_slow(
    controls: &mut Controls,
    names: &[String],
    scope: &Scope,
) -> Result<Vec<&'static str>> {
    let mut left_out = Vec::new();
    controls.retain(|control| {
        let run = !controls::is_slow(*control) || names.iter().any(|name| name == control.id());
        if !run && scope.admits(control.kind(), control.needs()) {
            left_out.push(control.id());
        }
        run
    });
    let slow = controls.iter().find(|control| controls::is_slow(**control));
    if let (Some(control), Scope::Everything) = (slow, scope) {
        bail!(
            "`{}` takes AWS seconds for each resource: name those that you want with --resource",
            control.id()
        );
    }
    Ok(left_out)
}

/// The controls that a role is to read for: those that were named, or those of a function.
pub fn for_role(areas: &[String], names: &[String], function: Option<&str>) -> Result<Controls> {
    function.map_or_else(|| named(areas, names), run_by)
}

/// The IAM policy that reads what these controls need. Tags are read where the settings decide
/// something by one.
pub fn policy(controls: &Controls) -> String {
    document(&[("BailiwickReadsConfiguration", reads(controls))])
}

/// The IAM policy of the role that fixes in a family of services. It reads what it judges again,
/// and takes nothing back: that is a person's.
pub fn fixing(word: &str) -> Result<String> {
    let family = Family::ALL.into_iter().find(|one| one.word() == word);
    let names = Family::ALL.map(Family::word).join("`, `");
    let family = family
        .with_context(|| format!("there is no family `{word}` of services; there are `{names}`"))?;
    let of = |writer: &&apply::Writer| writer.family == Some(family);
    let writers = || apply::writers().iter().filter(of);
    let may = |rewriting: bool| -> Actions {
        let reach = move |writer: &&apply::Writer| (writer.reach == Reach::Rewrites) == rewriting;
        let actions = writers().filter(reach).flat_map(|writer| writer.writes);
        actions.copied().collect()
    };
    let mut controls = controls::all();
    controls.retain(|control| {
        let written = |need: &Need| writers().any(|writer| writer.need() == Some(need));
        control.remedy().is_some() && control.needs().iter().any(written)
    });
    Ok(document(&[
        ("BailiwickReadsConfiguration", reads(&controls)),
        ("BailiwickPutsRight", may(false)),
        ("BailiwickRewritesWhatWasApproved", may(true)),
    ]))
}

type Actions = BTreeSet<&'static str>;

fn reads(controls: &Controls) -> Actions {
    let mut actions = controls::actions(controls);
    let kinds = controls.iter().flat_map(|control| control.kind().lineage());
    let tags = kinds.filter_map(KindInfo::tags);
    actions.extend(tags.flat_map(|need| need.reads.iter().copied()));
    actions
}

/// A policy of these statements; one that would allow nothing is left out.
fn document(statements: &[(&str, Actions)]) -> String {
    let statements = statements.iter().filter(|(_, actions)| !actions.is_empty());
    let statements = statements.map(|(sid, actions)| {
        serde_json::json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"})
    });
    let statements: Vec<_> = statements.collect();
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": statements});
    format!("{policy:#}")
}
