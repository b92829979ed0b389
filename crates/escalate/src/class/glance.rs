//! What statements say of a resource, as far as that is told without solving anything.

use super::caller::{CallerKeys, Status};
use super::{Class, Said};
use crate::account::Tag;
use crate::action::Actions;
use crate::census::Node;
use policy::Budget;
use policy::Glob;
use policy::parts::refusal;
use policy::parts::{Clause, Resources};
use std::cell::RefCell;
use std::collections::HashMap;

/// What is seen without asking the solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Glance {
    No,
    Unsure,
    /// Of a pattern, some resources.
    Some,
    Yes,
}

/// Which patterns meet, each pair told once.
#[derive(Debug, Default)]
pub(crate) struct Meetings(RefCell<HashMap<String, HashMap<usize, Glance>>>);

/// An action on a resource, or on some resource that matches a pattern.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'w> {
    pub(crate) bit: Actions,
    pub(crate) action: &'w str,
    pub(crate) resource: &'w str,
    /// The tags of what is acted on, where they are known.
    pub(crate) tags: Option<&'w [Tag]>,
    /// Whether circumstances are free, and there are some in which no conditional Deny applies.
    pub(crate) escaped: bool,
}

impl<'w> Wanted<'w> {
    /// Doing something to a principal.
    pub(crate) fn on(bit: Actions, action: &'w str, to: &'w Node) -> Self {
        Wanted {
            bit,
            action,
            resource: &to.arn,
            tags: to.tags.as_deref(),
            escaped: false,
        }
    }
}

struct Looking<'l> {
    caller: &'l CallerKeys,
    meetings: &'l Meetings,
    resource: &'l str,
    tags: Option<&'l [Tag]>,
    wild: bool,
}

impl Class<'_> {
    /// Whether an action is allowed on some resource, as far as that needs no solving.
    pub(crate) fn glance(
        &self,
        wanted: Wanted<'_>,
        caller: &CallerKeys,
        meetings: &Meetings,
    ) -> Glance {
        if !self.allows.includes(wanted.bit) {
            return Glance::No;
        }
        let wild = is_wild(wanted.resource);
        let looking = Looking {
            caller,
            meetings,
            resource: wanted.resource,
            tags: wanted.tags,
            wild,
        };
        let mut glance = Glance::Yes;
        for group in &self.groups {
            let about = group
                .iter()
                .filter(|said| said.actions.includes(wanted.bit));
            let best = about
                .map(|said| looking.allows(said))
                .max()
                .unwrap_or(Glance::No);
            glance = match (glance, best) {
                // Two sets of some may have nothing in common.
                (Glance::Some, Glance::Some) => Glance::Unsure,
                (one, other) => one.min(other),
            };
        }
        if glance == Glance::No {
            return Glance::No;
        }
        for said in self
            .denies
            .iter()
            .filter(|said| said.actions.includes(wanted.bit))
        {
            glance = match (glance, looking.escapes(said)) {
                (_, Glance::No) => return Glance::No,
                (glance, Glance::Yes) => glance,
                (glance, _) if wanted.escaped && !said.sure => glance,
                _ => Glance::Unsure,
            };
        }
        let action = || wanted.action.to_ascii_lowercase();
        let refused = is_reserved(wanted.resource) && refusal(&action(), wanted.resource).is_some();
        if refused { Glance::No } else { glance }
    }
}

/// Whether AWS may keep a resource to itself; most are none of those.
fn is_reserved(resource: &str) -> bool {
    ["::aws:", "/aws-", "/aws/"]
        .iter()
        .any(|sign| resource.contains(sign))
}

fn is_wild(resource: &str) -> bool {
    resource.contains(['*', '?'])
}

impl Looking<'_> {
    fn allows(&self, said: &Said<'_>) -> Glance {
        match (self.speaks(said.clause), self.status(said)) {
            (Glance::No, _) | (_, Status::Dead) => Glance::No,
            (glance, Status::Sure) => glance,
            (glance, Status::Open) => glance.min(Glance::Unsure),
        }
    }

    /// Whether a Deny leaves it.
    fn escapes(&self, said: &Said<'_>) -> Glance {
        let speaks = self.speaks(said.clause);
        match (speaks, self.status(said)) {
            (Glance::No, _) | (_, Status::Dead) => Glance::Yes,
            // Of a pattern some may be left.
            (Glance::Yes, Status::Sure) if !self.wild || is_all(said.clause) => Glance::No,
            _ => Glance::Unsure,
        }
    }

    /// How the conditions of a statement stand.
    fn status(&self, said: &Said<'_>) -> Status {
        match self.tags {
            _ if said.sure => Status::Sure,
            Some(tags) if said.of_tags => self.caller.status_for(said.clause, tags),
            _ => Status::Open,
        }
    }

    /// Whether a statement speaks of the resource.
    fn speaks(&self, clause: &Clause) -> Glance {
        let Some(resources) = &clause.resources else {
            return Glance::Yes;
        };
        let globs = if resources.varying.is_empty() {
            self.covers(&resources.globs)
        } else if self.caller.settles(clause) {
            let resolved = resources.resolve(self.caller.facts());
            resolved
                .iter()
                .map(|glob| self.matches(glob, false))
                .max()
                .unwrap_or(Glance::No)
        } else {
            Glance::Unsure
        };
        match (resources.except, globs) {
            (false, globs) => globs,
            (true, Glance::No) => Glance::Yes,
            (true, Glance::Yes) => Glance::No,
            (true, _) => Glance::Unsure,
        }
    }

    fn covers(&self, globs: &[Glob]) -> Glance {
        globs
            .iter()
            .map(|glob| self.matches(glob, true))
            .max()
            .unwrap_or(Glance::No)
    }

    /// `lasting` tells whether the pattern is one of a policy and not made for this question.
    fn matches(&self, glob: &Glob, lasting: bool) -> Glance {
        match (glob.is_everything(), self.wild) {
            (true, _) => Glance::Yes,
            (false, false) if glob.matches(self.resource) => Glance::Yes,
            (false, false) => Glance::No,
            (false, true) if are_apart(glob, self.resource) => Glance::No,
            (false, true) if lasting => self.meetings.meet(glob, self.resource),
            (false, true) => Glance::Unsure,
        }
    }
}

impl Meetings {
    /// Whether a pattern of a policy, which stays where it is, and another have anything in common.
    fn meet(&self, glob: &Glob, pattern: &str) -> Glance {
        let place = std::ptr::from_ref(glob).addr();
        let mut meetings = self.0.borrow_mut();
        if let Some(glance) = meetings.get(pattern).and_then(|of| of.get(&place)) {
            return *glance;
        }
        let meets = Glob::resource(pattern).intersects(glob, &mut Budget::default());
        let glance = meets.map_or(Glance::Unsure, |meets| {
            if meets { Glance::Some } else { Glance::No }
        });
        meetings
            .entry(pattern.to_owned())
            .or_default()
            .insert(place, glance);
        glance
    }
}

fn is_all(clause: &Clause) -> bool {
    let everything = |resources: &Resources| {
        !resources.except && resources.globs.iter().any(Glob::is_everything)
    };
    clause.resources.as_ref().is_none_or(everything)
}

/// Whether two patterns begin differently.
fn are_apart(glob: &Glob, pattern: &str) -> bool {
    let begin = pattern.split(['*', '?']).next().unwrap_or_default();
    let other = glob.literal_prefix();
    !begin.starts_with(&other) && !other.starts_with(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_begin_differently_are_apart() {
        let glob = Glob::resource("arn:aws:s3:::b/*");
        assert!(are_apart(&glob, "arn:aws:lambda:*:111122223333:function:*"));
        assert!(!are_apart(&glob, "arn:aws:*:::b/x"));
    }
}
