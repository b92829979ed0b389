//! What is known of findings before they are observed: loaded when first needed.
use std::collections::{BTreeSet, HashMap};

use futures::{StreamExt, TryStreamExt};

use crate::news::Tell;
use crate::record::Record;
use crate::run::Run;
use crate::store::each;
use crate::{Error, Item, Key, Store, key};

/// A record and where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub key: Key,
    pub record: Record,
}

/// What is loaded at once: a Region, and how the places there begin.
pub(crate) type Slot = (String, String);

/// So many are loaded at the same time.
const AT_ONCE: usize = 16;

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Where what is known lies: all of a Region, or of one resource where the run is about some
    /// alone.
    pub(crate) fn slot(&self, region: &str, resource: Option<&str>) -> Slot {
        let prefix = match (self.named(), resource) {
            (Some(_), Some(resource)) => key::of_resource(resource),
            _ => key::FINDINGS.to_owned(),
        };
        (region.to_owned(), prefix)
    }

    /// Loads what is known of resources, each by the Region where it may be. It saves time where
    /// they are observed there, and is of no use otherwise.
    pub async fn expect(&mut self, places: &BTreeSet<(String, String)>) -> Result<(), Error> {
        let places = places.iter();
        let slots = places.map(|(region, resource)| self.slot(region, Some(resource)));
        self.load(slots.collect()).await
    }

    /// Loads what is known, as far as it is not loaded yet.
    pub(crate) async fn load(&mut self, slots: BTreeSet<Slot>) -> Result<(), Error> {
        let new = slots
            .into_iter()
            .filter(|slot| !self.known.contains_key(slot));
        let run = &*self;
        let loads = new.map(|slot| run.read(slot));
        let loads = futures::stream::iter(loads).buffer_unordered(AT_ONCE);
        let loaded: Vec<_> = loads.try_collect().await?;
        self.known.extend(loaded);
        Ok(())
    }

    async fn read(&self, slot: Slot) -> Result<(Slot, HashMap<String, Known>), Error> {
        let (region, prefix) = &slot;
        let partition = key::partition(&self.plan.account.id, &self.plan.area, region);
        let mut records = HashMap::new();
        each(self.store, &partition, prefix, |item: Item| {
            if let Some(record) = Record::read(&item) {
                let key = item.key;
                records.insert(record.id.clone(), Known { key, record });
            }
        })
        .await?;
        self.rename(&mut records).await?;
        Ok((slot, records))
    }

    pub(crate) fn known(&self, region: &str, resource: &str, id: &str) -> Option<&Known> {
        self.known.get(&self.slot(region, Some(resource)))?.get(id)
    }

    pub(crate) fn learn(&mut self, known: Known) {
        let Record {
            id,
            region,
            resource,
            ..
        } = &known.record;
        let (id, slot) = (id.clone(), self.slot(region, Some(resource)));
        self.known.entry(slot).or_default().insert(id, known);
    }

    /// Forgets a record that is not there any more.
    pub(crate) fn unlearn(&mut self, record: &Record) {
        let slot = self.slot(&record.region, Some(&record.resource));
        if let Some(slot) = self.known.get_mut(&slot) {
            slot.remove(&record.id);
        }
    }
}
