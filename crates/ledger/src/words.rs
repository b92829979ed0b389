//! Words that events leave of what they had judged, and when: whoever saw it earlier and writes later is held up.
use std::collections::BTreeMap;

use model::Finding;

use crate::commit::STEPS;
use crate::record::Record;
use crate::run::{Run, Tell};
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

/// How long a resource that an event was about is remembered: as long as a sweep may take.
const REMEMBERED: i64 = 24 * 60 * 60;

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Where events leave word of what they saw of a record's resource.
    pub(crate) fn words_about(&self, record: &Record) -> [Key; 2] {
        let Record {
            account,
            resource,
            control,
            ..
        } = record;
        [
            key::looked(account, &self.plan.area, resource),
            key::judged(account, &self.plan.area, resource, control),
        ]
    }

    /// The conditions under which records may be written: no event knows better.
    pub(crate) fn held_up_by<'r>(&self, records: impl Iterator<Item = &'r Record>) -> Vec<Step> {
        let mut checks: Vec<Step> = Vec::new();
        for record in records {
            for key in self.words_about(record) {
                // The word that this very run left there does not hold it up.
                let own = self.words.get(&key).map_or(i64::MIN, |at| at + 1);
                let at = record.observed_at.as_millisecond().max(own);
                hold_up(&mut checks, key, at);
            }
        }
        checks
    }

    /// Leaves word of what this run judged, and when: nobody slower overwrites it. Other controls
    /// of the same resource are others' to tell.
    pub(crate) async fn leave_word(
        &mut self,
        found: impl Iterator<Item = &Finding>,
    ) -> Result<(), Error> {
        let mut words: BTreeMap<Key, i64> = BTreeMap::new();
        for finding in found {
            let (account, area) = (&finding.account.id, &self.plan.area);
            let key = key::judged(account, area, &finding.resource, finding.control);
            let at = words.entry(key).or_insert(i64::MIN);
            *at = (*at).max(finding.observed_at.as_millisecond());
        }
        self.words(words).await
    }

    /// Leaves word that whoever looked before these times knows less.
    pub(crate) async fn words(&mut self, words: BTreeMap<Key, i64>) -> Result<(), Error> {
        let step = |(key, at): (&Key, &i64)| {
            let word = Item {
                key: key.clone(),
                observed_at: *at,
                expires: Some(at / 1000 + REMEMBERED),
                data: "{}".into(),
            };
            Step::Put(word, When::Older(*at))
        };
        let steps: Vec<Step> = words.iter().map(step).collect();
        for chunk in steps.chunks(STEPS) {
            let mut left = chunk.to_vec();
            while !left.is_empty() {
                match self.store.commit(&left).await {
                    Ok(()) => break,
                    Err(CommitError::Failed(error)) => return Err(error),
                    // Somebody newer left word there already.
                    Err(CommitError::Refused(places)) => {
                        let mut place = 0..;
                        left.retain(|_| place.next().is_some_and(|n| !places.contains(&n)));
                    }
                }
            }
        }
        for (key, at) in words {
            let known = self.words.entry(key).or_insert(at);
            *known = (*known).max(at);
        }
        Ok(())
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
