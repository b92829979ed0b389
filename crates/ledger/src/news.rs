//! What is published: transitions one by one, or the findings of a first run together.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Demand, Finding, Message, Severity, Transition};

use crate::coverage::Blindness;
use crate::plan::Plan;
use crate::protocol::Protocol;
use crate::record::Record;

/// One transition of one finding.
#[derive(Clone, Debug)]
pub struct News {
    /// What became of it.
    pub transition: Transition,
    /// How it stands now.
    pub record: Record,
    /// What was just found, unless nothing was (the resource is gone, the control retired).
    pub finding: Option<Finding>,
    /// The control, unless it was removed.
    pub control: Option<&'static dyn Demand>,
}

/// The findings of a first run, together.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    /// How many, by severity.
    pub findings: BTreeMap<Severity, usize>,
    /// Some of the worst.
    pub worst: Vec<Record>,
    /// The controls that were looked at for the first time.
    pub controls: BTreeSet<&'static str>,
}

/// Puts news into words: what is returned is kept with the transition until it is sent.
pub trait Compose: Sync {
    /// Of one finding.
    fn news(&self, plan: &Plan, news: &News) -> Vec<Message>;
    /// Of the sight of an account.
    fn blindness(&self, plan: &Plan, blindness: &Blindness) -> Vec<Message>;
    /// Of a first run.
    fn digest(&self, plan: &Plan, digest: &Digest) -> Vec<Message>;
}

/// The worst findings that a digest names.
const WORST: usize = 20;

impl<T: Compose> Protocol<'_, T> {
    /// What first runs kept quiet: this one, and those before it that did not come to an end.
    pub(crate) fn digest(&self) -> Digest {
        let mut digest = Digest::default();
        let records = self.recorded.values().flat_map(HashMap::values);
        let quiet = records.map(|recorded| &recorded.record).filter(|record| {
            let first = !self.runs.has_looked(&record.control, &record.region);
            let judged = || {
                let mut controls = self.plan.controls.iter();
                controls.any(|control| control.id() == record.control)
            };
            record.is_quiet() && first && judged()
        });
        let mut quiet: Vec<_> = quiet.collect();
        for record in &quiet {
            *digest.findings.entry(record.severity).or_default() += 1;
        }
        quiet.sort_by(|a, b| (b.severity, &a.id).cmp(&(a.severity, &b.id)));
        digest.worst = quiet.into_iter().take(WORST).cloned().collect();
        digest
    }
}
