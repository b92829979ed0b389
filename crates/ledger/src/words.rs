//! Words that events leave of what they had judged, and when: whoever saw it earlier and writes later is held up.
use std::collections::BTreeMap;

use crate::commit::{Draft, STEPS};
use crate::news::Tell;
use crate::record::Record;
use crate::run::Run;
use crate::{CommitError, Error, Item, Key, Step, Store, When, key};

/// How long a resource that an event was about is remembered: as long as a sweep may take.
const REMEMBERED: i64 = 24 * 60 * 60;

/// A word about a resource that a draft is held up by, if it is newer.
pub(crate) struct Word {
    pub key: Key,
    /// Whether the draft leaves it, too.
    left: bool,
}

impl<S: Store, T: Tell> Run<'_, S, T> {
    /// The words about a draft's resource. A sweep asks only whether there was any event, until it
    /// was told of a resource that there was. Who looks at what was named leaves word of what was
    /// judged, in the same transaction: other controls of the same resource, and what could not be
    /// judged, are others' to tell.
    pub(crate) fn words_about(&self, draft: &Draft) -> Vec<Word> {
        let Record {
            account,
            resource,
            control,
            ..
        } = &draft.record;
        let area = &self.plan.area;
        let looked = key::looked(account, area, resource);
        let (named, known) = (self.named().is_some(), self.looked_at.contains(&looked));
        let left = named && draft.finding.is_some();
        let gone = key::gone(account, area, resource);
        let judged = key::judged(account, area, resource, control);
        let fine = [(gone, false), (judged, left)].into_iter();
        let fine = fine.filter(|_| named || known);
        let coarse = [(looked, left)].into_iter();
        let coarse = coarse.filter(|_| !known && (left || !named));
        let word = |(key, left)| Word { key, left };
        fine.chain(coarse).map(word).collect()
    }

    /// Whether one of the words about a draft that held it up means that somebody knows better,
    /// and not merely that somebody looked.
    pub(crate) fn knows_less(&mut self, draft: &Draft, refused: &[Key]) -> bool {
        let Record {
            account, resource, ..
        } = &draft.record;
        let looked = key::looked(account, &self.plan.area, resource);
        if refused.contains(&looked) {
            self.looked_at.insert(looked);
            return false;
        }
        let words = self.words_about(draft);
        words.iter().any(|word| refused.contains(&word.key))
    }

    /// The conditions under which drafts may be written, no event knowing better; and the words
    /// that they leave.
    pub(crate) fn held_up_by<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) -> Vec<Step> {
        let mut words: BTreeMap<Key, Met> = BTreeMap::new();
        for draft in drafts {
            let at = draft.record.observed_at.as_millisecond();
            for Word { key, left } in self.words_about(draft) {
                // The word that this very run left there does not hold it up, nor one as old as
                // the one that is left.
                let own = self.words.get(&key).copied();
                let before = own.map_or(at + i64::from(left), |own| at.max(own) + 1);
                let met = words.entry(key).or_insert(Met { before, left: None });
                met.before = met.before.min(before);
                met.left = met
                    .left
                    .max(left.then(|| own.map_or(at, |own| at.max(own))));
            }
        }
        let step = |(key, met): (Key, Met)| match met.left {
            Some(at) => Step::Put(word(key, at), When::Older(met.before)),
            None => Step::Check(key, When::Older(met.before)),
        };
        words.into_iter().map(step).collect()
    }

    /// Enters that a draft's words were left.
    pub(crate) fn left_words(&mut self, draft: &Draft) {
        let at = draft.record.observed_at.as_millisecond();
        for Word { key, .. } in self.words_about(draft).into_iter().filter(|one| one.left) {
            let known = self.words.entry(key).or_insert(at);
            *known = (*known).max(at);
        }
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
        let step = |(key, at): (&Key, &i64)| Step::Put(word(key.clone(), *at), When::Older(*at));
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

/// What some drafts ask of one word: a transaction names each item once.
struct Met {
    /// The word that is there, if there is one, is older than this.
    before: i64,
    /// What it says from now on, where it is left.
    left: Option<i64>,
}

fn word(key: Key, at: i64) -> Item {
    Item {
        key,
        observed_at: at,
        expires: Some(at / 1000 + REMEMBERED),
        data: "{}".into(),
    }
}
