//! From names on the command line to controls and settings.
use std::path::Path;

use anyhow::{Context, Result, bail};
use controls::Controls;
use model::{Demand, Settings, Timestamp};

use crate::args::Judging;

/// The control of this id.
pub fn one(id: &str) -> Result<&'static dyn Demand> {
    let near =
        |known: &&str| model::glob(&format!("*{}*", id.rsplit('.').next().unwrap_or(id)), known);
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
    let named: Controls = judging
        .control
        .iter()
        .map(|id| one(id))
        .collect::<Result<_>>()?;
    let areas = match (&judging.area, &settings.document.areas) {
        (named, _) if !named.is_empty() => named.clone(),
        (_, Some(areas)) if named.is_empty() => areas.clone(),
        _ => Vec::new(),
    };
    for area in &areas {
        if controls::area(area).is_empty() {
            bail!("there is no area `{area}`; an id of `bailiwick controls` begins with its area");
        }
    }
    let mut selected = if named.is_empty() {
        controls::all()
    } else {
        named
    };
    if !areas.is_empty() {
        selected.retain(|control| areas.iter().any(|area| area == control.area()));
    }
    if selected.is_empty() {
        bail!("no control is both in --area and in --control");
    }
    Ok(selected)
}
