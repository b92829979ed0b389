//! What a run could not read, and what it can read again.
use std::collections::BTreeSet;

use model::{Message, Transition};

use crate::coverage::{Blindness, Lost, lose, restore};
use crate::news::Tell;
use crate::outbox::Pending;
use crate::run::Run;
use crate::store::each;
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Tells what was lost sight of; and what is back, if the run looked at everything.
    pub(crate) async fn cover(&mut self, everything: bool) -> Result<(), Error> {
        let mut known = BTreeSet::new();
        if everything {
            let partition = key::coverage(&self.plan.account.id);
            each(self.store, &partition, "", |item: Item| {
                known.insert(item.key.place);
            })
            .await?;
        }
        let missed = std::mem::take(&mut self.sight.missed);
        for (permission, now) in &missed {
            self.enter(permission, Some(now)).await?;
        }
        let seen = |permission: &String| {
            self.sight.seen.contains(&**permission) && !missed.contains_key(permission)
        };
        let back: Vec<_> = known.into_iter().filter(seen).collect();
        for permission in back {
            self.enter(&permission, None).await?;
        }
        Ok(())
    }

    /// Enters that a permission is missed now, or that it is not.
    async fn enter(&mut self, permission: &str, now: Option<&Lost>) -> Result<(), Error> {
        let key = Key {
            partition: key::coverage(&self.plan.account.id),
            place: permission.into(),
        };
        let started = self.plan.started.as_millisecond();
        loop {
            let item = self.store.get(&key).await?;
            let there = item.as_ref().map(|item| item.observed_at);
            let before: Option<Lost> = item.and_then(|item| serde_json::from_str(&item.data).ok());
            let changed = match (now, &before) {
                (Some(now), _) => Some(lose(before.clone(), now)),
                (None, Some(before)) => {
                    restore(before, &self.plan.area, self.plan.regions.as_deref())
                }
                (None, None) => None,
            };
            let newer = there.is_some_and(|there| there > started);
            let Some((kept, news)) =
                changed.filter(|(kept, _)| before.as_ref() != Some(kept) && !newer)
            else {
                return Ok(());
            };
            let at = there.map_or(started, |there| started.max(there + 1));
            let own = Item {
                key: key.clone(),
                observed_at: at,
                expires: None,
                data: serde_json::to_string(&kept).unwrap_or_default(),
            };
            let told = self.blindness(kept, news);
            let pending = told.iter().flat_map(|(_, messages)| messages).cloned();
            let pending: Vec<_> = pending.map(|one| Pending::new(one, started)).collect();
            let own = Step::Put(own, When::Unchanged(there));
            let steps: Vec<_> = std::iter::once(own)
                .chain(pending.iter().map(Pending::step))
                .collect();
            match self.store.commit(&steps).await {
                Err(CommitError::Refused(_)) => {}
                Err(CommitError::Failed(error)) => return Err(error),
                Ok(()) => {
                    self.pending.extend(pending);
                    if let Some((transition, _)) = told {
                        *self.counts.entry(transition).or_default() += 1;
                    }
                    return Ok(());
                }
            }
        }
    }

    /// What is told of a permission, if that is news.
    fn blindness(&self, lost: Lost, news: bool) -> Option<(Transition, Vec<Message>)> {
        let transition = match lost.restored {
            true => Transition::CoverageRestored,
            false => Transition::CoverageLost,
        };
        let blindness = Blindness {
            transition,
            account: self.plan.account.clone(),
            area: self.plan.area.clone(),
            lost,
            observed_at: self.plan.started,
        };
        news.then(|| (transition, self.tell.blindness(&self.plan, &blindness)))
    }
}
