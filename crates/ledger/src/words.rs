//! Words that events leave of what they had judged, and when: whoever saw it earlier and writes later is held up.
use std::collections::BTreeMap;

use model::Finding;

use crate::commit::STEPS;
use crate::decide::Seen;
use crate::news::Tell;
use crate::record::Record;
use crate::run::Run;
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

/// How long a resource that an event was about is remembered: as long as a sweep may take.
const REMEMBERED: i64 = 24 * 60 * 60;

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// Where events leave word of what they saw of a record's resource. A sweep asks only whether
    /// there was any event, until it was told of a resource that there was.
    pub(crate) fn words_about(&self, record: &Record) -> Vec<Key> {
        let Record {
            account,
            resource,
            control,
            ..
        } = record;
        let area = &self.plan.area;
        let looked = key::looked(account, area, resource);
        if self.named().is_none() && !self.looked_at.contains(&looked) {
            return vec![looked];
        }
        vec![
            key::gone(account, area, resource),
            key::judged(account, area, resource, control),
        ]
    }

    /// Whether one of the words about a record that held it up means that somebody knows better,
    /// and not merely that somebody looked.
    pub(crate) fn knows_less(&mut self, record: &Record, refused: &[Key]) -> bool {
        let looked = key::looked(&record.account, &self.plan.area, &record.resource);
        if refused.contains(&looked) {
            self.looked_at.insert(looked);
            return false;
        }
        let words = self.words_about(record);
        words.iter().any(|word| refused.contains(word))
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
    /// of the same resource, and what could not be judged, are others' to tell.
    pub(crate) async fn leave_word(
        &mut self,
        found: impl Iterator<Item = &Finding>,
    ) -> Result<(), Error> {
        let mut words = Vec::new();
        for finding in found.filter(|finding| Seen::of(&finding.outcome).is_some()) {
            let (account, area) = (&finding.account.id, &self.plan.area);
            let key = key::judged(account, area, &finding.resource, finding.control);
            let at = finding.observed_at.as_millisecond();
            words.push((&*finding.resource, key, at));
        }
        self.words(words).await
    }

    /// Leaves word of resources that whoever looked before these times knows less.
    pub(crate) async fn words(&mut self, words: Vec<(&str, Key, i64)>) -> Result<(), Error> {
        let mut latest: BTreeMap<Key, i64> = BTreeMap::new();
        for (resource, word, at) in words {
            let looked = key::looked(&self.plan.account.id, &self.plan.area, resource);
            for key in [looked, word] {
                let known = latest.entry(key).or_insert(at);
                *known = (*known).max(at);
            }
        }
        let step = |(key, at): (&Key, &i64)| {
            let word = Item {
                key: key.clone(),
                observed_at: *at,
                expires: Some(at / 1000 + REMEMBERED),
                data: "{}".into(),
            };
            Step::Put(word, When::Older(*at))
        };
        let steps: Vec<Step> = latest.iter().map(step).collect();
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
        for (key, at) in latest {
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
