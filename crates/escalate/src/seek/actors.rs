//! Who takes part: every principal, and what those not yet administrators can make of themselves.

use super::{Actor, Next, Seeker};
use crate::action::Actions;
use crate::change::{GIVING, GRANTING, LIFTING, State};
use crate::engine::Subject;
use crate::standing::Standing;
use std::sync::LazyLock;

/// How many states of one principal are looked at.
const MOST_STATES: usize = 48;

/// How many gifts in a row are looked at.
const MOST_GIFTS: usize = 2;

/// The actions by which a principal may change what it may do.
static CHANGING: LazyLock<Actions> = LazyLock::new(|| {
    let others = Actions::of(&[
        "iam:CreateRole",
        "iam:CreateUser",
        "iam:DeleteGroupPolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DeleteUserPermissionsBoundary",
        "iam:DeleteUserPolicy",
        "iam:DetachGroupPolicy",
        "iam:DetachRolePolicy",
        "iam:DetachUserPolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
        "iam:RemoveUserFromGroup",
        "sso:CreateAccountAssignment",
        "sso:ProvisionPermissionSet",
    ]);
    GRANTING.or(*GIVING).or(others)
});

impl Seeker<'_> {
    pub(super) fn enlist(&mut self) {
        for index in 0..self.engine.census.nodes.len() {
            let Some(state) = State::of(self.engine.census, index) else {
                continue;
            };
            let Some(subject) = self.engine.subject(&state) else {
                continue;
            };
            self.add(Actor {
                state,
                subject,
                from: None,
            });
        }
        for index in self.principals() {
            self.look_into(index);
        }
    }

    fn add(&mut self, actor: Actor) -> usize {
        let (index, subject) = (self.actors.len(), actor.subject);
        self.actors.push(actor);
        self.settled.push(false);
        self.reached.push(None);
        self.lists(index, subject);
        index
    }

    /// Whether an actor is an administrator or makes itself one, at once or by way of less.
    fn look_into(&mut self, index: usize) {
        let Some(subject) = self.actors.get(index).map(|actor| actor.subject) else {
            return;
        };
        if self.standing(subject) == Standing::Administrator {
            return self.reach(index, 0, Next::Arrived);
        }
        let mut open = vec![(index, 0)];
        let mut states = 1;
        while let Some((at, gifts)) = open.pop() {
            let Some(actor) = self.actors.get(at) else {
                continue;
            };
            let (state, subject) = (actor.state.clone(), actor.subject);
            if !self.engine.has_any(subject, *CHANGING) {
                continue;
            }
            if let Some(changes) = self.engine.rise(&state) {
                let next = if changes.is_empty() {
                    Next::Arrived
                } else {
                    Next::Rises(changes.clone())
                };
                self.reach(at, changes.len(), next);
                continue;
            }
            if gifts < MOST_GIFTS && self.engine.has_any(subject, GIVING.or(*LIFTING)) {
                let more = self.presents(at, subject, &state, MOST_STATES - states);
                states += more.len();
                open.extend(more.into_iter().map(|more| (more, gifts + 1)));
            }
        }
    }

    /// What an actor can make of itself.
    fn presents(
        &mut self,
        from: usize,
        subject: Subject,
        state: &State,
        most: usize,
    ) -> Vec<usize> {
        let mut made = Vec::new();
        let mut changes = self.engine.gifts(subject, state);
        changes.extend(self.engine.lifts(subject, state));
        for change in changes {
            let state = state.after(self.engine.census, &change.effect);
            let Some(after) = self.engine.subject(&state) else {
                continue;
            };
            let of_same = self.by_node.get(&subject.node);
            let before = of_same
                .into_iter()
                .flatten()
                .filter_map(|index| self.actors.get(*index));
            if before.map(|actor| actor.subject).any(|one| one == after) {
                continue;
            }
            if made.len() == most {
                let why =
                    "it can be given more than was looked at: groups, policies or their versions";
                self.engine.doubt(subject.node, why.into());
                break;
            }
            made.push(self.add(Actor {
                state,
                subject: after,
                from: Some((from, change)),
            }));
        }
        made
    }
}
