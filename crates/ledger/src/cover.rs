//! What a run could not read, and what it can read again.
use std::collections::BTreeSet;

use model::{Message, Transition};

use crate::coverage::{Blindness, Lost, Report, Sight, Swept, revise_all};
use crate::news::Compose;
use crate::outbox::Pending;
use crate::protocol::{Answer, Awaited, Job, Protocol, Request};
use crate::record::KEPT;
use crate::{Item, Key, Step, When, key};

/// What is written of a permission.
#[derive(Debug)]
pub(crate) struct Revised {
    permission: String,
    everything: bool,
    pending: Vec<Pending>,
    transition: Option<Transition>,
}

/// What another part of the same invocation could and could not read.
#[derive(Debug)]
pub struct Lent {
    area: String,
    sight: Sight,
    /// Whether it is known that something was lost there.
    dark: bool,
}

impl<T: Compose> Protocol<'_, T> {
    /// Hands over what this run could and could not read, to be reported by another one.
    pub fn lend(&mut self) -> Lent {
        Lent {
            area: self.plan.area.clone(),
            sight: std::mem::take(&mut self.sight),
            dark: std::mem::take(&mut self.runs.dark),
        }
    }

    /// Takes over what others could and could not read: one permission is reported once, however
    /// many parts of an invocation miss it.
    pub fn borrow(&mut self, lent: Vec<Lent>) {
        self.lent.extend(lent);
    }

    /// What this run and those that it reports for could and could not read, by area.
    fn sights(&self) -> impl Iterator<Item = (&str, &Sight)> {
        let lent = self.lent.iter().map(|lent| (&*lent.area, &lent.sight));
        std::iter::once((&*self.plan.area, &self.sight)).chain(lent)
    }

    /// Reports what was lost sight of; and what can be read again, if the run looked at everything.
    pub(crate) fn cover(&mut self, everything: bool) -> Option<(Request, Awaited)> {
        // A run about some resources only asks where it is known that something was lost.
        let dark = self.runs.dark || self.lent.iter().any(|lent| lent.dark);
        if everything || dark {
            let partition = key::coverage(&self.plan.account.id);
            let request = Request::Read(vec![(partition, String::new())]);
            return Some((request, Awaited::Permissions { everything }));
        }
        self.cover_recorded(Vec::new(), everything);
        None
    }

    /// Has each permission entered that was missed, or that is known as missing and was seen.
    pub(crate) fn cover_recorded(&mut self, items: Vec<Vec<Item>>, everything: bool) {
        let recorded = items.into_iter().flatten().map(|item| item.key.place);
        let mut permissions: BTreeSet<_> = recorded
            .filter(|permission| {
                let mut sights = self.sights();
                sights.any(|(_, sight)| sight.seen.contains(&**permission))
            })
            .collect();
        let missed = self.sights().flat_map(|(_, sight)| sight.missed.keys());
        permissions.extend(missed.cloned());
        for permission in permissions.into_iter().rev() {
            self.jobs.push_front(Job::Permission {
                permission,
                everything,
            });
        }
    }

    /// Where it is kept that a permission is missing.
    pub(crate) fn permission(&self, permission: &str) -> Key {
        Key {
            partition: key::coverage(&self.plan.account.id),
            place: permission.into(),
        }
    }

    /// Enters what the run saw of a permission, over what is known of it.
    pub(crate) fn revise(&mut self, permission: String, item: Option<&Item>, everything: bool) {
        let started = self.plan.started.as_millisecond();
        let there = item.map(|item| item.observed_at);
        let before: Option<Lost> = item.and_then(|item| serde_json::from_str(&item.data).ok());
        // By some controls alone, not all that was missed with it is looked at.
        let swept = match self.plan.regions.as_deref() {
            _ if !everything || self.plan.partial => Swept::Nothing,
            Some(regions) => Swept::Regions(regions),
            None => Swept::Everything,
        };
        let views = self.sights();
        let views = views.map(|(area, sight)| sight.view(&permission, area, swept));
        let newer = there.is_some_and(|there| there > started);
        let Some((kept, report)) = revise_all(before.as_ref(), views.collect()).filter(|_| !newer)
        else {
            return;
        };
        let own = Item {
            key: self.permission(&permission),
            observed_at: there.map_or(started, |there| started.max(there + 1)),
            expires: None,
            data: serde_json::to_string(&kept).unwrap_or_default(),
        };
        let marks = self.sights().map(|(area, _)| Item {
            key: key::dark(&self.plan.account.id, area),
            observed_at: started,
            expires: Some(self.plan.started.as_second() + KEPT),
            data: "{}".into(),
        });
        let marks: Vec<_> = marks.map(|mark| Step::Put(mark, When::Always)).collect();
        let transition = report.as_ref().map(|report| report.transition);
        let messages = report.map(|report| self.blindness(kept, &report));
        let pending = messages.into_iter().flatten();
        let pending: Vec<_> = pending.map(|one| Pending::new(one, started)).collect();
        let own = std::iter::once(Step::Put(own, When::Unchanged(there))).chain(marks);
        let steps = own.chain(pending.iter().map(Pending::step));
        let steps = steps.collect();
        let revised = Revised {
            permission,
            everything,
            pending,
            transition,
        };
        self.jobs.push_front(Job::Revise(steps, Box::new(revised)));
    }

    /// What was written of a permission; or what is to be read again, since another run wrote.
    pub(crate) fn revised(&mut self, revised: Revised, answer: &Answer) {
        let Revised {
            permission,
            everything,
            pending,
            transition,
        } = revised;
        if *answer == Answer::Committed {
            self.pending.extend(pending);
            if let Some(transition) = transition {
                *self.counts.entry(transition).or_default() += 1;
            }
            return;
        }
        self.jobs.push_front(Job::Permission {
            permission,
            everything,
        });
    }

    /// What is reported of a permission.
    fn blindness(&self, lost: Lost, report: &Report) -> Vec<Message> {
        let blindness = Blindness {
            transition: report.transition,
            account: self.plan.account.clone(),
            area: self.plan.area.clone(),
            lost,
            resources: report.resources,
            severity: report.severity,
            observed_at: self.plan.started,
        };
        self.compose.blindness(&self.plan, &blindness)
    }
}
