//! A control that was renamed keeps its findings: they move, and nobody is told.
use std::collections::HashMap;

use crate::known::Known;
use crate::news::Tell;
use crate::run::Run;
use crate::{CommitError, Error, Key, Record, Step, Store, When, key};

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Moves the records of former control ids to the present ones.
    pub(crate) async fn rename(&self, records: &mut HashMap<String, Known>) -> Result<(), Error> {
        let former = |record: &Record| {
            let mut renamed = self.plan.renamed.iter();
            renamed
                .find(|(former, _)| *former == record.control)
                .map(|(_, present)| *present)
        };
        let moving: Vec<_> = records
            .values()
            .filter_map(|known| Some((known.clone(), former(&known.record)?)))
            .collect();
        for (Known { key: old, record }, present) in moving {
            let account = model::AccountRef::new(&*record.partition, &*record.account);
            let id = model::finding_id(
                present,
                &account,
                &record.region,
                &record.resource,
                record.part.as_deref(),
            );
            let moved = Record {
                id: id.clone(),
                control: present.into(),
                ..record.clone()
            };
            let key = Key {
                partition: old.partition.clone(),
                place: key::of_resource(&record.resource) + &id,
            };
            let put = Step::Put(
                moved.item(key.clone()),
                When::Older(moved.observed_at.as_millisecond()),
            );
            match self.store.commit(&[put, Step::Delete(old.clone())]).await {
                Ok(()) => {}
                // The present one is known already, and newer: the former one is of no use.
                Err(CommitError::Refused(_)) => self.forget(old).await?,
                Err(CommitError::Failed(error)) => return Err(error),
            }
            records.remove(&record.id);
            records.entry(id).or_insert(Known { key, record: moved });
        }
        Ok(())
    }

    async fn forget(&self, old: Key) -> Result<(), Error> {
        match self.store.commit(&[Step::Delete(old)]).await {
            Ok(()) | Err(CommitError::Refused(_)) => Ok(()),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }
}
