//! Principals with the same policies, and what can be told of them at a glance.

use super::action::Actions;
use super::census::{Bound, Census, Content, Node};
use crate::compiled::{Clause, Resources};
use crate::document::Effect;
use crate::evaluate::{Policies, refusal};
use crate::glob::Glob;

/// What makes a class: contents sorted, boundary, and whether organisation policies do not count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) identity: Vec<usize>,
    pub(super) boundary: Option<usize>,
    pub(super) exempt: bool,
}

/// A class of principals.
#[derive(Debug)]
pub(super) struct Class<'c> {
    pub(super) key: Key,
    /// Statements that allow, of which one in each group must: of the identity policies, of the
    /// boundary, of each level of service control policies.
    groups: Vec<Vec<(&'c Clause, Actions)>>,
    denies: Vec<(&'c Clause, Actions)>,
    /// The actions that matter that may be allowed at all.
    pub(super) allows: Actions,
    /// Whether an answer may differ from principal to principal.
    pub(super) personal: bool,
}

/// What is seen without asking the solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Glance {
    No,
    Unsure,
    Yes,
}

impl Key {
    pub(super) fn new(node: &Node, identity: impl Iterator<Item = usize>, boundary: Option<Bound>) -> Self {
        let mut identity: Vec<usize> = identity.collect();
        identity.sort_unstable();
        identity.dedup();
        Key { identity, boundary: boundary.map(|bound| bound.content), exempt: node.is_service_linked() }
    }
}

impl<'c> Class<'c> {
    pub(super) fn new(census: &'c Census, key: Key) -> Self {
        let one = |index: &usize| census.contents.get(*index);
        let mut lists: Vec<Vec<&'c Content>> = vec![key.identity.iter().filter_map(one).collect()];
        lists.extend(key.boundary.map(|bound| one(&bound).into_iter().collect()));
        let levels = if key.exempt { &[][..] } else { &census.service_control };
        lists.extend(levels.iter().map(|level| level.iter().filter_map(one).collect()));
        let mut class =
            Class { key, groups: Vec::new(), denies: Vec::new(), allows: Actions::ALL, personal: false };
        for list in &lists {
            class.take(list);
        }
        class
    }

    fn take(&mut self, list: &[&'c Content]) {
        let allows = list.iter().fold(Actions::default(), |all, content| all.or(content.allows));
        self.allows = self.allows.and(allows);
        self.personal |= list.iter().any(|content| content.personal);
        let clauses = list.iter().flat_map(|content| content.clauses());
        let (allow, deny): (Vec<_>, Vec<_>) = clauses
            .filter(|(_, actions)| *actions != Actions::default())
            .partition(|(clause, _)| clause.effect == Effect::Allow);
        self.groups.push(allow);
        self.denies.extend(deny);
    }

    /// The statements that have a say, for what they speak of.
    pub(super) fn clauses(&self) -> impl Iterator<Item = &'c Clause> {
        self.groups.iter().flatten().chain(&self.denies).map(|(clause, _)| *clause)
    }

    /// Every statement of the identity policies.
    pub(super) fn everything_said(&self, census: &'c Census) -> impl Iterator<Item = &'c Clause> {
        let contents = self.key.identity.iter().filter_map(|index| census.contents.get(*index));
        contents.flat_map(|content| &content.policy.clauses)
    }

    /// Whether an action is allowed on some resource that matches a pattern, as far as that needs
    /// no solving. `bit` is the action's.
    pub(super) fn glance(&self, bit: Actions, action: &str, resource: &str) -> Glance {
        if !self.allows.includes(bit) {
            return Glance::No;
        }
        let mut glance = Glance::Yes;
        for group in &self.groups {
            let about = group.iter().filter(|(_, actions)| actions.includes(bit));
            let best = about.map(|(clause, _)| allows(clause, resource)).max().unwrap_or(Glance::No);
            glance = glance.min(best);
        }
        if glance == Glance::No {
            return Glance::No;
        }
        for (clause, _) in self.denies.iter().filter(|(_, actions)| actions.includes(bit)) {
            glance = glance.min(escapes(clause, resource));
        }
        if glance != Glance::No && refusal(&action.to_ascii_lowercase(), resource).is_some() {
            return Glance::No;
        }
        glance
    }

    /// The policies, to be asked.
    pub(super) fn policies(&self, census: &'c Census) -> Policies<'c> {
        let one = |index: &usize| census.contents.get(*index).map(|content| &content.policy);
        Policies {
            identity: self.key.identity.iter().filter_map(one).collect(),
            boundaries: self.key.boundary.iter().filter_map(one).collect(),
            service_control: census
                .service_control
                .iter()
                .map(|level| level.iter().filter_map(one).collect())
                .collect(),
            ..Policies::default()
        }
    }
}

fn allows(clause: &Clause, resource: &str) -> Glance {
    let glance = clause.resources.as_ref().map_or(Glance::Yes, |resources| covers(resources, resource));
    if clause.checks.is_empty() { glance } else { glance.min(Glance::Unsure) }
}

/// Whether a Deny leaves it.
fn escapes(clause: &Clause, resource: &str) -> Glance {
    let covered = clause.resources.as_ref().map_or(Glance::Yes, |resources| covers(resources, resource));
    match covered {
        Glance::No => Glance::Yes,
        // Of a pattern some may be left.
        Glance::Yes if clause.checks.is_empty() && (!is_wild(resource) || is_all(clause)) => Glance::No,
        _ => Glance::Unsure,
    }
}

fn is_all(clause: &Clause) -> bool {
    let everything =
        |resources: &Resources| !resources.except && resources.globs.iter().any(Glob::is_everything);
    clause.resources.as_ref().is_none_or(everything)
}

fn is_wild(resource: &str) -> bool {
    resource.contains(['*', '?'])
}

fn covers(resources: &Resources, resource: &str) -> Glance {
    let wild = is_wild(resource);
    if !resources.varying.is_empty() {
        return Glance::Unsure;
    }
    let meets = |glob: &Glob| match (glob.is_everything(), wild) {
        (true, _) => Glance::Yes,
        (false, false) if glob.matches(resource) => Glance::Yes,
        (false, false) => Glance::No,
        (false, true) if are_apart(glob, resource) => Glance::No,
        (false, true) => Glance::Unsure,
    };
    let best = resources.globs.iter().map(meets).max().unwrap_or(Glance::No);
    match (resources.except, best) {
        (false, best) => best,
        (true, Glance::No) => Glance::Yes,
        (true, Glance::Yes) => Glance::No,
        (true, Glance::Unsure) => Glance::Unsure,
    }
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
