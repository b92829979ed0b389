//! One run: it begins with what is known, observes, and ends with what only the whole shows.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Arn, Demand, Finding, Scope, Timestamp, Transition};

use crate::commit::Draft;
use crate::coverage::Sight;
use crate::decide::{Cause, Seen, decide, decide_act};
use crate::known::{Known, Slot};
use crate::news::Tell;
use crate::outbox::Pending;
use crate::plan::{Baseline, Plan};
use crate::record::{Record, State};
use crate::runs::Runs;
use crate::{Error, Key, Store, key};

/// A run under way.
#[derive(Debug)]
pub struct Run<'a, S, T> {
    pub(crate) store: &'a S,
    pub(crate) tell: &'a T,
    pub(crate) plan: Plan,
    cause: Cause,
    /// What is known, by id. Loaded when first needed.
    pub(crate) known: HashMap<Slot, HashMap<String, Known>>,
    /// What runs of this account and area left.
    pub(crate) runs: Runs,
    pub(crate) sight: Sight,
    /// What this run saw broken, and what it could not judge, by id: for the look back at its end.
    pub(crate) broken: HashMap<String, Finding>,
    pub(crate) unjudged: BTreeSet<String>,
    /// When the first and the last read began of each resource, by its ARN's short hash.
    pub(crate) looked: HashMap<String, (Timestamp, Timestamp)>,
    /// The words that this run left, and of when they are.
    pub(crate) words: BTreeMap<Key, i64>,
    /// Resources that an event had somebody look at since this run saw them, by their words.
    pub(crate) looked_at: BTreeSet<Key>,
    /// The controls by which everything was judged anew since this run began.
    pub(crate) overtaken: BTreeSet<String>,
    /// The controls that judged something, and those that could not judge something.
    pub(crate) judging: BTreeSet<&'static str>,
    pub(crate) blind: BTreeSet<&'static str>,
    /// What is in the outbox because of this run.
    pub(crate) pending: Vec<Pending>,
    /// How many transitions of each sort it wrote.
    pub(crate) counts: BTreeMap<Transition, usize>,
    pub(crate) held: Held,
}

/// What earlier runs of an account and area left.
#[derive(Clone, Debug)]
pub struct Earlier(Runs);

impl Earlier {
    /// As it is now.
    pub async fn load(store: &impl Store, account: &str, area: &str) -> Result<Self, Error> {
        Runs::load(store, account, area).await.map(Self)
    }
}

/// Resources of which something would be closed, each with the controls in question.
pub type Held = BTreeMap<String, BTreeSet<String>>;

impl<'a, S: Store, T: Tell> Run<'a, S, T> {
    /// Begins with what earlier runs left. Nothing is written yet.
    pub async fn begin(store: &'a S, tell: &'a T, plan: Plan) -> Result<Self, Error> {
        let earlier = Earlier::load(store, &plan.account.id, &plan.area).await?;
        Ok(Self::after(earlier, store, tell, plan))
    }

    /// Begins with what earlier runs of the plan's account and area left, as it was known before
    /// the first read of what this run observes.
    #[must_use]
    pub fn after(Earlier(runs): Earlier, store: &'a S, tell: &'a T, plan: Plan) -> Self {
        Self {
            store,
            tell,
            cause: Cause::Unknown,
            known: HashMap::new(),
            runs,
            sight: Sight::default(),
            broken: HashMap::new(),
            unjudged: BTreeSet::new(),
            looked: HashMap::new(),
            words: BTreeMap::new(),
            looked_at: BTreeSet::new(),
            overtaken: BTreeSet::new(),
            judging: BTreeSet::new(),
            blind: BTreeSet::new(),
            pending: Vec::new(),
            counts: BTreeMap::new(),
            held: Held::new(),
            plan,
        }
    }

    /// The same run, looking at what somebody just did.
    #[must_use]
    pub fn because_of(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// Enters findings; what is news is written, with its messages, before this returns.
    pub async fn observe(
        &mut self,
        found: Vec<(&'static dyn Demand, Finding)>,
    ) -> Result<(), Error> {
        for (control, finding) in &found {
            self.note(*control, finding);
        }
        let slots = found
            .iter()
            .map(|(_, finding)| self.slot(&finding.region, Some(&finding.resource)))
            .collect();
        self.load(slots).await?;
        let drafts = found
            .into_iter()
            .filter_map(|(control, finding)| self.draft(control, finding));
        let drafts = drafts.collect();
        self.commit(drafts).await
    }

    /// The messages that this run put into the outbox, to be sent now by whoever sends.
    pub fn take_pending(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    /// How many transitions of each sort were written.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<Transition, usize> {
        &self.counts
    }

    /// What would have been closed, where the plan holds that back: it is to be read again.
    #[must_use]
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// The resources that the run is about, if it is about some alone.
    pub(crate) fn named(&self) -> Option<&[Arn]> {
        match &self.plan.scope {
            Scope::Everything => None,
            Scope::Resources(arns) => Some(arns),
        }
    }

    fn note(&mut self, control: &'static dyn Demand, finding: &Finding) {
        self.sight.note(&self.plan.area, control, finding);
        let id = finding.id();
        let seen = Seen::of(&finding.outcome);
        let (judged, blind) = (&mut self.judging, &mut self.blind);
        if seen.is_some() { judged } else { blind }.insert(control.id());
        match seen {
            None => {
                self.unjudged.insert(id);
            }
            Some(Seen::Broken { .. }) => {
                let kept = Finding {
                    outcome: without_evidence(finding.outcome.clone()),
                    ..finding.clone()
                };
                self.broken.insert(id, kept);
            }
            Some(Seen::Whole { .. }) => {}
        }
        let at = finding.observed_at;
        let looked = self.looked.entry(model::short_hash(&finding.resource));
        let (first, last) = looked.or_insert((at, at));
        (*first, *last) = ((*first).min(at), (*last).max(at));
    }

    /// What an observation makes of what is known; `None` if nothing is to be written. Of what was
    /// named, that nothing is news is entered too: whoever saw it earlier is held up by that.
    pub(crate) fn draft(&self, control: &'static dyn Demand, finding: Finding) -> Option<Draft> {
        let seen = Seen::of(&finding.outcome)?;
        let id = finding.id();
        let before = self.known(&finding.region, &finding.resource, &id);
        let record = before.map(|known| &known.record);
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
        let (state, told) = decided.unwrap_or((stands, None));
        let told = told.map(|transition| self.cause.of(transition));
        let baseline = record.is_none()
            && told == Some(Transition::Opened)
            && self.is_baseline(control, &finding);
        let quiet = baseline && self.plan.baseline == Baseline::Digest;
        let transition = told.filter(|_| !quiet);
        let next = next(
            record,
            control,
            &finding,
            &id,
            state,
            seen,
            transition.is_some(),
        );
        Some(Draft {
            known: record.map(|record| record.observed_at.as_millisecond()),
            key: before.map_or_else(
                || key::finding(&self.plan.area, &finding, &id),
                |known| known.key.clone(),
            ),
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
    seen: Seen<'_>,
    told: bool,
) -> Record {
    let at = finding.observed_at;
    let changed = before.is_none_or(|before| before.state != state);
    let opens = before.is_none_or(|before| before.state.is_closed());
    let exception = match seen {
        Seen::Broken { exception, .. } => exception,
        Seen::Whole { .. } => None,
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
        sequence: before.map_or(0, |before| before.sequence) + u64::from(told),
        baseline: before.is_some_and(|before| before.baseline),
    }
}

fn without_evidence(outcome: model::Outcome) -> model::Outcome {
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
