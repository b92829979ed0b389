//! Whether one statement speaks of the request.

use super::{Policies, PolicyKind};
use crate::actions;
use crate::budget::Budget;
use crate::compiled::{Clause, Reach};
use crate::document::Effect;
use crate::glob::{Constraint, Glob, example, includes};
use crate::request::Facts;

/// A request made ready: its action in lower case, its resource as one or many.
#[derive(Debug)]
pub(super) struct Matcher<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) action: &'a str,
    target: Target<'a>,
    /// Whether the caller has a permissions boundary.
    bounded: bool,
}

/// What a request asks for.
#[derive(Debug)]
enum Target<'a> {
    One(&'a str),
    /// No resource at all, as `s3:ListAllMyBuckets`.
    Account,
    /// Any of a set.
    Many(Glob),
}

/// A statement that speaks of the request, and how directly it names the caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) reach: Reach,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(facts: Facts<'a>, action: &'a str, policies: &Policies<'_>) -> Self {
        let resource = facts.request.resource.as_str();
        let target = match resource {
            "*" if actions::takes_resource(action) == Some(false) => Target::Account,
            set if set.contains(['*', '?']) => Target::Many(Glob::resource(set)),
            one => Target::One(one),
        };
        Matcher {
            facts,
            action,
            target,
            bounded: !policies.boundaries.is_empty(),
        }
    }

    /// Whether the statement speaks of the request.
    pub(super) fn hit(&self, clause: &Clause, kind: PolicyKind) -> Option<Hit> {
        if !clause.covers_action(self.action) {
            return None;
        }
        let reach = self.reach(clause, kind);
        let hit = reach != Reach::None
            && self.covers_resource(clause)
            && clause.conditions_hold(self.facts);
        hit.then_some(Hit { reach })
    }

    /// Only resource policies name principals; in endpoint and resource control policies the
    /// element may be there and narrows then; elsewhere it has no meaning.
    fn reach(&self, clause: &Clause, kind: PolicyKind) -> Reach {
        let deny = clause.effect == Effect::Deny;
        match (&clause.principals, kind) {
            (Some(principals), PolicyKind::Resource)
                if principals.except && deny && self.bounded =>
            {
                // "The NotPrincipal element with a Deny effect will always deny any IAM principal
                // that has a permissions boundary policy attached."
                Reach::Direct
            }
            (
                Some(principals),
                PolicyKind::Resource | PolicyKind::Endpoint | PolicyKind::ResourceControl,
            ) => principals.reach(&self.facts.request.caller),
            (None, PolicyKind::Resource) => Reach::None,
            _ => Reach::Direct,
        }
    }

    fn covers_resource(&self, clause: &Clause) -> bool {
        let Some(resources) = &clause.resources else {
            return true;
        };
        let globs = resources.resolve(self.facts);
        match &self.target {
            Target::One(resource) => {
                globs.iter().any(|glob| glob.matches(resource)) != resources.except
            }
            Target::Account => globs.iter().any(is_whole_account) != resources.except,
            Target::Many(set) => covers_set(set, &globs, clause.effect, resources.except),
        }
    }
}

/// AWS: IAM User Guide, "Policy evaluation logic", the example that grants `s3:ListAllMyBuckets`
/// on `arn:aws:s3:::*`.
fn is_whole_account(glob: &Glob) -> bool {
    glob.matches("*") || (glob.matches("arn:aws:s3:::") && glob.matches("arn:aws:s3:::*"))
}

/// An Allow must reach something of the set, a Deny must cover all of it. Where the budget does
/// not suffice to know, the answer is the one that does not allow.
fn covers_set(set: &Glob, globs: &[Glob], effect: Effect, except: bool) -> bool {
    let budget = &mut Budget::default();
    let set = std::slice::from_ref(set);
    let meets = |budget: &mut Budget| {
        let both = [Constraint::one_of(set), Constraint::one_of(globs)];
        example(&both, budget).map(|text| text.is_some())
    };
    match (effect, except) {
        (Effect::Allow, false) => meets(budget).unwrap_or(false),
        (Effect::Allow, true) => includes(globs, set, budget).is_ok_and(|included| !included),
        (Effect::Deny, false) => includes(globs, set, budget).unwrap_or(true),
        (Effect::Deny, true) => !meets(budget).unwrap_or(false),
    }
}
