//! Changes that give a principal more, if not everything: a group's policies, a policy of the
//! account, an older version of one.

use super::{Change, Effect, State};
use crate::action::Actions;
use crate::ask::Ask;
use crate::census::Census;
use crate::engine::{Engine, Subject};
use std::sync::LazyLock;

/// The actions by which a subject may give somebody more.
pub(crate) static GIVING: LazyLock<Actions> = LazyLock::new(|| {
    Actions::of(&[
        "iam:AddUserToGroup",
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:SetDefaultPolicyVersion",
    ])
});

impl Engine<'_> {
    /// What a subject can give a principal, each thing by itself.
    pub(crate) fn gifts(&mut self, subject: Subject, to: &State) -> Vec<Change> {
        let mut changes = self.joins(subject, to);
        changes.extend(self.switches(subject, to));
        changes.extend(self.attachments(subject, to));
        changes
    }

    /// Of these, what may be enough for a principal to go on and give itself everything.
    pub(crate) fn strong_gifts(&mut self, subject: Subject, to: &State) -> Vec<Change> {
        if !self.has_any(
            subject,
            Actions::one("iam:AddUserToGroup").or(Actions::one("iam:SetDefaultPolicyVersion")),
        ) {
            return Vec::new();
        }
        let strong = |engine: &Self, content: usize| {
            let content = engine.census.contents.get(content);
            content.is_some_and(|content| content.allows.meets(*super::GRANTING))
        };
        let mut changes = self.joins(subject, to);
        changes.extend(self.switches(subject, to));
        changes.retain(|change| match change.effect {
            Effect::Join(group) => {
                let group = self.census.groups.get(group);
                group.is_some_and(|group| group.held.iter().any(|held| strong(self, held.content)))
            }
            Effect::Switch(_, content) => strong(self, content),
            _ => false,
        });
        changes
    }

    fn joins(&mut self, subject: Subject, to: &State) -> Vec<Change> {
        let census = self.census;
        let is_user = census.node(to.node).is_some_and(|node| !node.is_role());
        if !is_user || !self.has_any(subject, Actions::one("iam:AddUserToGroup")) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        for (index, group) in census.groups.iter().enumerate() {
            let new = !to.groups.contains(&index)
                && group
                    .held
                    .iter()
                    .any(|held| self.says_something(held.content));
            if !new {
                continue;
            }
            let ask = Ask::new("iam:AddUserToGroup", &group.arn);
            if self.can(subject, &ask) {
                let whom = census
                    .node(to.node)
                    .map_or("", |node| Census::short(&node.arn));
                let how = format!("adds `{whom}` to `{}`", Census::short(&group.arn));
                changes.push(Change {
                    id: "iam-013",
                    how,
                    asks: vec![ask],
                    effect: Effect::Join(index),
                });
            }
        }
        changes
    }

    /// Older versions of the policies held.
    fn switches(&mut self, subject: Subject, to: &State) -> Vec<Change> {
        let census = self.census;
        if !self.has_any(subject, Actions::one("iam:SetDefaultPolicyVersion")) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        let bound = to.bound.map(|bound| bound.managed);
        for managed in to
            .held
            .iter()
            .filter_map(|held| held.place.managed())
            .chain(bound)
        {
            let Some(policy) = census
                .managed
                .get(managed)
                .filter(|policy| !policy.others.is_empty())
            else {
                continue;
            };
            let ask = Ask::new("iam:SetDefaultPolicyVersion", &policy.arn);
            if !self.can(subject, &ask) {
                continue;
            }
            changes.extend(policy.others.iter().map(|(version, content)| Change {
                id: "iam-set-version",
                how: format!("puts version `{version}` of `{}` in force", policy.arn),
                asks: vec![ask.clone()],
                effect: Effect::Switch(managed, *content),
            }));
        }
        changes
    }

    /// Policies of the account, where none that allows everything can be attached.
    fn attachments(&mut self, subject: Subject, to: &State) -> Vec<Change> {
        let census = self.census;
        let Some(node) = census.node(to.node) else {
            return Vec::new();
        };
        let action = if node.is_role() {
            "iam:AttachRolePolicy"
        } else {
            "iam:AttachUserPolicy"
        };
        let held = |managed: usize| {
            to.held
                .iter()
                .any(|held| held.place.managed() == Some(managed))
        };
        if !self.has_any(subject, Actions::one(action)) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        for (index, policy) in census.managed.iter().enumerate() {
            let says = policy
                .content
                .is_some_and(|content| self.says_something(content));
            if !says || held(index) {
                continue;
            }
            let ask = Ask::on(action, census, to.node).with("iam:policyarn", Some(&policy.arn));
            if self.can(subject, &ask) {
                let how = format!(
                    "attaches `{}` to `{}`",
                    policy.arn,
                    Census::short(&node.arn)
                );
                let id = if node.is_role() { "iam-009" } else { "iam-008" };
                changes.push(Change {
                    id,
                    how,
                    asks: vec![ask],
                    effect: Effect::Attach(index),
                });
            }
        }
        changes
    }

    /// Whether a policy allows anything that matters.
    fn says_something(&self, content: usize) -> bool {
        self.census
            .contents
            .get(content)
            .is_some_and(|content| content.allows != Actions::default())
    }
}
