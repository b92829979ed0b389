//! What only the end of a run shows: what is gone, what no control needs any more; and a look back at
//! what others wrote meanwhile.
use std::collections::{BTreeSet, HashMap};

use model::{Finding, Kind, KindInfo, Outcome, Region, Snapshot, Timestamp, Transition};

use crate::commit::Draft;
use crate::news::Compose;
use crate::outbox::Pending;
use crate::protocol::{Awaited, Job, Protocol, Request};
use crate::record::{Record, State};
use crate::recorded::{Recorded, Slot};
use crate::runs::Runs;
use crate::{Error, Item, Step, When, key};

/// For what the runs of an account and area are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Named resources are gone, in whatever Region.
    Gone,
    /// The last share of a job is over.
    Job,
    /// The run is complete.
    LookBack,
}

impl<T: Compose> Protocol<'_, T> {
    /// The Regions whose records the end of a sweep looks at.
    fn regions(&self, snapshot: &Snapshot) -> Vec<String> {
        let held = self.runs.regions.iter().filter(|_| self.named().is_none());
        let looked_at =
            held.filter(|region| *region == Finding::GLOBAL || snapshot.looks_at(region));
        looked_at.cloned().collect()
    }

    pub(crate) fn load_regions(&mut self, snapshot: Option<&Snapshot>) {
        let regions = snapshot.map(|snapshot| self.regions(snapshot));
        let slots = self.slots_of(regions.unwrap_or_default());
        self.jobs.push_front(Job::Load(slots));
    }

    fn slots_of(&self, regions: impl IntoIterator<Item = String>) -> BTreeSet<Slot> {
        let regions = regions.into_iter();
        regions.map(|region| self.slot(&region, None)).collect()
    }

    /// Leaves tombstones for resources that were named and do not exist; what is known of them is
    /// loaded from everywhere: their Region went with them.
    pub(crate) fn fence_gone(&mut self, snapshot: &Snapshot) {
        let gone: Vec<_> = snapshot
            .all_gone()
            .filter(|_| self.named().is_some())
            .collect();
        if gone.is_empty() {
            return;
        }
        let tombstones = gone.iter().map(|(_, id, at)| {
            let tombstone = key::gone(&self.plan.account.id, &self.plan.area, id);
            (*id, tombstone, at.as_millisecond())
        });
        self.leave_fences(tombstones.collect());
        self.jobs.push_back(Job::Runs(After::Gone));
    }

    /// Goes on with what runs left by now.
    pub(crate) fn learn_runs(
        &mut self,
        after: After,
        items: Vec<Vec<Item>>,
        snapshot: Option<&Snapshot>,
    ) -> Result<(), Error> {
        let items = items.into_iter().flatten().collect();
        let now = Runs::of(&self.plan.account.id, &self.plan.area, items)?.regions;
        match after {
            After::Gone => {
                let gone = snapshot.into_iter().flat_map(Snapshot::all_gone);
                let gone: Vec<_> = gone.map(|(_, id, _)| id).collect();
                let slot = |region: &String, id: &str| self.slot(region, Some(id));
                let slots = gone
                    .iter()
                    .flat_map(|id| now.iter().map(|region| slot(region, id)));
                let slots = slots.collect();
                self.jobs.push_front(Job::Load(slots));
            }
            // What all shares of a first job kept quiet is published now.
            After::Job => {
                self.recorded.clear();
                self.runs.regions.clone_from(&now);
                let slots = self.slots_of(now);
                self.jobs.extend([Job::Load(slots), Job::Complete]);
            }
            After::LookBack => {
                // Others may have entered findings of Regions that held none before.
                self.runs.regions = now;
                let regions = snapshot.map(|snapshot| self.regions(snapshot));
                let regions = regions.unwrap_or_default();
                if !regions.is_empty() {
                    self.jobs.push_front(Job::LookBack { regions });
                }
            }
        }
        Ok(())
    }

    /// Reads all findings of the Regions that were looked at.
    pub(crate) fn look_back(&self, regions: Vec<String>) -> (Request, Awaited) {
        let part = |region: String| {
            let partition = key::partition(&self.plan.account.id, &self.plan.area, &region);
            (partition, key::FINDINGS.to_owned())
        };
        let parts = regions.into_iter().map(part).collect();
        (Request::Read(parts), Awaited::LookBack)
    }

    /// Corrects what a slower run wrote before this one was complete, and what this one knows better.
    pub(crate) fn looked_back(&mut self, items: Vec<Vec<Item>>, snapshot: Option<&Snapshot>) {
        let Some(snapshot) = snapshot else {
            return;
        };
        let records = items.into_iter().flatten().filter_map(|item| {
            let record = Record::read(&item)?;
            let key = item.key;
            self.differs(&record).then_some(Recorded { key, record })
        });
        let changed: Vec<_> = records.collect();
        let mut drafts = Vec::new();
        for recorded in changed {
            self.learn(recorded.clone());
            drafts.extend(self.correction(snapshot, &recorded));
        }
        self.write(drafts);
    }

    /// Records of resources that are gone and of controls that are no more.
    pub(crate) fn leavers(&self, snapshot: Option<&Snapshot>) -> Vec<Draft> {
        let Some(snapshot) = snapshot else {
            return Vec::new();
        };
        let standing = self.recorded.values().flat_map(HashMap::values);
        standing
            .filter_map(|recorded| self.leaver(snapshot, recorded))
            .collect()
    }

    fn leaver(&self, snapshot: &Snapshot, recorded: &Recorded) -> Option<Draft> {
        let record = &recorded.record;
        let mut own = self.plan.controls.iter().map(|control| control.id());
        let others = self.plan.partial && !own.any(|id| id == record.control);
        // A sweep by some controls speaks for these: others may know better of theirs.
        if record.state.is_closed() || (others && self.named().is_none()) {
            return None;
        }
        if !self.plan.catalogue.contains(&&*record.control) {
            let at = self.plan.started;
            return Some(leave(
                recorded,
                State::Retired,
                Some(Transition::Retired),
                at,
            ));
        }
        let kind = self.kind(&record.kind)?;
        // A part's row is called by its own name, or by its resource's too where that is needed.
        let ids = match &record.part {
            None => vec![record.resource.clone()],
            Some(part) => vec![part.clone(), format!("{}#{part}", record.resource)],
        };
        let missing = ids
            .iter()
            .map(|id| snapshot.missing_since(kind, &record.region, id));
        let at = missing.collect::<Option<Vec<_>>>()?.into_iter().min()?;
        (at > record.observed_at).then(|| leave(recorded, State::Gone, Some(Transition::Gone), at))
    }

    /// A kind that a control of this run is about; accounts and Regions are never gone.
    fn kind(&self, id: &str) -> Option<&'static KindInfo> {
        let kinds = self
            .plan
            .controls
            .iter()
            .flat_map(|control| control.kind().lineage());
        let mut own = kinds.filter(|kind| kind.within.is_some() && kind.id != Region::ID);
        own.find(|kind| kind.id == id)
    }

    /// Enters that the run is complete: from here on, no slower run overwrites what it saw.
    pub(crate) fn complete(&mut self) -> Option<(Request, Awaited)> {
        let digest = self.digest();
        let at = self.plan.started.as_millisecond();
        let messages = match digest.findings.is_empty() {
            true => Vec::new(),
            false => self.compose.digest(&self.plan, &digest),
        };
        let pending = messages.into_iter().map(|one| Pending::new(one, at));
        let pending: Vec<_> = pending.collect();
        let before = self.runs.clone();
        self.enter_run();
        if self.plan.partial && pending.is_empty() && self.runs.looked == before.looked {
            self.runs = before;
            self.jobs.push_front(Job::CompletePartly);
            return None;
        }
        let item = self.runs.item(&self.plan.account.id, &self.plan.area);
        let own = Step::Put(item, When::Unchanged(before.observed_at));
        let steps = std::iter::once(own).chain(pending.iter().map(Pending::step));
        Some((Request::Commit(steps.collect()), Awaited::Complete(pending)))
    }

    /// The same of a run by some controls that is not their first: who judges by others goes on.
    pub(crate) fn complete_partly(&mut self) -> Result<(Request, Awaited), Error> {
        let (account, area) = (&*self.plan.account.id, &*self.plan.area);
        let controls: Vec<_> = self.plan.controls.iter().map(|one| one.id()).collect();
        if controls.iter().any(|id| self.overtaken.contains(*id)) {
            return Err(Error::Overtaken);
        }
        let began = self.plan.started.as_millisecond();
        let before = self.runs.partial.observed_at;
        let next = self.runs.partial.with(controls.into_iter(), began);
        let whole = When::Unchanged(self.runs.observed_at);
        let steps = vec![
            Step::Check(key::runs(account, area), whole),
            Step::Put(next.item(account, area), When::Unchanged(before)),
        ];
        Ok((Request::Commit(steps), Awaited::Partly(next)))
    }

    pub(crate) fn partly_refused(&mut self, places: &[usize]) -> Result<(), Error> {
        if places.contains(&0) {
            return Err(Error::Overtaken);
        }
        self.jobs.push_front(Job::CompletePartly);
        self.jobs.push_front(Job::Heed);
        Ok(())
    }

    fn enter_run(&mut self) {
        let judged = self.plan.controls.iter().map(|control| control.id());
        let looked = judged.filter(|id| self.judging.contains(id) || !self.blind.contains(id));
        for id in looked.collect::<Vec<_>>() {
            self.runs.look(id, self.plan.regions.as_deref());
        }
        let started = self.plan.started;
        if self
            .runs
            .last
            .as_ref()
            .is_none_or(|(_, last)| *last < started)
        {
            self.runs.last = Some((self.plan.run.clone(), started));
        }
        // Every write is newer than the one before it, so that runs at once notice each other.
        let (begun, before) = (started.as_millisecond(), self.runs.observed_at);
        self.runs.observed_at = Some(before.map_or(begun, |before| begun.max(before + 1)));
    }

    /// Whether another run wrote a record since this run read or wrote it.
    fn differs(&self, record: &Record) -> bool {
        let own = self.recorded(&record.region, &record.resource, &record.id);
        own.is_none_or(|own| own.record != *record)
    }

    /// What this run saw of a record that another run wrote meanwhile.
    fn correction(&self, snapshot: &Snapshot, recorded: &Recorded) -> Option<Draft> {
        let record = &recorded.record;
        let mut controls = self.plan.controls.iter();
        let control = *controls.find(|control| control.id() == record.control)?;
        if let Some(finding) = self.broken.get(&record.id) {
            return self.draft(control, finding.clone());
        }
        if self.unjudged.contains(&record.id) || record.state.is_closed() {
            return None;
        }
        match self.looked.get(&model::short_hash(&record.resource)) {
            Some((first, _)) => self.draft(control, whole(control.id(), record, *first)),
            None => self.leaver(snapshot, recorded),
        }
    }
}

/// A record that stands no more, though nobody judged it.
pub(crate) fn leave(
    recorded: &Recorded,
    state: State,
    transition: Option<Transition>,
    at: Timestamp,
) -> Draft {
    let before = &recorded.record;
    Draft {
        before: Some(before.observed_at.as_millisecond()),
        key: recorded.key.clone(),
        changes: true,
        record: Record {
            state,
            changed_at: at,
            observed_at: at,
            sequence: before.sequence + 1,
            baseline: false,
            ..before.clone()
        },
        transition,
        control: None,
        finding: None,
    }
}

/// What this run saw of a record that another one opened: nothing broken.
fn whole(control: &'static str, record: &Record, at: Timestamp) -> Finding {
    Finding {
        control,
        account: model::AccountRef::new(&*record.partition, &*record.account),
        region: record.region.as_str().into(),
        resource: record.resource.as_str().into(),
        part: record.part.as_deref().map(Into::into),
        tags: record.tags.clone(),
        observed_at: at,
        outcome: Outcome::Pass(model::Evidence::default()),
    }
}
