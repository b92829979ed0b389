//! What was seen, and what was not: said beside every report, so that silence is no pass.
use std::collections::{BTreeMap, BTreeSet};

use model::{Demand, Finding, Gap, Outcome, Reason, Severity, Status};
use serde::Serialize;

/// How many judgements ended how, and what stood in the way of those that did not end.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Judgements that ended in a verdict.
    pub assessed: usize,
    /// Judgements that lacked something.
    pub not_assessed: usize,
    /// By status, as `fail` or `pass`.
    pub statuses: BTreeMap<Status, usize>,
    /// Broken demands by severity.
    pub failing: BTreeMap<Severity, usize>,
    /// What was missed, each once, the most missed first once [`Coverage::missed`] sorted it.
    #[serde(skip)]
    gaps: BTreeMap<(String, String), Missed>,
}

/// Something that could not be read, and what that left unjudged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// `denied`, `throttled`, `failed`, `unsupported`.
    pub reason: &'static str,
    /// The IAM action to grant, where it was denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// What AWS said, where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The fact or listing that was missed.
    pub need: &'static str,
    /// The controls that were not judged for it.
    pub controls: BTreeSet<&'static str>,
    /// How many judgements were not made for it.
    pub judgements: usize,
}

impl Coverage {
    pub(crate) fn count(&mut self, control: &'static dyn Demand, finding: &Finding) {
        let status = finding.outcome.status();
        *self.statuses.entry(status).or_default() += 1;
        if status == Status::Fail {
            *self.failing.entry(control.severity()).or_default() += 1;
        }
        match &finding.outcome {
            Outcome::NotAssessed(gap) => self.miss(control, gap),
            _ => self.assessed += 1,
        }
    }

    fn miss(&mut self, control: &'static dyn Demand, gap: &Gap) {
        self.not_assessed += 1;
        let (permission, error) = match &gap.reason {
            Reason::Denied(action) => (Some(action.to_string()), None),
            Reason::Failed(why) => (None, Some(why.to_string())),
            _ => (None, None),
        };
        let what = permission.clone().or_else(|| error.clone());
        let key = (
            gap.reason.word().to_owned(),
            what.unwrap_or_else(|| gap.need.into()),
        );
        let missed = self.gaps.entry(key).or_insert_with(|| Missed {
            reason: gap.reason.word(),
            permission,
            error,
            need: gap.need,
            controls: BTreeSet::new(),
            judgements: 0,
        });
        missed.controls.insert(control.id());
        missed.judgements += 1;
    }

    /// How many findings have this status.
    #[must_use]
    pub fn with_status(&self, status: Status) -> usize {
        self.statuses.get(&status).copied().unwrap_or_default()
    }

    /// What was missed, the most missed first.
    #[must_use]
    pub fn missed(&self) -> Vec<&Missed> {
        let mut missed: Vec<_> = self.gaps.values().collect();
        missed.sort_by_key(|one| std::cmp::Reverse(one.judgements));
        missed
    }
}

impl Missed {
    /// What was missed and what to do about it, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let controls: Vec<_> = self.controls.iter().copied().collect();
        let cost = format!(
            "{} not judged ({})",
            count(self.judgements, "check"),
            controls.join(", ")
        );
        match (&self.permission, &self.error) {
            (Some(action), _) => {
                format!("`{action}` was denied: grant it to these credentials; {cost}")
            }
            (None, Some(error)) => format!("reading `{}` failed ({error}); {cost}", self.need),
            (None, None) => format!("reading `{}` was {}; {cost}", self.need, self.reason),
        }
    }
}

/// `1 check`, `2 checks`.
pub(crate) fn count(number: usize, of: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {of}{s}")
}
