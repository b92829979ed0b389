//! Changes that take away what keeps a principal from everything: denials and boundaries.

use super::{Change, Effect, State};
use crate::escalate::ask::Ask;
use crate::escalate::census::{Census, Held, Place};
use crate::escalate::engine::{Engine, Subject};

const BOUNDARY: &str = "iam:permissionsboundary";
const POLICY: &str = "iam:policyarn";

impl Engine<'_> {
    /// A change by which a subject rids a principal of a policy.
    pub(in crate::escalate) fn rid(
        &mut self,
        subject: Subject,
        of: &State,
        content: usize,
    ) -> Option<Change> {
        let held = of.held.iter().find(|held| held.content == content)?.clone();
        let options = self.riddances(of, &held);
        options.into_iter().find(|change| self.can_all(subject, &change.asks))
    }

    fn riddances(&self, of: &State, held: &Held) -> Vec<Change> {
        let census = self.census;
        let role = census.node(of.node).is_some_and(crate::escalate::census::Node::is_role);
        let (delete, put, detach) = match (role, held.place.group()) {
            (_, Some(_)) => ("iam:DeleteGroupPolicy", "iam:PutGroupPolicy", "iam:DetachGroupPolicy"),
            (true, None) => ("iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:DetachRolePolicy"),
            (false, None) => ("iam:DeleteUserPolicy", "iam:PutUserPolicy", "iam:DetachUserPolicy"),
        };
        let group = held.place.group().and_then(|group| Some((group, census.groups.get(group)?)));
        let on = |action: &'static str| match group {
            Some((_, group)) => Ask::new(action, &group.arn),
            None => Ask::on(action, census, of.node),
        };
        let drop = || Effect::Drop(held.place, held.content);
        let change = |ask: Ask, effect: Effect| Change {
            id: "iam-rid",
            how: format!(
                "rids `{}` of `{}`",
                census.node(of.node).map_or("", |node| Census::short(&node.arn)),
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
                let rewritten = self.own_policy(managed).map(|arn| Ask::new("iam:CreatePolicyVersion", arn));
                let rewritten = rewritten.map(|ask| change(ask, Effect::Rewrite(managed)));
                rewritten.into_iter().chain([change(detached, drop())]).collect()
            }
        };
        if let Some((index, group)) = group {
            changes.push(change(Ask::new("iam:RemoveUserFromGroup", &group.arn), Effect::Leave(index)));
        }
        changes
    }

    /// A change by which a subject frees a principal of its boundary.
    pub(in crate::escalate) fn unbind(&mut self, subject: Subject, of: &State) -> Option<Change> {
        let census = self.census;
        let bound = of.bound?;
        let role = census.node(of.node)?.is_role();
        let (delete, put) = match role {
            true => ("iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"),
            false => ("iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"),
        };
        let name = census.managed.get(bound.managed)?.arn.as_str();
        let full = format!("arn:{}:iam::aws:policy/AdministratorAccess", census.partition);
        let whom = Census::short(&census.node(of.node)?.arn);
        let change = |ask: Ask, effect: Effect| Change {
            id: "iam-lift-boundary",
            how: format!("frees `{whom}` of its permissions boundary"),
            asks: vec![ask],
            effect,
        };
        let mut changes = vec![
            change(Ask::on(delete, census, of.node).with(BOUNDARY, Some(name)), Effect::Lift),
            change(Ask::on(put, census, of.node).with(BOUNDARY, Some(&full)), Effect::Lift),
        ];
        let rewritten = self.own_policy(bound.managed).map(|arn| Ask::new("iam:CreatePolicyVersion", arn));
        changes.extend(rewritten.map(|ask| change(ask, Effect::Rewrite(bound.managed))));
        changes.into_iter().find(|change| self.can_all(subject, &change.asks))
    }
}
