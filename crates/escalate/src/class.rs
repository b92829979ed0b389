//! Principals for whom the policies say the same.

mod caller;
mod glance;
mod pair;

pub(super) use caller::{CallerKeys, Status};
pub(super) use glance::{Glance, Meetings, Wanted};

use super::action::Actions;
use super::census::{Bound, Census, Content, Node};
use policy::Effect;
use policy::Policies;
use policy::parts::Clause;
use std::collections::BTreeSet;

/// What makes a class: contents sorted, boundary, whether organisation policies do not count, and
/// how the statements that ask who the caller is stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) identity: Vec<usize>,
    pub(super) boundary: Option<usize>,
    pub(super) exempt: bool,
    status: Vec<Status>,
}

/// A class of principals.
#[derive(Debug)]
pub(super) struct Class<'c> {
    pub(super) key: Key,
    /// Statements that allow, of which one in each group must: of the identity policies, of the
    /// boundary, of each level of service control policies.
    groups: Vec<Vec<Said<'c>>>,
    denies: Vec<Said<'c>>,
    /// The actions that matter that may be allowed at all.
    pub(super) allows: Actions,
    /// Whether an answer may differ from principal to principal.
    pub(super) personal: bool,
    /// The keys of tags that any statement speaks of, also those that cannot apply: what makes
    /// them so is a tag, and must be told to whoever asks the policies themselves.
    pub(super) tag_keys: BTreeSet<String>,
}

/// How the keys of the caller's tags begin.
pub(super) const TAGS_OF_CALLER: &str = "aws:principaltag/";
/// And those of the tags of what is acted on.
pub(super) const TAGS_OF_TARGET: [&str; 2] = ["aws:resourcetag/", "iam:resourcetag/"];

/// A statement that can apply.
#[derive(Clone, Copy, Debug)]
struct Said<'c> {
    clause: &'c Clause,
    /// The actions that matter that it speaks of.
    actions: Actions,
    /// Whether its conditions always hold.
    sure: bool,
    /// Whether it asks for tags of what is acted on.
    of_tags: bool,
}

impl Key {
    pub(super) fn new(
        census: &Census,
        node: &Node,
        identity: impl Iterator<Item = usize>,
        boundary: Option<Bound>,
    ) -> Self {
        let mut identity: Vec<usize> = identity.collect();
        identity.sort_unstable();
        identity.dedup();
        let boundary = boundary.map(|bound| bound.content);
        let mut key = Key {
            identity,
            boundary,
            exempt: node.is_service_linked(),
            status: Vec::new(),
        };
        let lists = key.lists(census);
        let personal = lists.iter().flatten().filter(|content| content.personal);
        let clauses = personal.flat_map(|content| content.clauses());
        let caller = CallerKeys::new(census, node, &key.identity);
        key.status = clauses.map(|(clause, _)| caller.status(clause)).collect();
        key
    }

    /// The contents that have a say, by kind: identity, boundary, levels.
    fn lists<'c>(&self, census: &'c Census) -> Vec<Vec<&'c Content>> {
        let one = |index: &usize| census.contents.get(*index);
        let mut lists: Vec<Vec<&'c Content>> = vec![self.identity.iter().filter_map(one).collect()];
        lists.extend(self.boundary.map(|bound| one(&bound).into_iter().collect()));
        let levels = if self.exempt {
            &[][..]
        } else {
            &census.service_control
        };
        lists.extend(
            levels
                .iter()
                .map(|level| level.iter().filter_map(one).collect()),
        );
        lists
    }
}

impl<'c> Class<'c> {
    pub(super) fn new(census: &'c Census, key: Key, caller: &CallerKeys) -> Self {
        let lists = key.lists(census);
        let said = lists
            .iter()
            .flatten()
            .flat_map(|content| content.policy.clauses());
        let tag_keys = said.flat_map(tag_keys).collect();
        let (groups, denies) = (Vec::new(), Vec::new());
        let mut class = Class {
            key,
            groups,
            denies,
            allows: Actions::ALL,
            personal: false,
            tag_keys,
        };
        for list in &lists {
            class.take(list, caller);
        }
        class
    }

    fn take(&mut self, list: &[&'c Content], caller: &CallerKeys) {
        let mut allow = Vec::new();
        for (clause, actions) in list.iter().flat_map(|content| content.clauses()) {
            let status = caller.status(clause);
            if status == Status::Dead || actions == Actions::default() {
                continue;
            }
            self.personal |= is_personal(clause, caller);
            let of_tags = pair::asks_for_tags(clause);
            let said = Said {
                clause,
                actions,
                sure: status == Status::Sure,
                of_tags,
            };
            let list = if clause.effect == Effect::Allow {
                &mut allow
            } else {
                &mut self.denies
            };
            list.push(said);
        }
        let allows = allow
            .iter()
            .fold(Actions::default(), |all, said| all.or(said.actions));
        self.allows = self.allows.and(allows);
        self.groups.push(allow);
    }

    /// The statements that can apply, for what they speak of.
    pub(super) fn clauses(&self) -> impl Iterator<Item = &'c Clause> {
        self.groups
            .iter()
            .flatten()
            .chain(&self.denies)
            .map(|said| said.clause)
    }

    /// Every statement of the identity policies.
    pub(super) fn everything_said(&self, census: &'c Census) -> impl Iterator<Item = &'c Clause> {
        let contents = self
            .key
            .identity
            .iter()
            .filter_map(|index| census.contents.get(*index));
        contents.flat_map(|content| content.policy.clauses())
    }

    /// The denials that apply under some circumstances only.
    pub(super) fn open_denials(&self) -> impl Iterator<Item = &'c Clause> {
        self.denies
            .iter()
            .filter(|said| !said.sure)
            .map(|said| said.clause)
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

/// The keys of tags that a statement speaks of.
pub(super) fn tag_keys(clause: &Clause) -> impl Iterator<Item = String> + '_ {
    let checked = clause.checks.iter().map(|check| &check.key);
    let keys = checked.chain(clause.variables().map(|variable| &variable.key));
    let of_tags = |key: &&String| {
        let mut prefixes = TAGS_OF_TARGET.iter().chain([&TAGS_OF_CALLER]);
        prefixes.any(|prefix| key.starts_with(prefix))
    };
    keys.filter(of_tags).cloned()
}

/// Whether a statement says something else for another caller, beyond what is settled.
fn is_personal(clause: &Clause, caller: &CallerKeys) -> bool {
    let of_caller = |key: &str| {
        key.starts_with("aws:principal") || key == "aws:userid" || key == "aws:username"
    };
    let open = clause
        .checks
        .iter()
        .any(|check| of_caller(&check.key) && !caller.determines(&check.key));
    open || clause.variables().next().is_some()
}
