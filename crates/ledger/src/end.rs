//! What only the end of a run shows: what is gone, what nobody asks for any more, what was lost
//! sight of; and a look back at what others wrote meanwhile.
use std::collections::HashMap;

use model::{Finding, Kind, KindInfo, Outcome, Region, Snapshot, Timestamp, Transition};

use crate::commit::Draft;
use crate::known::Known;
use crate::news::Tell;
use crate::outbox::Pending;
use crate::plan::Share;
use crate::record::{Record, State};
use crate::run::Run;
use crate::runs::Runs;
use crate::store::each;
use crate::{CommitError, Error, Step, Store, When, key};

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Ends the run. `snapshot` says which lists were complete and what proved not to exist.
    pub async fn end(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let everything = self.named().is_none();
        let held = self.regions(snapshot).into_iter();
        let held = held.map(|region| self.slot(&region, None)).collect();
        self.load(held).await?;
        self.load_gone(snapshot).await?;
        let drafts = self.leavers(snapshot);
        self.commit(drafts).await?;
        self.cover(everything).await?;
        if everything {
            self.complete().await?;
            self.look_back(snapshot).await?;
        } else if self.plan.share == Some(Share::Last) {
            self.end_job().await?;
        }
        Ok(())
    }

    /// Ends a run that could read nothing at all: only the lost sight is told. It is no complete
    /// sweep, so that neither a first look is over nor another sweep overtaken.
    pub async fn end_blind(&mut self) -> Result<(), Error> {
        self.cover(false).await
    }

    /// Tells what all shares of a first job kept quiet, and enters that its controls looked.
    async fn end_job(&mut self) -> Result<(), Error> {
        self.known.clear();
        let now = Runs::load(self.store, &self.plan.account.id, &self.plan.area).await?;
        self.runs.regions = now.regions;
        let held = self.runs.regions.iter();
        let held = held.map(|region| self.slot(region, None)).collect();
        self.load(held).await?;
        self.complete().await
    }

    /// The Regions whose records the end of a sweep looks at.
    fn regions(&self, snapshot: &Snapshot) -> Vec<String> {
        let held = self.runs.regions.iter().filter(|_| self.named().is_none());
        let looked_at =
            held.filter(|region| *region == Finding::GLOBAL || snapshot.looks_at(region));
        looked_at.cloned().collect()
    }

    /// What is known of resources that were named and do not exist: their Region went with them.
    async fn load_gone(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let gone: Vec<_> = snapshot
            .all_gone()
            .filter(|_| self.named().is_some())
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let words = gone.iter().map(|(_, id, at)| {
            let word = key::gone(&self.plan.account.id, &self.plan.area, id);
            (*id, word, at.as_millisecond())
        });
        self.words(words.collect()).await?;
        let held = Runs::load(self.store, &self.plan.account.id, &self.plan.area)
            .await?
            .regions;
        let slots = gone
            .iter()
            .flat_map(|(_, id, _)| held.iter().map(|region| self.slot(region, Some(*id))))
            .collect();
        self.load(slots).await
    }

    /// Records of resources that are gone and of controls that are no more.
    fn leavers(&self, snapshot: &Snapshot) -> Vec<Draft> {
        let standing = self.known.values().flat_map(HashMap::values);
        standing
            .filter_map(|known| self.leaver(snapshot, known))
            .collect()
    }

    fn leaver(&self, snapshot: &Snapshot, known: &Known) -> Option<Draft> {
        let record = &known.record;
        let mut own = self.plan.controls.iter().map(|control| control.id());
        let others = self.plan.partial && !own.any(|id| id == record.control);
        // A sweep by some controls speaks for these: others may know better of theirs.
        if record.state.is_closed() || (others && self.named().is_none()) {
            return None;
        }
        if !self.plan.catalogue.contains(&&*record.control) {
            let at = self.plan.started;
            return Some(leave(known, State::Retired, Some(Transition::Retired), at));
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
        (at > record.observed_at).then(|| leave(known, State::Gone, Some(Transition::Gone), at))
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

    /// Enters that the run is complete: from here on, nobody slower overwrites what it saw.
    async fn complete(&mut self) -> Result<(), Error> {
        let digest = self.digest();
        let at = self.plan.started.as_millisecond();
        let told = match digest.findings.is_empty() {
            true => Vec::new(),
            false => self.tell.digest(&self.plan, &digest),
        };
        let pending: Vec<_> = told.into_iter().map(|one| Pending::new(one, at)).collect();
        let before = self.runs.clone();
        self.enter_run();
        if self.plan.partial && pending.is_empty() && self.runs.looked == before.looked {
            self.runs = before;
            return self.complete_partly().await;
        }
        let item = self.runs.item(&self.plan.account.id, &self.plan.area);
        let own = Step::Put(item, When::Unchanged(before.observed_at));
        let steps: Vec<_> = std::iter::once(own)
            .chain(pending.iter().map(Pending::step))
            .collect();
        match self.store.commit(&steps).await {
            Ok(()) => {}
            Err(CommitError::Refused(_)) => return Err(Error::Overtaken),
            Err(CommitError::Failed(error)) => return Err(error),
        }
        self.pending.extend(pending);
        Ok(())
    }

    /// The same of a run by some controls that is not their first: who judges by others goes on.
    async fn complete_partly(&mut self) -> Result<(), Error> {
        let (account, area) = (self.plan.account.id.clone(), self.plan.area.clone());
        let began = self.plan.started.as_millisecond();
        let controls: Vec<_> = self.plan.controls.iter().map(|one| one.id()).collect();
        loop {
            let before = self.runs.partial.observed_at;
            let next = self.runs.partial.with(controls.iter().copied(), began);
            let whole = When::Unchanged(self.runs.observed_at);
            let steps = [
                Step::Check(key::runs(&account, &area), whole),
                Step::Put(next.item(&account, &area), When::Unchanged(before)),
            ];
            match self.store.commit(&steps).await {
                Ok(()) => {
                    self.runs.partial = next;
                    return Ok(());
                }
                Err(CommitError::Failed(error)) => return Err(error),
                Err(CommitError::Refused(places)) if places.contains(&0) => {
                    return Err(Error::Overtaken);
                }
                Err(CommitError::Refused(_)) => self.heed().await?,
            }
            if controls.iter().any(|id| self.overtaken.contains(*id)) {
                return Err(Error::Overtaken);
            }
        }
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

    /// Looks again at what is kept: a slower run may have written, before this one was complete,
    /// what this one knows better.
    async fn look_back(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        // Others may have entered findings of Regions that held none before.
        let now = Runs::load(self.store, &self.plan.account.id, &self.plan.area).await?;
        self.runs.regions = now.regions;
        let mut changed: Vec<Known> = Vec::new();
        for region in self.regions(snapshot) {
            let partition = key::partition(&self.plan.account.id, &self.plan.area, &region);
            each(self.store, &partition, key::FINDINGS, |item| {
                let record = Record::read(&item);
                let fresh = record.filter(|record| self.differs(record));
                let key = item.key;
                changed.extend(fresh.map(|record| Known { key, record }));
            })
            .await?;
        }
        let mut drafts = Vec::new();
        for known in changed {
            self.learn(known.clone());
            drafts.extend(self.known_better(snapshot, &known));
        }
        self.commit(drafts).await
    }

    /// Whether somebody else wrote a record since this run read or wrote it.
    fn differs(&self, record: &Record) -> bool {
        let own = self.known(&record.region, &record.resource, &record.id);
        own.is_none_or(|own| own.record != *record)
    }

    /// What this run saw of a record that somebody else wrote meanwhile.
    fn known_better(&self, snapshot: &Snapshot, known: &Known) -> Option<Draft> {
        let record = &known.record;
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
            None => self.leaver(snapshot, known),
        }
    }
}

/// A record that stands no more, though nobody judged it.
pub(crate) fn leave(
    known: &Known,
    state: State,
    transition: Option<Transition>,
    at: Timestamp,
) -> Draft {
    let before = &known.record;
    Draft {
        known: Some(before.observed_at.as_millisecond()),
        key: known.key.clone(),
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
