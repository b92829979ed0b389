//! Transactions of transitions: each with its messages, and only if no newer observation is recorded.
use std::collections::BTreeSet;

use model::{Demand, Finding, Transition};

use crate::end::leave;
use crate::news::{Compose, News};
use crate::outbox::Pending;
use crate::protocol::{Awaited, Job, Protocol, Request};
use crate::record::{Record, State};
use crate::recorded::Recorded;
use crate::runs::Partial;
use crate::{Error, Item, Key, Step, When, key};

/// A change of one record that is to be written; or that there is none, which is entered as well.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub key: Key,
    /// When the record was observed that this draft changes; `None` if there was none.
    pub before: Option<i64>,
    /// Whether the record is written; else it is only made sure that it is still as it was known.
    pub changes: bool,
    pub record: Record,
    /// What is published; `None` for what is recorded without a message.
    pub transition: Option<Transition>,
    pub control: Option<&'static dyn Demand>,
    pub finding: Option<Finding>,
}

/// One draft's part of a transaction.
#[derive(Debug)]
pub(crate) struct Unit {
    draft: Draft,
    steps: Vec<Step>,
    pending: Vec<Pending>,
}

/// Drafts that were refused: those whose record is to be read again, and those to be written.
#[derive(Debug, Default)]
pub(crate) struct Again {
    stale: Vec<Draft>,
    again: Vec<Draft>,
}

/// A transaction takes 100 steps and 4 MB; some room is left.
pub(crate) const STEPS: usize = 90;
const WEIGHT: usize = 3 * 1024 * 1024;

impl<T: Compose> Protocol<'_, T> {
    /// Writes as many drafts as fit into one transaction.
    pub(crate) fn commit(&mut self) -> Result<Option<(Request, Awaited)>, Error> {
        let batch = self.batch()?;
        if batch.is_empty() {
            return Ok(None);
        }
        let steps = self.steps(&batch);
        Ok(Some((Request::Commit(steps), Awaited::Batch(batch))))
    }

    /// Takes as many drafts as fit into one transaction.
    fn batch(&mut self) -> Result<Vec<Unit>, Error> {
        let (mut batch, mut steps, mut weight) = (Vec::new(), self.nobody_overtook().len(), 0);
        // Beside its own steps, a draft brings fences and its Region, unless another one of the batch
        // brings them already.
        let (mut fences, mut regions) = (BTreeSet::new(), BTreeSet::new());
        while let Some(draft) = self.left.pop() {
            let Some(draft) = self.hold(draft) else {
                continue;
            };
            if draft.changes && self.overtaken.contains(&draft.record.control) {
                return Err(Error::Overtaken);
            }
            let unit = self.unit(draft);
            let record = &unit.draft.record;
            let about = self.fences_about(&unit.draft).into_iter();
            let beside = about
                .filter(|fence| fences.insert(fence.key.clone()))
                .count()
                + usize::from(regions.insert(record.region.clone()));
            let more = unit.steps.len() + beside;
            let heavier = unit.steps.iter().map(Step::weight).sum::<usize>();
            if !batch.is_empty() && (steps + more > STEPS || weight + heavier > WEIGHT) {
                self.left.push(unit.draft);
                break;
            }
            steps += more;
            weight += heavier;
            batch.push(unit);
        }
        Ok(batch)
    }

    /// What is left of a draft that is to wait for a second read: that somebody looked.
    fn hold(&mut self, draft: Draft) -> Option<Draft> {
        let closes = matches!(draft.record.state, State::Resolved | State::Gone);
        if !(self.plan.hold && draft.changes && closes) {
            return Some(draft);
        }
        let Record {
            resource, control, ..
        } = draft.record.clone();
        self.held.entry(resource).or_default().insert(control);
        draft.finding.is_some().then_some(Draft {
            changes: false,
            transition: None,
            ..draft
        })
    }

    fn unit(&self, draft: Draft) -> Unit {
        let since = draft.record.observed_at.as_millisecond();
        let messages = draft.transition.map(|transition| {
            let news = News {
                transition,
                record: draft.record.clone(),
                finding: draft.finding.clone(),
                control: draft.control,
            };
            self.compose.news(&self.plan, &news)
        });
        let at = self.plan.started.as_millisecond().max(since);
        let pending: Vec<_> = messages
            .into_iter()
            .flatten()
            .map(|message| Pending::new(message, at))
            .collect();
        let (key, unchanged) = (draft.key.clone(), When::Unchanged(draft.before));
        let own = match draft.changes {
            true => Step::Put(draft.record.item(key), unchanged),
            false => Step::Check(key, unchanged),
        };
        let steps = std::iter::once(own)
            .chain(pending.iter().map(Pending::step))
            .collect();
        Unit {
            draft,
            steps,
            pending,
        }
    }

    /// The whole transaction: the units' own steps, and the conditions on them.
    fn steps(&self, batch: &[Unit]) -> Vec<Step> {
        let mut steps: Vec<Step> = batch.iter().flat_map(|unit| unit.steps.clone()).collect();
        if batch.iter().any(|unit| unit.draft.changes) {
            steps.extend(self.nobody_overtook());
        }
        steps.extend(self.fenced_by(batch.iter().map(|unit| &unit.draft)));
        steps.extend(self.new_regions(batch));
        steps
    }

    /// No sweep became complete since this run began, neither of everything nor by some controls
    /// that are not known here: it may know better.
    fn nobody_overtook(&self) -> [Step; 2] {
        let (account, area) = (&self.plan.account.id, &self.plan.area);
        let (runs, partial) = (self.runs.observed_at, self.runs.partial.observed_at);
        [
            Step::Check(key::runs(account, area), When::Unchanged(runs)),
            Step::Check(key::partial(account, area), When::Unchanged(partial)),
        ]
    }

    /// Learns by which controls others swept meanwhile.
    pub(crate) fn heed(&mut self, item: Option<&Item>) -> Result<(), Error> {
        let now = Partial::read(&self.plan.account.id, item)?;
        let newer = now.since(&self.runs.partial).cloned();
        self.overtaken.extend(newer);
        self.runs.partial = now;
        Ok(())
    }

    /// That Regions hold findings, where that is new.
    fn new_regions(&self, batch: &[Unit]) -> Vec<Step> {
        let drafts = batch.iter().map(|unit| &unit.draft);
        let regions = drafts
            .filter(|draft| draft.changes)
            .map(|draft| &draft.record.region);
        let new: BTreeSet<_> = regions
            .filter(|region| !self.runs.regions.contains(*region))
            .collect();
        let put = |region: &String| {
            let item = Item {
                key: key::region(&self.plan.account.id, &self.plan.area, region),
                observed_at: 0,
                expires: None,
                data: "{}".into(),
            };
            Step::Put(item, When::Always)
        };
        new.into_iter().map(put).collect()
    }

    /// Enters what a transaction wrote, and goes on.
    pub(crate) fn written(&mut self, units: Vec<Unit>) {
        for Unit { draft, pending, .. } in units {
            self.left_fences(&draft);
            if !draft.changes {
                continue;
            }
            if let Some(transition) = draft.transition {
                *self.counts.entry(transition).or_default() += 1;
            }
            self.runs.regions.insert(draft.record.region.clone());
            self.pending.extend(pending);
            self.learn(Recorded {
                key: draft.key,
                record: draft.record,
            });
        }
        self.jobs.push_front(Job::Commit);
    }

    /// Of a batch that was refused: what is to be read again, and what is still to be written.
    pub(crate) fn refused(&mut self, units: Vec<Unit>, places: &[usize]) -> Result<(), Error> {
        let steps = self.steps(&units);
        let keys: Vec<Key> = places
            .iter()
            .filter_map(|place| Some(steps.get(*place)?.key().clone()))
            .collect();
        if keys.contains(&key::runs(&self.plan.account.id, &self.plan.area)) {
            return Err(Error::Overtaken);
        }
        let mut again = Again::default();
        for Unit { draft, .. } in units {
            if self.is_outdated(&draft, &keys) {
                continue; // An event had it judged since: what was seen before is of no use.
            }
            match keys.contains(&draft.key) {
                true => again.stale.push(draft),
                false => again.again.push(draft),
            }
        }
        self.jobs.push_front(Job::Again(again));
        if keys.contains(&key::partial(&self.plan.account.id, &self.plan.area)) {
            self.jobs.push_front(Job::Heed);
        }
        Ok(())
    }

    /// Reads the records of refused drafts again, one by one, and then writes.
    pub(crate) fn again(&mut self, mut again: Again) -> Option<(Request, Awaited)> {
        let Some(draft) = again.stale.pop() else {
            self.write(again.again);
            return None;
        };
        let request = Request::Get(draft.key.clone());
        Some((request, Awaited::Again(again, Box::new(draft))))
    }

    /// Decides a draft again by the record as it is now.
    pub(crate) fn reread(&mut self, mut again: Again, draft: Draft, item: Option<&Item>) {
        match item {
            Some(item) => self.relearn(item),
            None => self.unlearn(&draft.record, &draft.key),
        }
        again.again.extend(self.anew(draft));
        self.jobs.push_front(Job::Again(again));
    }

    /// The same change of a record that another run wrote meanwhile.
    fn anew(&self, draft: Draft) -> Option<Draft> {
        let Draft {
            record,
            control,
            finding,
            transition,
            ..
        } = draft;
        if let Some((control, finding)) = control.zip(finding) {
            return self.draft(control, finding);
        }
        let recorded = self.recorded(&record.region, &record.resource, &record.id)?;
        let stands =
            !recorded.record.state.is_closed() && recorded.record.observed_at < record.observed_at;
        stands.then(|| leave(recorded, record.state, transition, record.observed_at))
    }
}
