//! What is known of a principal whatever it does, so that conditions on it are settled once.

use super::pair::Pairs;
use crate::action::Actions;
use crate::census::{Census, Node};
use policy::parts::Facts;
use policy::parts::{Check, Clause};
use policy::{Context, Request};
use std::cell::RefCell;
use std::sync::LazyLock;

/// A principal as its own requests show it.
#[derive(Clone, Debug)]
pub(crate) struct CallerKeys {
    pub(super) request: Request,
    pub(super) pairs: RefCell<Pairs>,
    /// Whether its tags are known, and it cannot have others.
    tags: bool,
    /// Whether it may change tags.
    pub(crate) retags: bool,
}

/// How the conditions of a statement stand for a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Status {
    /// One never holds.
    Dead,
    /// It depends.
    Open,
    /// All always hold.
    Sure,
}

/// Keys that follow from who the caller is.
const OF_CALLER: [&str; 5] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:username",
];

const TAGS: &str = "aws:principaltag/";

static RETAG: LazyLock<Actions> = LazyLock::new(|| {
    Actions::of(&[
        "iam:TagUser",
        "iam:TagRole",
        "iam:UntagUser",
        "iam:UntagRole",
    ])
});
static TAG_SESSIONS: LazyLock<Actions> = LazyLock::new(|| {
    Actions::of(&[
        "sts:TagSession",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
    ])
});

impl CallerKeys {
    /// A principal that holds policies of these contents.
    pub(crate) fn new(census: &Census, node: &Node, contents: &[usize]) -> Self {
        let allows = |index: usize| {
            census
                .contents
                .get(index)
                .map(|content| content.allows)
                .unwrap_or_default()
        };
        let retags = contents.iter().any(|index| allows(*index).meets(*RETAG));
        // A session may be given other tags than its role has.
        let sessions = node
            .trust
            .is_some_and(|trust| allows(trust).meets(*TAG_SESSIONS));
        let tags = node.tags.as_ref().filter(|_| !retags && !sessions);
        let pairs = tags
            .into_iter()
            .flatten()
            .map(|tag| (format!("{TAGS}{}", tag.key), tag.value.clone()));
        let request = Request {
            caller: node.caller.clone(),
            action: String::new(),
            resource: String::new(),
            resource_account: Some(census.account.clone()),
            context: pairs.collect::<Context>(),
        };
        CallerKeys {
            request,
            pairs: RefCell::default(),
            tags: tags.is_some(),
            retags,
        }
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts::new(&self.request)
    }

    /// Whether the value of a key, or its absence, is known.
    pub(crate) fn determines(&self, key: &str) -> bool {
        OF_CALLER.contains(&key) || (self.tags && key.starts_with(TAGS))
    }

    /// Whether what a statement says of resources can be told for this principal.
    pub(crate) fn settles(&self, clause: &Clause) -> bool {
        let varying = clause
            .resources
            .iter()
            .flat_map(|resources| &resources.varying);
        varying
            .flat_map(policy::parts::Pattern::variables)
            .all(|variable| self.determines(&variable.key))
    }

    pub(crate) fn status(&self, clause: &Clause) -> Status {
        clause
            .checks
            .iter()
            .map(|check| self.check(check))
            .min()
            .unwrap_or(Status::Sure)
    }

    fn check(&self, check: &Check) -> Status {
        if !self.determines(&check.key) || !check.variables().all(|key| self.determines(key)) {
            return Status::Open;
        }
        if check.holds(self.facts()) {
            Status::Sure
        } else {
            Status::Dead
        }
    }

    /// The value of a key that is known, or its absence.
    pub(crate) fn value(&self, key: &str) -> Option<String> {
        self.facts().single(key)
    }
}
