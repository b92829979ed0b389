//! The requirements of a framework: which controls cover each, and why some are not covered.
use std::collections::BTreeMap;
use std::fmt::Write;

use model::{Demand, Framework};
use serde::Serialize;

/// Every requirement of the frameworks that publish a list: framework, id, and whether the
/// framework itself says that a machine can judge it.
const LISTED: &str = include_str!("../requirements.tsv");

/// The coverage of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answered {
    /// All of its controls are built.
    Covered,
    /// Some of its controls are built; others are planned.
    Partly,
    /// Its controls are planned; none is built.
    Planned,
    /// No control: the framework requires a manual assessment.
    Manual,
    /// No control covers it, and none is planned.
    NotCovered,
}

/// One requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its id in the framework.
    pub requirement: &'static str,
    /// Its coverage.
    pub status: Answered,
    /// The controls that cover it.
    pub controls: Vec<&'static str>,
    /// The planned controls that will cover it.
    pub planned: Vec<&'static str>,
    /// Why it is not, or not fully, covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// A framework's requirements.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Its name, as `CIS-7.0`.
    pub framework: &'static str,
    /// Whether every requirement of the framework is listed; otherwise only those that some control
    /// covers or will cover.
    pub complete: bool,
    /// In the order of their ids.
    pub requirements: Vec<Requirement>,
}

impl Answered {
    fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Partly => "partly",
            Self::Planned => "planned",
            Self::Manual => "manual",
            Self::NotCovered => "not covered",
        }
    }

    fn reason(self) -> Option<&'static str> {
        match self {
            Self::Covered => None,
            Self::Partly => Some("some of its controls are planned and not built"),
            Self::Planned => Some("its controls are planned and not built"),
            Self::Manual => Some("the framework requires a manual assessment"),
            Self::NotCovered => Some("no control covers it, and none is planned"),
        }
    }
}

/// The framework of this name: of its whole name in any case, or of a part that no other has.
#[must_use]
pub fn framework(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let whole = Framework::names().find(|one| one.to_lowercase() == name);
    let part = |one: &&str| one.to_lowercase().contains(&name);
    let mut like = Framework::names().filter(part);
    match (whole, like.next(), like.next()) {
        (Some(whole), ..) => Some(whole),
        (None, only, None) => only,
        _ => None,
    }
}

/// The requirements of a framework, and how these controls cover them.
#[must_use]
pub fn requirements(framework: &'static str, built: &[&'static dyn Demand]) -> Coverage {
    let mut all: BTreeMap<Vec<Part>, Requirement> = BTreeMap::new();
    let mut manual = Vec::new();
    let mut complete = false;
    for line in LISTED.lines().skip(1) {
        let mut cells = line.split('\t');
        if cells.next() != Some(framework) {
            continue;
        }
        complete = true;
        let id = cells.next().unwrap_or_default();
        all.insert(parts(id), Requirement::new(id));
        if cells.next() == Some("manual") {
            manual.push(id);
        }
    }
    for (id, control) in Framework::answers(framework) {
        let new = || Requirement::new(id);
        let one = all.entry(parts(id)).or_insert_with(new);
        match built.iter().any(|built| built.id() == control) {
            true => one.controls.push(control),
            false => one.planned.push(control),
        }
    }
    let mut requirements: Vec<_> = all.into_values().collect();
    for one in &mut requirements {
        one.settle(manual.contains(&one.requirement));
    }
    Coverage {
        framework,
        complete,
        requirements,
    }
}

impl Requirement {
    fn new(requirement: &'static str) -> Self {
        Self {
            requirement,
            status: Answered::NotCovered,
            controls: Vec::new(),
            planned: Vec::new(),
            reason: None,
        }
    }

    fn settle(&mut self, manual: bool) {
        self.status = match (&*self.controls, &*self.planned) {
            ([_, ..], []) => Answered::Covered,
            ([_, ..], [_, ..]) => Answered::Partly,
            ([], [_, ..]) => Answered::Planned,
            ([], []) if manual => Answered::Manual,
            ([], []) => Answered::NotCovered,
        };
        self.reason = self.status.reason();
    }
}

impl Coverage {
    /// One line a requirement, after the totals.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = self.totals();
        let width = self.requirements.iter().map(|one| one.requirement.len());
        let width = width.max().unwrap_or_default();
        for one in &self.requirements {
            let status = one.status.word();
            let _ = write!(text, "{:width$}  {status:11}", one.requirement);
            if !one.controls.is_empty() {
                let _ = write!(text, "  {}", one.controls.join(", "));
            }
            if !one.planned.is_empty() {
                let _ = write!(text, "  (planned: {})", one.planned.join(", "));
            }
            if let (true, Some(reason)) = (one.planned.is_empty(), one.reason) {
                let _ = write!(text, "  {reason}");
            }
            text.push('\n');
        }
        text
    }

    fn totals(&self) -> String {
        let mut counts: BTreeMap<Answered, usize> = BTreeMap::new();
        for one in &self.requirements {
            *counts.entry(one.status).or_default() += 1;
        }
        let counts: Vec<_> = counts
            .iter()
            .map(|(status, count)| format!("{count} {}", status.word()))
            .collect();
        let Self { framework, .. } = self;
        let total = self.requirements.len();
        let whole = match self.complete {
            true => format!("{framework}: {total} requirements"),
            false => format!(
                "{framework}: {total} requirements that some control covers or will cover \
                 (the framework's others are not listed)"
            ),
        };
        format!("{whole}: {}\n\n", counts.join(", "))
    }
}

/// A piece of an id: numbers are compared as numbers, so that 2.10 comes after 2.9.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

fn parts(id: &str) -> Vec<Part> {
    let pieces = id.split_inclusive(|c: char| !c.is_ascii_digit());
    let pieces = pieces.flat_map(|piece| {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        let (number, rest) = piece.split_at(digits.len());
        let text = (!rest.is_empty()).then(|| Part::Text(rest.into()));
        number
            .parse()
            .ok()
            .map(Part::Number)
            .into_iter()
            .chain(text)
    });
    pieces.collect()
}
