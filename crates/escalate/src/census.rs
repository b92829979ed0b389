//! The account taken in: every policy read once, principals with what they hold.

mod reading;

use super::account::{Account, Tag};
use super::action::Actions;
use super::compute::Kind;
use policy::Caller;
use policy::Effect;
use policy::Policy;
use policy::parts::Clause;
use std::collections::HashMap;
use std::rc::Rc;

/// Everything known of the account. Things refer to one another by index.
#[derive(Debug, Default)]
pub(super) struct Census {
    pub(super) account: String,
    pub(super) partition: String,
    pub(super) contents: Vec<Content>,
    pub(super) nodes: Vec<Node>,
    pub(super) groups: Vec<Members>,
    pub(super) managed: Vec<Managed>,
    pub(super) service_control: Vec<Vec<usize>>,
    pub(super) running: Vec<Running>,
    /// What could not be read, by principal.
    pub(super) doubts: Vec<(usize, String)>,
    /// What could not be read that concerns everybody.
    pub(super) remarks: Vec<String>,
    /// Principals by ARN.
    pub(super) by_arn: HashMap<String, usize>,
    /// The content that allows everything.
    pub(super) everything: usize,
    /// The content that says nothing.
    pub(super) nothing: usize,
}

/// What a policy says; policies that say the same share it.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) policy: Policy,
    /// The actions that matter that each statement speaks of.
    pub(super) actions: Vec<Actions>,
    /// Those that some statement allows.
    pub(super) allows: Actions,
    /// Whether it can mean something else for another caller.
    pub(super) personal: bool,
}

/// A user or a role.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) arn: String,
    pub(super) caller: Caller,
    pub(super) held: Vec<Held>,
    pub(super) boundary: Option<Bound>,
    pub(super) groups: Vec<usize>,
    /// The trust policy of a role.
    pub(super) trust: Option<usize>,
    /// Whether the role is in an instance profile, as far as is known.
    pub(super) in_profile: bool,
    pub(super) tags: Option<Vec<Tag>>,
}

/// A policy that a principal holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Held {
    pub(super) name: Rc<str>,
    pub(super) content: usize,
    pub(super) place: Place,
}

/// Where a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Inline,
    /// Managed, attached to the principal.
    Attached(usize),
    /// Inline in a group.
    Group(usize),
    /// Managed, attached to a group.
    GroupAttached(usize, usize),
    /// Not there yet: what a change would add.
    Added,
}

/// A permissions boundary: a managed policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Bound {
    pub(super) managed: usize,
    /// What it says; where that is not known, the content that says nothing.
    pub(super) content: usize,
}

/// A group.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) arn: String,
    pub(super) held: Vec<Held>,
    /// What could not be read of its policies.
    pub(super) doubts: Vec<String>,
    pub(super) nodes: Vec<usize>,
}

/// A managed policy.
#[derive(Debug)]
pub(super) struct Managed {
    pub(super) arn: String,
    /// What the version in force says, where that is known.
    pub(super) content: Option<usize>,
    /// What its other versions say, by their id.
    pub(super) others: Vec<(String, usize)>,
}

/// Something that runs with a role.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) kind: Option<Kind>,
    pub(super) written: String,
    /// The pattern of ARNs that it may go by.
    pub(super) pattern: String,
    pub(super) role: Option<usize>,
    /// Whether it is said to have a role at all.
    pub(super) has_role: bool,
}

impl Census {
    pub(super) fn new(account: &Account) -> Self {
        reading::read(account)
    }

    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The part of an ARN after the account: `role/r`.
    pub(super) fn short(arn: &str) -> &str {
        arn.splitn(6, ':').nth(5).unwrap_or(arn)
    }
}

impl Content {
    pub(super) fn new(policy: Policy) -> Self {
        let actions: Vec<Actions> = policy.clauses().iter().map(Actions::spoken_of).collect();
        let allowed = policy
            .clauses()
            .iter()
            .zip(&actions)
            .filter(|(clause, _)| clause.effect == Effect::Allow);
        let allows = allowed.fold(Actions::default(), |all, (_, actions)| all.or(*actions));
        let personal = policy.clauses().iter().any(is_personal);
        Content {
            policy,
            actions,
            allows,
            personal,
        }
    }

    /// Its statements with the actions that matter.
    pub(super) fn clauses(&self) -> impl Iterator<Item = (&Clause, Actions)> {
        self.policy
            .clauses()
            .iter()
            .zip(self.actions.iter().copied())
    }
}

/// Keys whose value follows from the caller.
const OF_CALLER: [&str; 5] = [
    "aws:principal",
    "aws:userid",
    "aws:username",
    "aws:resourcetag/",
    "iam:resourcetag/",
];

fn is_personal(clause: &Clause) -> bool {
    let of_caller = |key: &str| OF_CALLER.iter().any(|prefix| key.starts_with(prefix));
    clause.variables().next().is_some() || clause.checks.iter().any(|check| of_caller(&check.key))
}

impl Node {
    /// Whether only AWS itself can act as this.
    pub(super) fn is_service_linked(&self) -> bool {
        self.caller.is_service_linked_role()
    }

    pub(super) fn is_role(&self) -> bool {
        self.caller.is_role()
    }
}
