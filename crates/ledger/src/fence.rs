//! Fences that events leave for what they had judged, and when: whoever saw it earlier and writes later is
//! refused.
use std::collections::BTreeMap;

use crate::commit::{Draft, STEPS};
use crate::news::Compose;
use crate::protocol::{Awaited, Job, Protocol, Request};
use crate::record::Record;
use crate::{Item, Key, Step, When, key};

/// How long a fence is kept, in seconds: as long as a sweep may take.
const KEPT: i64 = 24 * 60 * 60;

/// A fence that a draft is refused by, if it is newer.
pub(crate) struct Fence {
    pub key: Key,
    /// Whether the draft leaves it, too.
    left: bool,
}

impl<T: Compose> Protocol<'_, T> {
    /// The fences that concern a draft. A sweep checks only the coarse one of the resource, until that
    /// refuses it. A run about named resources leaves fences for what it judged, in the same
    /// transaction: other controls of the same resource, and what could not be judged, it leaves to
    /// others.
    pub(crate) fn fences_about(&self, draft: &Draft) -> Vec<Fence> {
        let Record {
            account,
            resource,
            control,
            ..
        } = &draft.record;
        let area = &self.plan.area;
        let looked = key::looked(account, area, resource);
        let (named, fenced) = (self.named().is_some(), self.fenced.contains(&looked));
        let left = named && draft.finding.is_some();
        let gone = key::gone(account, area, resource);
        let judged = key::judged(account, area, resource, control);
        let fine = [(gone, false), (judged, left)].into_iter();
        let fine = fine.filter(|_| named || fenced);
        let coarse = [(looked, left)].into_iter();
        let coarse = coarse.filter(|_| !fenced && (left || !named));
        let fence = |(key, left)| Fence { key, left };
        fine.chain(coarse).map(fence).collect()
    }

    /// Whether one of the fences that refused a draft means that a newer observation is recorded, and not merely
    /// that somebody looked.
    pub(crate) fn is_outdated(&mut self, draft: &Draft, refused: &[Key]) -> bool {
        let Record {
            account, resource, ..
        } = &draft.record;
        let looked = key::looked(account, &self.plan.area, resource);
        if refused.contains(&looked) {
            self.fenced.insert(looked);
            return false;
        }
        let fences = self.fences_about(draft);
        fences.iter().any(|fence| refused.contains(&fence.key))
    }

    /// The conditions under which drafts may be written, no event knowing better; and the fences that
    /// they leave.
    pub(crate) fn fenced_by<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) -> Vec<Step> {
        let mut fences: BTreeMap<Key, Met> = BTreeMap::new();
        for draft in drafts {
            let at = draft.record.observed_at.as_millisecond();
            for Fence { key, left } in self.fences_about(draft) {
                // The fence that this very run left does not refuse it, nor one as old as the one
                // that is left.
                let own = self.fences.get(&key).copied();
                let before = own.map_or(at + i64::from(left), |own| at.max(own) + 1);
                let met = fences.entry(key).or_insert(Met { before, left: None });
                met.before = met.before.min(before);
                met.left = met
                    .left
                    .max(left.then(|| own.map_or(at, |own| at.max(own))));
            }
        }
        let step = |(key, met): (Key, Met)| match met.left {
            Some(at) => Step::Put(fence(key, at), When::Older(met.before)),
            None => Step::Check(key, When::Older(met.before)),
        };
        fences.into_iter().map(step).collect()
    }

    /// Enters that a draft's fences were left.
    pub(crate) fn left_fences(&mut self, draft: &Draft) {
        let at = draft.record.observed_at.as_millisecond();
        for Fence { key, .. } in self.fences_about(draft).into_iter().filter(|one| one.left) {
            let newest = self.fences.entry(key).or_insert(at);
            *newest = (*newest).max(at);
        }
    }

    /// Has fences left for resources: whoever looked before these times knows less.
    pub(crate) fn leave_fences(&mut self, fences: Vec<(&str, Key, i64)>) {
        let mut latest: BTreeMap<Key, i64> = BTreeMap::new();
        for (resource, fine, at) in fences {
            let coarse = key::looked(&self.plan.account.id, &self.plan.area, resource);
            for key in [coarse, fine] {
                let newest = latest.entry(key).or_insert(at);
                *newest = (*newest).max(at);
            }
        }
        let step = |(key, at): (&Key, &i64)| Step::Put(fence(key.clone(), *at), When::Older(*at));
        let steps: Vec<Step> = latest.iter().map(step).collect();
        let chunks = steps.chunks(STEPS).map(<[Step]>::to_vec);
        self.jobs.extend(chunks.map(Job::Fence));
        for (key, at) in latest {
            let newest = self.fences.entry(key).or_insert(at);
            *newest = (*newest).max(at);
        }
    }

    pub(crate) fn fence(steps: Vec<Step>) -> Option<(Request, Awaited)> {
        let request = Request::Commit(steps.clone());
        (!steps.is_empty()).then_some((request, Awaited::Fence(steps)))
    }

    /// Somebody newer left some of these fences already.
    pub(crate) fn fence_again(&mut self, mut steps: Vec<Step>, places: &[usize]) {
        let mut place = 0..;
        steps.retain(|_| place.next().is_some_and(|n| !places.contains(&n)));
        self.jobs.push_front(Job::Fence(steps));
    }
}

/// What some drafts ask of one fence: a transaction names each item once.
struct Met {
    /// The fence that is there, if there is one, is older than this.
    before: i64,
    /// What it says from now on, where it is left.
    left: Option<i64>,
}

pub(crate) fn fence(key: Key, at: i64) -> Item {
    Item {
        key,
        observed_at: at,
        expires: Some(at / 1000 + KEPT),
        data: "{}".into(),
    }
}
