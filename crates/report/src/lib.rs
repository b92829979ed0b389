//! Formats findings for people and machines: a table, one JSON object, the catalogue.
//!
//! Absent on purpose: terminal, clock, network, file system. Everything here is a function from
//! findings to text; whoever prints decides on colour and width.
mod catalogue;
mod coverage;
mod json;
mod requirements;
mod table;

use model::{AccountRef, Arn, Demand, Evidence, Finding, Outcome, Severity, Status, Timestamp};
use serde::Serialize;

pub use catalogue::{catalogue, explain, list};
pub use coverage::{Coverage, Missed, Old};
pub use json::{json, json_around, json_result};
pub use requirements::{
    Answered, Coverage as FrameworkCoverage, Requirement, framework, requirements,
};
pub use table::{Style, table};

/// The scope, version and settings of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub struct Run {
    /// The id of this run in logs and messages.
    pub id: String,
    /// The program's version.
    pub version: &'static str,
    /// Whose account it is.
    #[serde(skip)]
    pub account: AccountRef,
    /// The time of judging.
    pub at: Timestamp,
    /// The resources that were selected; all where empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Arn>,
    /// The Regions that were selected; all where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<Box<str>>>,
    /// The Regions that are disabled for the account, and so were not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions_off: Vec<Box<str>>,
    /// The controls that were run.
    pub controls: Vec<&'static str>,
    /// Controls that were selected and not run, since AWS takes seconds for each resource: they run
    /// where both the control and the resources are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<&'static str>,
    /// The hash of the settings.
    pub settings: String,
}

/// Which findings are listed one by one; all are counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep {
    /// Also those that pass.
    pub passing: bool,
    /// With the evidence of each.
    pub evidence: bool,
}

/// The findings of one run.
#[derive(Debug)]
pub struct Report {
    /// The scope of the run.
    pub run: Run,
    /// The findings that are listed, in the order of [`Report::finish`].
    pub rows: Vec<Row>,
    /// What was assessed, and what was not.
    pub coverage: Coverage,
    /// What changed since the last run, a line each, where a ledger is in use.
    pub news: Option<Vec<String>>,
    keep: Keep,
}

/// A finding and its control.
#[derive(Clone, Debug)]
pub struct Row {
    /// The control.
    pub control: &'static dyn Demand,
    /// What was concluded.
    pub finding: Finding,
    /// The command that fixes it, where it was made from facts that are not kept.
    made: Option<String>,
}

impl Row {
    /// The command that fixes the finding.
    #[must_use]
    pub fn fix(&self) -> String {
        let made = self.made.clone();
        made.unwrap_or_else(|| self.control.fix_for(&self.finding))
    }
}

impl Report {
    /// A report without findings.
    #[must_use]
    pub fn new(run: Run, keep: Keep) -> Self {
        Self {
            run,
            keep,
            rows: Vec::new(),
            coverage: Coverage::default(),
            news: None,
        }
    }

    /// Counts a finding, and keeps it if it is to be listed.
    pub fn add(&mut self, control: &'static dyn Demand, mut finding: Finding) {
        if !self.count(control, &finding) {
            return;
        }
        let mut made = None;
        if !self.keep.evidence {
            if let Outcome::Fail { evidence, .. } = &finding.outcome {
                let depends = control.fix_by(evidence).is_some();
                made = depends.then(|| control.fix_for(&finding));
            }
            forget_evidence(&mut finding.outcome);
        }
        self.rows.push(Row {
            control,
            finding,
            made,
        });
    }

    /// Counts a finding, for whoever keeps it elsewhere; whether it is to be shown.
    pub fn count(&mut self, control: &'static dyn Demand, finding: &Finding) -> bool {
        self.coverage.count(control, finding, self.run.at);
        self.keep.passing || finding.outcome.status() != Status::Pass
    }

    /// Sorts the findings, the worst first.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.rows
            .sort_by_cached_key(|row| order(row.control, &row.finding));
        self
    }

    /// 1 if a control of at least the severity `fail_on` failed, 3 if something was not assessed and
    /// nothing failed, else 0.
    #[must_use]
    pub fn exit_status(&self, fail_on: Severity) -> u8 {
        let failed = self.coverage.failing.keys().any(|one| *one >= fail_on);
        match (failed, self.coverage.not_assessed) {
            (true, _) => 1,
            (false, 0) => 0,
            (false, _) => 3,
        }
    }
}

/// What results are ordered by: status, the worst severity first, control and place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    status: Status,
    severity: std::cmp::Reverse<Severity>,
    control: &'static str,
    /// Account, Region, resource and part, with a line break between them: none holds one.
    place: Box<str>,
}

/// What a finding is ordered by.
#[must_use]
pub fn order(control: &'static dyn Demand, finding: &Finding) -> Order {
    let Finding {
        region,
        resource,
        part,
        account,
        ..
    } = finding;
    let part = part.as_deref().unwrap_or_default();
    Order {
        status: finding.outcome.status(),
        severity: std::cmp::Reverse(control.severity()),
        control: control.id(),
        place: [&*account.id, region, resource, part].join("\n").into(),
    }
}

fn forget_evidence(outcome: &mut Outcome) {
    if let Outcome::Pass(evidence)
    | Outcome::Fail { evidence, .. }
    | Outcome::Excepted { evidence, .. } = outcome
    {
        *evidence = Evidence::default();
    }
}
