//! What was assessed and what was not, beside every report: what is not listed is not a pass.
use std::collections::{BTreeMap, BTreeSet};

use model::{Demand, Denier, Evidence, Finding, Gap, Outcome, Reason, Severity, Status, Timestamp};
use serde::Serialize;

/// The number of checks by outcome, and why some were not assessed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Checks with a verdict.
    pub assessed: usize,
    /// Checks that lacked a fact.
    pub not_assessed: usize,
    /// By status, as `fail` or `pass`.
    pub statuses: BTreeMap<Status, usize>,
    /// Failed checks by severity.
    pub failing: BTreeMap<Severity, usize>,
    /// What could not be read, each once.
    #[serde(skip)]
    gaps: BTreeMap<(String, String), Missed>,
    /// What was not read now but rests on something AWS made earlier, by fact.
    #[serde(skip)]
    old: BTreeMap<Box<str>, Old>,
}

/// A fact that is older than the run: AWS makes the credential report once in four hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Old {
    /// The fact.
    pub fact: Box<str>,
    /// What AWS reports of it was so at this time.
    pub at: Timestamp,
    /// How long before the run that was, in minutes.
    pub minutes: i64,
    /// How many judgements rest on it.
    pub judgements: usize,
}

/// What is older than this before a run was not read by it.
const OLD: i64 = 15;

/// Something that could not be read, and the checks that it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// `denied`, `throttled`, `failed`, `unsupported`.
    pub reason: &'static str,
    /// The IAM action to grant, where it was denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// The policy that denies it, where AWS says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denied_by: Option<Denier>,
    /// What AWS said, where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The fact or listing that could not be read.
    pub need: &'static str,
    /// The controls that could not be assessed without it.
    pub controls: BTreeSet<&'static str>,
    /// The number of checks that were not assessed.
    pub judgements: usize,
}

impl Coverage {
    /// Counts a finding of a run of this time.
    pub fn count(&mut self, control: &'static dyn Demand, finding: &Finding, run: Timestamp) {
        let status = finding.outcome.status();
        *self.statuses.entry(status).or_default() += 1;
        if status == Status::Fail {
            *self.failing.entry(control.severity()).or_default() += 1;
        }
        if let Outcome::Pass(evidence)
        | Outcome::Fail { evidence, .. }
        | Outcome::Excepted { evidence, .. } = &finding.outcome
        {
            self.age(evidence, run);
        }
        match &finding.outcome {
            Outcome::NotAssessed(gap) => self.miss(control, gap),
            _ => self.assessed += 1,
        }
    }

    fn age(&mut self, evidence: &Evidence, run: Timestamp) {
        let minutes = |at: Timestamp| (run.as_second() - at.as_second()) / 60;
        let mut seen: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for sight in evidence.0.iter().filter(|sight| minutes(sight.at) >= OLD) {
            let oldest = seen.entry(&sight.fact).or_insert(sight.at);
            *oldest = sight.at.min(*oldest);
        }
        for (fact, at) in seen {
            let old = self.old.entry(fact.into()).or_insert_with(|| Old {
                fact: fact.into(),
                at,
                minutes: 0,
                judgements: 0,
            });
            old.at = old.at.min(at);
            old.minutes = minutes(old.at);
            old.judgements += 1;
        }
    }

    fn miss(&mut self, control: &'static dyn Demand, gap: &Gap) {
        self.not_assessed += 1;
        let mut denier = None;
        let (permission, error) = match &gap.reason {
            Reason::Denied(action) => (Some(action.to_string()), None),
            Reason::DeniedBy { action, policy } => {
                denier = Some(*policy);
                (Some(action.to_string()), None)
            }
            Reason::Failed(why) => (None, Some(why.to_string())),
            _ => (None, None),
        };
        let what = permission.clone().or_else(|| error.clone());
        // Each policy that denies needs an answer of its own.
        let by = denier.map_or("", Denier::name);
        let key = (
            format!("{}{by}", gap.reason.word()),
            what.unwrap_or_else(|| gap.need.into()),
        );
        let missed = self.gaps.entry(key).or_insert_with(|| Missed {
            reason: gap.reason.word(),
            permission,
            denied_by: denier,
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

    /// What is older than the run, by fact.
    #[must_use]
    pub fn old(&self) -> Vec<&Old> {
        self.old.values().collect()
    }

    /// What could not be read, what most checks lacked first.
    #[must_use]
    pub fn missed(&self) -> Vec<&Missed> {
        let mut missed: Vec<_> = self.gaps.values().collect();
        missed.sort_by_key(|one| std::cmp::Reverse(one.judgements));
        missed
    }
}

impl Missed {
    /// What could not be read and what to do about it, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let controls: Vec<_> = self.controls.iter().copied().collect();
        let cost = format!(
            "{} not assessed ({})",
            count(self.judgements, "check"),
            controls.join(", ")
        );
        match (&self.permission, &self.error) {
            (Some(action), _) => {
                let why = match self.denied_by {
                    Some(policy) => format!(" by {}: {}", policy.name(), policy.advice()),
                    None => ": allow it for these credentials".into(),
                };
                format!("`{action}` was denied{why}; {cost}")
            }
            (None, Some(error)) => format!("reading `{}` failed ({error}); {cost}", self.need),
            (None, None) => format!("reading `{}` was {}; {cost}", self.need, self.reason),
        }
    }
}

impl Old {
    /// How old it is and what rests on it, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let age = match self.minutes {
            minutes if minutes < 120 => count(
                minutes.unsigned_abs().try_into().unwrap_or_default(),
                "minute",
            ),
            minutes if minutes < 48 * 60 => format!("{} hours", minutes / 60),
            minutes => format!("{} days", minutes / 60 / 24),
        };
        let checks = count(self.judgements, "check");
        format!(
            "`{}` is of {:.0}, {age} before this run ({checks})",
            self.fact, self.at
        )
    }
}

/// `1 check`, `2 checks`.
pub(crate) fn count(number: usize, of: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {of}{s}")
}
