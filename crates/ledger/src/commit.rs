//! Writing transitions: each with its messages in one transaction, and only if nobody knows better.
use std::collections::{BTreeMap, BTreeSet};

use model::{Demand, Finding, Transition};

use crate::end::leave;
use crate::outbox::Pending;
use crate::record::{Record, State};
use crate::run::{Known, News, Run, Tell};
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

/// A change of one record that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub key: Key,
    /// When the record was observed that this draft changes; `None` if there was none.
    pub known: Option<i64>,
    pub record: Record,
    /// What is told; `None` for what is kept without a word.
    pub transition: Option<Transition>,
    pub control: Option<&'static dyn Demand>,
    pub finding: Option<Finding>,
}

/// One draft's part of a transaction.
struct Unit {
    draft: Draft,
    steps: Vec<Step>,
    pending: Vec<Pending>,
}

/// A transaction takes 100 steps and 4 MB; some room is left.
const STEPS: usize = 90;
const WEIGHT: usize = 3 * 1024 * 1024;
/// How long a resource that an event was about is remembered: as long as a sweep may take.
const REMEMBERED: i64 = 24 * 60 * 60;

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Writes drafts. One that is refused because somebody wrote meanwhile is thought over again.
    pub(crate) async fn commit(&mut self, drafts: Vec<Draft>) -> Result<(), Error> {
        let mut left: Vec<Draft> = drafts;
        left.reverse();
        while !left.is_empty() {
            let batch = self.batch(&mut left);
            if batch.is_empty() {
                break;
            }
            let steps = self.steps(&batch);
            match self.store.commit(&steps).await {
                Ok(()) => batch.into_iter().for_each(|unit| self.written(unit)),
                Err(CommitError::Failed(error)) => return Err(error),
                Err(CommitError::Refused(places)) => {
                    let refused: Vec<Key> = places
                        .iter()
                        .filter_map(|place| Some(steps.get(*place)?.key().clone()))
                        .collect();
                    let again = self.think_again(batch, &refused).await?;
                    left.extend(again.into_iter().rev());
                }
            }
        }
        Ok(())
    }

    /// Takes as many drafts as fit into one transaction.
    fn batch(&mut self, left: &mut Vec<Draft>) -> Vec<Unit> {
        let (mut batch, mut steps, mut weight) = (Vec::new(), 1, 0);
        while let Some(draft) = left.pop() {
            if self.holds(&draft) {
                continue;
            }
            let unit = self.unit(draft);
            // Each draft may bring a check of its resource, and a Region, beside its own steps.
            let (more, heavier) = (
                unit.steps.len() + 2,
                unit.steps.iter().map(Step::weight).sum::<usize>(),
            );
            if !batch.is_empty() && (steps + more > STEPS || weight + heavier > WEIGHT) {
                left.push(unit.draft);
                break;
            }
            steps += more;
            weight += heavier;
            batch.push(unit);
        }
        batch
    }

    /// Whether a draft is to wait for a second read.
    fn holds(&mut self, draft: &Draft) -> bool {
        let holds = self.plan.hold && matches!(draft.record.state, State::Resolved | State::Gone);
        if holds {
            let Record {
                resource, control, ..
            } = draft.record.clone();
            self.held.entry(resource).or_default().insert(control);
        }
        holds
    }

    fn unit(&self, draft: Draft) -> Unit {
        let since = draft.record.observed_at.as_millisecond();
        let told = draft.transition.map(|transition| {
            let news = News {
                transition,
                record: draft.record.clone(),
                finding: draft.finding.clone(),
                control: draft.control,
            };
            self.tell.news(&self.plan, &news)
        });
        let at = self.plan.started.as_millisecond().max(since);
        let pending: Vec<_> = told
            .into_iter()
            .flatten()
            .map(|message| Pending::new(message, at))
            .collect();
        let own = Step::Put(
            draft.record.item(draft.key.clone()),
            When::Unchanged(draft.known),
        );
        let steps = std::iter::once(own)
            .chain(pending.iter().map(Pending::step))
            .collect();
        Unit {
            draft,
            steps,
            pending,
        }
    }

    /// The whole transaction: the units' own steps, and what holds them up.
    fn steps(&self, batch: &[Unit]) -> Vec<Step> {
        let mut steps: Vec<Step> = batch.iter().flat_map(|unit| unit.steps.clone()).collect();
        // No sweep became complete since this run began: it may know better.
        let runs = key::runs(&self.plan.account.id, &self.plan.area);
        steps.push(Step::Check(runs, When::Unchanged(self.runs.observed_at)));
        let mut checks: Vec<Step> = Vec::new();
        for record in batch.iter().map(|unit| &unit.draft.record) {
            let key = key::looked(&record.account, &self.plan.area, &record.resource);
            // The word that this very run left there does not hold it up.
            let own = self
                .named()
                .and_then(|_| self.looked.get(&model::short_hash(&record.resource)));
            let at = record.observed_at.as_millisecond();
            let at = own.map_or(at, |(_, last)| last.as_millisecond() + 1);
            hold_up(&mut checks, key, at);
        }
        steps.extend(checks);
        steps.extend(self.new_regions(batch));
        steps
    }

    /// That Regions hold findings, where that is new.
    fn new_regions(&self, batch: &[Unit]) -> Vec<Step> {
        let regions = batch.iter().map(|unit| &unit.draft.record.region);
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

    fn written(&mut self, unit: Unit) {
        let Unit { draft, pending, .. } = unit;
        if let Some(transition) = draft.transition {
            *self.counts.entry(transition).or_default() += 1;
        }
        self.runs.regions.insert(draft.record.region.clone());
        self.pending.extend(pending);
        self.learn(Known {
            key: draft.key,
            record: draft.record,
        });
    }

    /// Of a batch that was refused: what is still to be written, knowing what others wrote.
    async fn think_again(
        &mut self,
        batch: Vec<Unit>,
        refused: &[Key],
    ) -> Result<Vec<Draft>, Error> {
        if refused.contains(&key::runs(&self.plan.account.id, &self.plan.area)) {
            return Err(Error::Overtaken);
        }
        let mut again = Vec::new();
        for Unit { draft, .. } in batch {
            let record = &draft.record;
            let looked = key::looked(&record.account, &self.plan.area, &record.resource);
            if refused.contains(&looked) {
                continue; // An event has looked at it since: what was seen before is of no use.
            }
            if !refused.contains(&draft.key) {
                again.push(draft);
                continue;
            }
            match self.store.get(&draft.key).await? {
                Some(item) => self.relearn(&item),
                None => self.unlearn(&draft.record),
            }
            again.extend(self.anew(draft));
        }
        Ok(again)
    }

    /// The same change of a record that somebody else wrote meanwhile.
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
        let known = self.known(&record.region, &record.resource, &record.id)?;
        let stands =
            !known.record.state.is_closed() && known.record.observed_at < record.observed_at;
        stands.then(|| leave(known, record.state, transition, record.observed_at))
    }

    fn relearn(&mut self, item: &Item) {
        if let Some(record) = Record::read(item) {
            let key = item.key.clone();
            self.learn(Known { key, record });
        }
    }

    /// Leaves word of when this run looked at some resources: nobody slower overwrites it.
    pub(crate) async fn leave_word(
        &self,
        found: impl Iterator<Item = &Finding>,
    ) -> Result<(), Error> {
        let mut words: BTreeMap<Key, i64> = BTreeMap::new();
        for finding in found {
            let key = key::looked(&finding.account.id, &self.plan.area, &finding.resource);
            let looked = self.looked.get(&model::short_hash(&finding.resource));
            let at = looked.map_or(finding.observed_at, |(_, last)| *last);
            words.insert(key, at.as_millisecond());
        }
        for (key, at) in words {
            self.word(key, at).await?;
        }
        Ok(())
    }

    /// Leaves word that whoever looked before this time knows less.
    pub(crate) async fn word(&self, key: Key, at: i64) -> Result<(), Error> {
        let word = Item {
            key,
            observed_at: at,
            expires: Some(at / 1000 + REMEMBERED),
            data: "{}".into(),
        };
        match self.store.commit(&[Step::Put(word, When::Older(at))]).await {
            // Refused: somebody newer left word already.
            Ok(()) | Err(CommitError::Refused(_)) => Ok(()),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }
}

/// Adds a condition, or sharpens the one that is there: a transaction names each item once.
fn hold_up(checks: &mut Vec<Step>, key: Key, at: i64) {
    let known = checks.iter_mut().find(|step| *step.key() == key);
    match known {
        Some(Step::Check(_, When::Older(before))) => *before = (*before).min(at),
        Some(_) => {}
        None => checks.push(Step::Check(key, When::Older(at))),
    }
}
