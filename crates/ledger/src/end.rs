//! What only the end of a run shows: what is gone, what nobody asks for any more, what was lost
//! sight of; and a look back at what others wrote meanwhile.
use std::collections::{BTreeMap, HashMap};

use model::{Finding, Kind, KindInfo, Outcome, Region, Snapshot, Timestamp, Transition};

use crate::commit::Draft;
use crate::coverage::{Blindness, Lost, lose, restore};
use crate::outbox::Pending;
use crate::record::{Record, State};
use crate::run::{Known, Run, Tell};
use crate::runs::Runs;
use crate::store::each;
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Ends the run. `snapshot` says which lists were complete and what proved not to exist.
    pub async fn end(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let everything = self.named().is_none();
        let regions = self.regions(snapshot);
        for region in &regions {
            self.load(region, None).await?;
        }
        self.load_gone(snapshot).await?;
        let drafts = self.leavers(snapshot);
        self.commit(drafts).await?;
        self.cover(everything).await?;
        if everything {
            self.complete().await?;
            // Regions that this run or another one has entered meanwhile are among them now.
            self.look_back(&self.regions(snapshot)).await?;
        }
        Ok(())
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
        let held: Vec<String> = self
            .runs
            .regions
            .iter()
            .filter(|_| self.named().is_some())
            .cloned()
            .collect();
        for (_, id, _) in snapshot.all_gone() {
            for region in &held {
                self.load(region, Some(id)).await?;
            }
        }
        Ok(())
    }

    /// Records of resources that are gone and of controls that are no more.
    fn leavers(&self, snapshot: &Snapshot) -> Vec<Draft> {
        let kinds = self.kinds();
        let standing = self.known.values().flat_map(HashMap::values);
        let standing = standing.filter(|known| !known.record.state.is_closed());
        let leaving = standing.filter_map(|known| {
            let record = &known.record;
            if !self.plan.catalogue.contains(&&*record.control) {
                let at = self.plan.started;
                return Some(leave(known, State::Retired, Transition::Retired, at));
            }
            let kind = kinds.get(&*record.kind)?;
            let id = record.part.as_ref().unwrap_or(&record.resource);
            let at = snapshot.missing_since(kind, &record.region, id)?;
            (at > record.observed_at).then(|| leave(known, State::Gone, Transition::Gone, at))
        });
        leaving.collect()
    }

    fn kinds(&self) -> BTreeMap<&'static str, &'static KindInfo> {
        let kinds = self
            .plan
            .controls
            .iter()
            .flat_map(|control| control.kind().lineage());
        let own = kinds.filter(|kind| kind.within.is_some() && kind.id != Region::ID);
        own.map(|kind| (kind.id, kind)).collect()
    }

    /// Tells what was lost sight of; and what is back, if the run looked at everything.
    async fn cover(&mut self, everything: bool) -> Result<(), Error> {
        let partition = key::coverage(&self.plan.account.id);
        let mut known: BTreeMap<String, Lost> = BTreeMap::new();
        each(self.store, &partition, "", |item: Item| {
            let read = serde_json::from_str(&item.data).ok();
            known.extend(read.map(|lost| (item.key.place, lost)));
        })
        .await?;
        let missed = std::mem::take(&mut self.sight.missed);
        for (permission, now) in &missed {
            let before = known.get(permission);
            let (kept, news) = lose(before.cloned(), now);
            if before != Some(&kept) {
                self.enter(kept, news.then_some(Transition::CoverageLost))
                    .await?;
            }
        }
        let seen = |permission: &str| {
            self.sight.seen.contains(permission) && !missed.contains_key(permission)
        };
        let back: Vec<_> = known
            .into_values()
            .filter(|lost| everything && seen(&lost.permission))
            .collect();
        for before in back {
            let regions = self.plan.regions.as_deref();
            if let Some((kept, news)) = restore(&before, &self.plan.area, regions) {
                self.enter(kept, news.then_some(Transition::CoverageRestored))
                    .await?;
            }
        }
        Ok(())
    }

    async fn enter(&mut self, lost: Lost, told: Option<Transition>) -> Result<(), Error> {
        let at = self.plan.started.as_millisecond();
        let item = Item {
            key: Key {
                partition: key::coverage(&self.plan.account.id),
                place: lost.permission.clone(),
            },
            observed_at: at,
            expires: None,
            data: serde_json::to_string(&lost).unwrap_or_default(),
        };
        let messages = told.map(|transition| {
            let blindness = Blindness {
                transition,
                account: self.plan.account.clone(),
                area: self.plan.area.clone(),
                lost,
                observed_at: self.plan.started,
            };
            self.tell.blindness(&self.plan, &blindness)
        });
        let pending: Vec<_> = messages
            .into_iter()
            .flatten()
            .map(|one| Pending::new(one, at))
            .collect();
        let own = Step::Put(item, When::Older(at));
        let steps: Vec<_> = std::iter::once(own)
            .chain(pending.iter().map(Pending::step))
            .collect();
        match self.store.commit(&steps).await {
            Ok(()) => {
                self.pending.extend(pending);
                if let Some(transition) = told {
                    *self.counts.entry(transition).or_default() += 1;
                }
                Ok(())
            }
            // A newer run has entered what it could see.
            Err(CommitError::Refused(_)) => Ok(()),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }

    /// Enters that the run is complete: from here on, nobody slower overwrites what it saw.
    async fn complete(&mut self) -> Result<(), Error> {
        let digest = self.take_digest();
        let at = self.plan.started.as_millisecond();
        let told = match digest.findings.is_empty() {
            true => Vec::new(),
            false => self.tell.digest(&self.plan, &digest),
        };
        let pending: Vec<_> = told.into_iter().map(|one| Pending::new(one, at)).collect();
        loop {
            self.enter_run();
            let item = self.runs.item(&self.plan.account.id, &self.plan.area);
            let when = When::Older(item.observed_at);
            let own = Step::Put(item, when);
            let steps: Vec<_> = std::iter::once(own)
                .chain(pending.iter().map(Pending::step))
                .collect();
            match self.store.commit(&steps).await {
                Ok(()) => break,
                Err(CommitError::Failed(error)) => return Err(error),
                Err(CommitError::Refused(_)) => self.merge().await?,
            }
        }
        self.pending.extend(pending);
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
        // What was read before this run began is older than it. Every write is newer than the one
        // before it, so that two at once notice each other.
        let begun = started.as_millisecond() - 1;
        self.runs.observed_at = begun.max(self.runs.observed_at + 1);
    }

    /// Takes over what another run entered meanwhile.
    async fn merge(&mut self) -> Result<(), Error> {
        let newer = Runs::load(self.store, &self.plan.account.id, &self.plan.area).await?;
        let own = std::mem::replace(&mut self.runs, newer);
        self.runs.regions.extend(own.regions);
        Ok(())
    }

    /// Looks again at what is kept: a slower run may have written, before this one was complete,
    /// what this one knows better.
    async fn look_back(&mut self, regions: &[String]) -> Result<(), Error> {
        let mut changed: Vec<Known> = Vec::new();
        for region in regions {
            let partition = key::partition(&self.plan.account.id, &self.plan.area, region);
            each(self.store, &partition, key::FINDINGS, |item| {
                let record = Record::read(&item);
                let fresh = record.filter(|record| self.differs(record));
                changed.extend(fresh.map(|record| Known {
                    key: item.key,
                    record,
                }));
            })
            .await?;
        }
        let mut drafts = Vec::new();
        for known in changed {
            let record = known.record.clone();
            self.learn(known);
            drafts.extend(self.known_better(&record));
        }
        self.commit(drafts).await
    }

    /// Whether somebody else wrote a record since this run read or wrote it.
    fn differs(&self, record: &Record) -> bool {
        let own = self.known(&record.region, &record.resource, &record.id);
        own.is_none_or(|own| own.record != *record)
    }

    fn known_better(&self, record: &Record) -> Option<Draft> {
        let mut controls = self.plan.controls.iter();
        let control = *controls.find(|control| control.id() == record.control)?;
        if let Some(finding) = self.broken.get(&record.id) {
            return self.draft(control, finding.clone());
        }
        if self.unjudged.contains(&record.id) || record.state.is_closed() {
            return None;
        }
        let (first, _) = self.looked.get(&model::short_hash(&record.resource))?;
        self.draft(control, whole(control.id(), record, *first))
    }
}

fn leave(known: &Known, state: State, transition: Transition, at: Timestamp) -> Draft {
    let before = &known.record;
    Draft {
        key: known.key.clone(),
        record: Record {
            state,
            changed_at: at,
            observed_at: at,
            sequence: before.sequence + 1,
            baseline: false,
            ..before.clone()
        },
        transition: Some(transition),
        quiet: false,
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
        observed_at: at,
        outcome: Outcome::Pass(model::Evidence::default()),
    }
}
