//! What is recorded of findings before they are observed: loaded when first needed. A control that was
//! renamed keeps its findings: they move, and nothing is published.
use std::collections::{BTreeSet, HashMap};

use crate::news::Compose;
use crate::protocol::{Awaited, Job, Protocol, Request};
use crate::record::Record;
use crate::{Item, Key, Step, When, key};

/// A record and where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub key: Key,
    pub record: Record,
}

/// What is loaded at once: a Region, and how the places there begin.
pub(crate) type Slot = (String, String);

/// A record of a control that was renamed: as it is from now on, and where it lay.
#[derive(Debug)]
pub(crate) struct Moved {
    recorded: Recorded,
    pub old: Key,
}

impl Moved {
    pub(crate) fn steps(&self) -> Vec<Step> {
        let Recorded { key, record } = &self.recorded;
        let older = When::Older(record.observed_at.as_millisecond());
        vec![
            Step::Put(record.item(key.clone()), older),
            Step::Delete(self.old.clone(), When::Always),
        ]
    }
}

impl<T: Compose> Protocol<'_, T> {
    /// Where what is recorded lies: all of a Region, or of one resource where the run is about some
    /// alone.
    pub(crate) fn slot(&self, region: &str, resource: Option<&str>) -> Slot {
        let prefix = match (self.named(), resource) {
            (Some(_), Some(resource)) => key::of_resource(resource),
            _ => key::FINDINGS.to_owned(),
        };
        (region.to_owned(), prefix)
    }

    /// Has what is recorded of resources loaded, each by the Region where it may be.
    pub fn expect(&mut self, places: &BTreeSet<(String, String)>) {
        let places = places.iter();
        let slots = places.map(|(region, resource)| self.slot(region, Some(resource)));
        let slots = slots.collect();
        self.jobs.push_back(Job::Load(slots));
    }

    /// Requests what is recorded, as far as it is not loaded yet.
    pub(crate) fn load(&self, slots: BTreeSet<Slot>) -> Option<(Request, Awaited)> {
        let mut new: Vec<_> = slots.into_iter().collect();
        new.retain(|slot| !self.recorded.contains_key(slot));
        let part = |(region, prefix): &Slot| {
            let partition = key::partition(&self.plan.account.id, &self.plan.area, region);
            (partition, prefix.clone())
        };
        let parts: Vec<_> = new.iter().map(part).collect();
        (!parts.is_empty()).then_some((Request::Read(parts), Awaited::Loaded(new)))
    }

    pub(crate) fn loaded(&mut self, slots: Vec<Slot>, items: Vec<Vec<Item>>) {
        for (slot, items) in slots.into_iter().zip(items) {
            let mut records = HashMap::new();
            for item in items {
                match Record::read(&item) {
                    Some(record) => {
                        let key = item.key;
                        records.insert(record.id.clone(), Recorded { key, record });
                    }
                    None => {
                        self.unreadable.insert(item.key, item.observed_at);
                    }
                }
            }
            self.rename(&mut records);
            self.recorded.insert(slot, records);
        }
    }

    /// Moves the records of former control ids to the present ones.
    fn rename(&mut self, records: &mut HashMap<String, Recorded>) {
        let moved: Vec<_> = records
            .values()
            .filter_map(|recorded| self.moved(recorded))
            .collect();
        for (former, moved) in moved {
            records.remove(&former);
            let id = moved.recorded.record.id.clone();
            records.entry(id).or_insert_with(|| moved.recorded.clone());
            self.jobs.push_front(Job::Move(Box::new(moved)));
        }
    }

    /// A record under the present id of its control, if that was renamed; and its former id.
    fn moved(&self, Recorded { key: old, record }: &Recorded) -> Option<(String, Moved)> {
        let mut renamed = self.plan.renamed.iter();
        let (_, present) = renamed.find(|(former, _)| *former == record.control)?;
        let account = model::AccountRef::new(&*record.partition, &*record.account);
        let part = record.part.as_deref();
        let id = model::finding_id(present, &account, &record.region, &record.resource, part);
        let key = Key {
            partition: old.partition.clone(),
            place: key::of_resource(&record.resource) + &id,
        };
        let recorded = Recorded {
            key,
            record: Record {
                id,
                control: (*present).into(),
                ..record.clone()
            },
        };
        let old = old.clone();
        Some((record.id.clone(), Moved { recorded, old }))
    }

    pub(crate) fn recorded(&self, region: &str, resource: &str, id: &str) -> Option<&Recorded> {
        self.recorded
            .get(&self.slot(region, Some(resource)))?
            .get(id)
    }

    pub(crate) fn learn(&mut self, recorded: Recorded) {
        let Record {
            id,
            region,
            resource,
            ..
        } = &recorded.record;
        let (id, slot) = (id.clone(), self.slot(region, Some(resource)));
        self.unreadable.remove(&recorded.key);
        self.recorded.entry(slot).or_default().insert(id, recorded);
    }

    /// Learns what an item holds; what cannot be read is replaced by the next observation.
    pub(crate) fn relearn(&mut self, item: &Item) {
        let key = item.key.clone();
        match Record::read(item) {
            Some(record) => self.learn(Recorded { key, record }),
            None => {
                self.unreadable.insert(key, item.observed_at);
            }
        }
    }

    /// Forgets a record that is not there any more.
    pub(crate) fn unlearn(&mut self, record: &Record, key: &Key) {
        self.unreadable.remove(key);
        let slot = self.slot(&record.region, Some(&record.resource));
        if let Some(slot) = self.recorded.get_mut(&slot) {
            slot.remove(&record.id);
        }
    }
}
