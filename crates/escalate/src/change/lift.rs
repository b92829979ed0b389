//! Changes that take away what keeps a principal from everything: denials and boundaries.

use super::{Change, Effect, State};
use crate::action::Actions;
use crate::ask::Ask;
use crate::census::{Census, Held, Place};
use crate::engine::{Engine, Subject};
use std::sync::LazyLock;

const BOUNDARY: &str = "iam:permissionsboundary";
const POLICY: &str = "iam:policyarn";

/// The actions by which a subject may lift what limits somebody.
pub(crate) static LIFTING: LazyLock<Actions> = LazyLock::new(|| {
    Actions::of(&[
        "iam:CreatePolicyVersion",
        "iam:DeleteGroupPolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DeleteUserPermissionsBoundary",
        "iam:DeleteUserPolicy",
        "iam:DetachGroupPolicy",
        "iam:DetachRolePolicy",
        "iam:DetachUserPolicy",
        "iam:PutGroupPolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:PutUserPermissionsBoundary",
        "iam:PutUserPolicy",
        "iam:RemoveUserFromGroup",
    ])
});

impl Engine<'_> {
    /// What a subject can lift of the limits of a principal, each by itself: its boundary, and the
    /// policies that deny anything.
    pub(crate) fn lifts(&mut self, subject: Subject, of: &State) -> Vec<Change> {
        if !is_limited(self.census, of) || !self.has_any(subject, *LIFTING) {
            return Vec::new();
        }
        let mut changes: Vec<Change> = self.unbind(subject, of).into_iter().collect();
        let denying: Vec<usize> = of.held.iter().map(|held| held.content).collect();
        for content in denying
            .into_iter()
            .filter(|content| denies(self.census, *content))
        {
            changes.extend(self.rid(subject, of, content));
        }
        changes
    }

    /// A change by which a subject rids a principal of a policy.
    pub(crate) fn rid(&mut self, subject: Subject, of: &State, content: usize) -> Option<Change> {
        let held = of.held.iter().find(|held| held.content == content)?.clone();
        let options = self.riddances(of, &held);
        options
            .into_iter()
            .find(|change| self.can_all(subject, &change.asks))
    }

    fn riddances(&self, of: &State, held: &Held) -> Vec<Change> {
        let census = self.census;
        let role = census
            .node(of.node)
            .is_some_and(crate::census::Node::is_role);
        let (delete, put, detach) = match (role, held.place.group()) {
            (_, Some(_)) => (
                "iam:DeleteGroupPolicy",
                "iam:PutGroupPolicy",
                "iam:DetachGroupPolicy",
            ),
            (true, None) => (
                "iam:DeleteRolePolicy",
                "iam:PutRolePolicy",
                "iam:DetachRolePolicy",
            ),
            (false, None) => (
                "iam:DeleteUserPolicy",
                "iam:PutUserPolicy",
                "iam:DetachUserPolicy",
            ),
        };
        let group = held
            .place
            .group()
            .and_then(|group| Some((group, census.groups.get(group)?)));
        let on = |action: &'static str| match group {
            Some((_, group)) => Ask::new(action, &group.arn),
            None => Ask::on(action, census, of.node),
        };
        let drop = || Effect::Drop(held.place, held.content);
        let change = |ask: Ask, effect: Effect| Change {
            id: "iam-rid",
            how: format!(
                "rids `{}` of `{}`",
                census
                    .node(of.node)
                    .map_or("", |node| Census::short(&node.arn)),
                held.name
            ),
            asks: vec![ask],
            effect,
        };
        let mut changes = match held.place {
            Place::Added => Vec::new(),
            Place::Inline | Place::Group(_) => {
                let overwritten = Effect::Overwrite(held.place, held.content);
                vec![change(on(put), overwritten), change(on(delete), drop())]
            }
            Place::Attached(managed) | Place::GroupAttached(_, managed) => {
                let detached = on(detach).with(POLICY, Some(&held.name));
                let rewritten = self
                    .own_policy(managed)
                    .map(|arn| Ask::new("iam:CreatePolicyVersion", arn));
                let rewritten = rewritten.map(|ask| change(ask, Effect::Rewrite(managed)));
                rewritten
                    .into_iter()
                    .chain([change(detached, drop())])
                    .collect()
            }
        };
        if let Some((index, group)) = group {
            changes.push(change(
                Ask::new("iam:RemoveUserFromGroup", &group.arn),
                Effect::Leave(index),
            ));
        }
        changes
    }

    /// A change by which a subject frees a principal of its boundary.
    pub(crate) fn unbind(&mut self, subject: Subject, of: &State) -> Option<Change> {
        let census = self.census;
        let bound = of.bound?;
        let role = census.node(of.node)?.is_role();
        let (delete, put) = match role {
            true => (
                "iam:DeleteRolePermissionsBoundary",
                "iam:PutRolePermissionsBoundary",
            ),
            false => (
                "iam:DeleteUserPermissionsBoundary",
                "iam:PutUserPermissionsBoundary",
            ),
        };
        let name = census.managed.get(bound.managed)?.arn.as_str();
        let full = format!(
            "arn:{}:iam::aws:policy/AdministratorAccess",
            census.partition
        );
        let whom = Census::short(&census.node(of.node)?.arn);
        let change = |ask: Ask, effect: Effect| Change {
            id: match ask.action {
                "iam:DeleteRolePermissionsBoundary" => "iam-023",
                "iam:DeleteUserPermissionsBoundary" => "iam-022",
                _ => "iam-lift-boundary",
            },
            how: format!("frees `{whom}` of its permissions boundary"),
            asks: vec![ask],
            effect,
        };
        let mut changes = vec![
            change(
                Ask::on(delete, census, of.node).with(BOUNDARY, Some(name)),
                Effect::Lift,
            ),
            change(
                Ask::on(put, census, of.node).with(BOUNDARY, Some(&full)),
                Effect::Lift,
            ),
        ];
        let rewritten = self
            .own_policy(bound.managed)
            .map(|arn| Ask::new("iam:CreatePolicyVersion", arn));
        changes.extend(rewritten.map(|ask| change(ask, Effect::Rewrite(bound.managed))));
        changes
            .into_iter()
            .find(|change| self.can_all(subject, &change.asks))
    }
}

/// Whether a boundary or a denial limits a principal.
pub(crate) fn is_limited(census: &Census, of: &State) -> bool {
    of.bound.is_some() || of.held.iter().any(|held| denies(census, held.content))
}

fn denies(census: &Census, content: usize) -> bool {
    let clauses = census
        .contents
        .get(content)
        .map(|content| content.policy.clauses());
    clauses
        .unwrap_or_default()
        .iter()
        .any(|clause| clause.effect == policy::Effect::Deny)
}
