//! What an observation makes of what is known.
use model::{Demand, Finding, Transition};

use crate::commit::Draft;
use crate::decide::{Observation, decide, decide_act};
use crate::key;
use crate::news::Compose;
use crate::plan::Baseline;
use crate::protocol::Protocol;
use crate::record::{Record, State};

impl<T: Compose> Protocol<'_, T> {
    /// Decides what findings make of what is known, and has that written.
    pub(crate) fn draft_all(&mut self, findings: Vec<(&'static dyn Demand, Finding)>) {
        let drafts = findings
            .into_iter()
            .filter_map(|(control, finding)| self.draft(control, finding));
        let drafts = drafts.collect();
        self.write(drafts);
    }

    /// What an observation makes of what is known; `None` if nothing is to be written. Of what was
    /// named, that nothing is news is entered too: whoever saw it earlier is held up by that.
    pub(crate) fn draft(&self, control: &'static dyn Demand, finding: Finding) -> Option<Draft> {
        let seen = Observation::of(&finding.outcome)?;
        let id = finding.id();
        let before = self.recorded(&finding.region, &finding.resource, &id);
        let record = before.map(|recorded| &recorded.record);
        let decide = match self.plan.acts.contains(&control.id()) {
            true => decide_act,
            false => decide,
        };
        let decided = decide(record, seen, finding.observed_at);
        let changes = decided.is_some();
        if !changes && self.named().is_none() {
            return None;
        }
        let stands = record.map_or(State::Resolved, |record| record.state);
        let (state, decided_transition) = decided.unwrap_or((stands, None));
        let decided_transition = decided_transition.map(|transition| self.cause.of(transition));
        let baseline = record.is_none()
            && decided_transition == Some(Transition::Opened)
            && self.is_baseline(control, &finding);
        let quiet = baseline && self.plan.baseline == Baseline::Digest;
        let transition = decided_transition.filter(|_| !quiet);
        let next = next(
            record,
            control,
            &finding,
            &id,
            state,
            seen,
            transition.is_some(),
        );
        let key = before.map_or_else(
            || key::finding(&self.plan.area, &finding, &id),
            |recorded| recorded.key.clone(),
        );
        let unreadable = self.unreadable.get(&key).copied();
        Some(Draft {
            before: record
                .map(|record| record.observed_at.as_millisecond())
                .or(unreadable),
            key,
            changes,
            record: Record {
                baseline: baseline || (next.baseline && !state.is_closed()),
                ..next
            },
            transition,
            control: Some(control),
            finding: Some(finding),
        })
    }

    /// Whether the control never looked at this Region of this account before.
    fn is_baseline(&self, control: &dyn Demand, finding: &Finding) -> bool {
        let alone = self.named().is_some() && self.plan.share.is_none();
        !alone && !self.runs.has_looked(control.id(), &finding.region)
    }
}

/// The record as it is from now on.
fn next(
    before: Option<&Record>,
    control: &'static dyn Demand,
    finding: &Finding,
    id: &str,
    state: State,
    seen: Observation<'_>,
    published: bool,
) -> Record {
    let at = finding.observed_at;
    let changed = before.is_none_or(|before| before.state != state);
    let opens = before.is_none_or(|before| before.state.is_closed());
    let exception = match seen {
        Observation::Broken { exception, .. } => exception,
        Observation::Whole { .. } => None,
    };
    Record {
        id: id.into(),
        control: control.id().into(),
        severity: control.severity(),
        kind: control.kind().id.into(),
        account: finding.account.id.to_string(),
        partition: finding.account.partition.to_string(),
        region: finding.region.to_string(),
        resource: finding.resource.to_string(),
        part: finding.part.as_deref().map(Into::into),
        tags: finding.tags.clone(),
        state,
        because: seen.because().into(),
        exception: exception.map(Into::into),
        opened_at: before
            .filter(|_| !opens)
            .map_or(at, |before| before.opened_at),
        changed_at: before
            .filter(|_| !changed)
            .map_or(at, |before| before.changed_at),
        observed_at: at,
        sequence: before.map_or(0, |before| before.sequence) + u64::from(published),
        baseline: before.is_some_and(|before| before.baseline),
    }
}

pub(crate) fn without_evidence(outcome: model::Outcome) -> model::Outcome {
    use model::{Evidence, Outcome};
    let evidence = Evidence::default();
    match outcome {
        Outcome::Fail { because, .. } => Outcome::Fail { because, evidence },
        Outcome::Excepted { because, by, .. } => Outcome::Excepted {
            because,
            by,
            evidence,
        },
        other => other,
    }
}
