//! Patterns of actions without those that were not used.

use super::usage::{Record, Use};
use crate::catalogue::{ActionPattern, service};
use crate::glob::Glob;
use std::collections::BTreeMap;

/// What remains of a pattern.
pub(super) struct Narrowed {
    pub(super) kept: Vec<String>,
    /// What stays without being tracked.
    pub(super) untracked: Vec<String>,
    pub(super) changed: bool,
}

/// The actions of one service that a pattern covers, by name.
#[derive(Default)]
struct Covered {
    kept: Vec<String>,
    dropped: Vec<String>,
    untracked: Vec<String>,
}

/// What remains of an entry of `Action`. Where something goes, the rest is written by the
/// beginnings of names that nothing that goes shares, so that actions that no catalogue knows yet
/// stay as well.
pub(super) fn narrow(pattern: &str, record: &Record) -> Narrowed {
    let covered = covered(pattern, record);
    let untracked = covered
        .iter()
        .flat_map(|(service, covered)| covered.name_untracked(service, record));
    let mut untracked: Vec<String> = untracked.collect();
    if covered.is_empty() {
        untracked.push(pattern.to_owned());
    }
    let changed = covered.values().any(|covered| !covered.dropped.is_empty());
    let kept = if changed {
        covered
            .iter()
            .flat_map(|(service, covered)| covered.written(service, pattern, record))
            .collect()
    } else {
        vec![pattern.to_owned()]
    };
    Narrowed {
        kept,
        untracked,
        changed,
    }
}

/// What an entry of `NotAction` needs beside it, so that it excepts what was not used as well.
pub(super) fn widen(except: &[String], record: &Record) -> Vec<String> {
    let globs: Vec<Glob> = except.iter().map(|pattern| Glob::action(pattern)).collect();
    let mut added = Vec::new();
    for (prefix, usage) in record.services() {
        let covered = covered(&format!("{prefix}:*"), record)
            .remove(prefix)
            .unwrap_or_default();
        let names = match (usage.used, covered.kept.is_empty()) {
            (false, true) => vec!["*".to_owned()],
            // Of a service not used at all, what no catalogue knows was not used either.
            (false, false) => runs(&covered.dropped, &covered.kept, 0),
            (true, _) => covered.dropped,
        };
        added.extend(names.iter().map(|name| format!("{prefix}:{name}")));
    }
    added.retain(|action| !globs.iter().any(|glob| glob.matches(action)));
    added
}

/// The actions that a pattern covers, as far as catalogue and usage know any, by service.
fn covered(pattern: &str, record: &Record) -> BTreeMap<String, Covered> {
    let mut by_service: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut add = |service: &str, name: String| {
        let names = by_service.entry(service.to_owned()).or_default();
        names.entry(name.to_ascii_lowercase()).or_insert(name);
    };
    for action in ActionPattern::new(pattern).actions().into_iter().flatten() {
        add(action.service().prefix(), action.name().to_string());
    }
    // AWS may track what the catalogue does not know yet.
    let glob = Glob::action(pattern);
    for (prefix, usage) in record.services() {
        let names = usage
            .names()
            .filter(|name| glob.matches(&format!("{prefix}:{name}")));
        names.for_each(|name| add(prefix, name.to_owned()));
        if service(prefix).is_err() && glob.matches(&format!("{prefix}:*")) {
            add(prefix, "*".into());
        }
    }
    let sort = |(service, names): (String, BTreeMap<String, String>)| {
        let mut covered = Covered::default();
        for name in names.into_values() {
            match record.of(&service, &name) {
                Use::Unused => covered.dropped.push(name),
                Use::Used => covered.kept.push(name),
                Use::Untracked => {
                    covered.kept.push(name.clone());
                    covered.untracked.push(name);
                }
            }
        }
        (service, covered)
    };
    by_service.into_iter().map(sort).collect()
}

impl Covered {
    fn name_untracked(&self, service: &str, record: &Record) -> Vec<String> {
        if !record.tracks(service) && self.untracked.len() > 1 {
            return vec![format!("{service}:*")];
        }
        self.untracked
            .iter()
            .map(|name| format!("{service}:{name}"))
            .collect()
    }

    /// What is kept of a pattern in one service.
    fn written(&self, service: &str, pattern: &str, record: &Record) -> Vec<String> {
        let beginning = beginning(service, pattern).filter(|_| record.may_use(service));
        let names = match beginning {
            None => self.kept.clone(),
            Some(beginning) if self.dropped.is_empty() => vec![format!("{beginning}*")],
            Some(beginning) => runs(&self.kept, &self.dropped, beginning.len()),
        };
        names
            .iter()
            .map(|name| format!("{service}:{name}"))
            .collect()
    }
}

/// The names by what they begin with: each by the shortest run of words, not shorter than `least`,
/// that begins none of the others; a name of which there is no such run, in full.
fn runs(names: &[String], others: &[String], least: usize) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for name in names {
        if chosen.iter().any(|run| Glob::action(run).matches(name)) {
            continue;
        }
        let words = name
            .char_indices()
            .skip(1)
            .filter(|(_, c)| c.is_ascii_uppercase());
        let mut beginnings = words
            .filter_map(|(at, _)| name.get(..at))
            .filter(|text| text.len() >= least);
        let free = |beginning: &&str| !others.iter().any(|other| begins(other, beginning));
        chosen.push(
            beginnings
                .find(free)
                .map_or_else(|| name.clone(), |beginning| format!("{beginning}*")),
        );
    }
    chosen
}

/// What names of the service begin with under a pattern that leaves their end open; `None` where
/// the pattern is of another form.
fn beginning<'p>(service: &str, pattern: &'p str) -> Option<&'p str> {
    if pattern == "*" {
        return Some("");
    }
    let (of, name) = pattern.split_once(':')?;
    let beginning = name.strip_suffix('*')?;
    let open = !beginning.contains(['*', '?']);
    (open && Glob::action(of).matches(service)).then_some(beginning)
}

fn begins(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}
