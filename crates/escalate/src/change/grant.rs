//! Changes that give a principal everything at once.

use super::{Change, Effect, State};
use crate::action::Actions;
use crate::ask::Ask;
use crate::census::Census;
use crate::engine::{Engine, Subject};
use policy::Possibility;
use std::sync::LazyLock;

/// A way to add a policy: the known path, the action, and whether the policy is one to attach.
struct Way {
    id: &'static str,
    action: &'static str,
    attaches: bool,
}

const fn way(id: &'static str, action: &'static str, attaches: bool) -> Way {
    Way {
        id,
        action,
        attaches,
    }
}

const USER: [Way; 2] = [
    way("iam-007", "iam:PutUserPolicy", false),
    way("iam-008", "iam:AttachUserPolicy", true),
];
const ROLE: [Way; 2] = [
    way("iam-005", "iam:PutRolePolicy", false),
    way("iam-009", "iam:AttachRolePolicy", true),
];
const GROUP: [Way; 2] = [
    way("iam-011", "iam:PutGroupPolicy", false),
    way("iam-010", "iam:AttachGroupPolicy", true),
];

/// The key that tells which policy is attached. AWS: Service Authorization Reference, IAM.
const POLICY: &str = "iam:policyarn";
const BOUNDARY: &str = "iam:permissionsboundary";

/// The actions by which a subject may give everything to somebody.
pub(crate) static GRANTING: LazyLock<Actions> = LazyLock::new(|| {
    Actions::of(&[
        "iam:AddUserToGroup",
        "iam:AttachGroupPolicy",
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:CreatePolicyVersion",
        "iam:PutGroupPolicy",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:SetDefaultPolicyVersion",
    ])
});

static BITS_OF_USER: LazyLock<[Actions; 2]> =
    LazyLock::new(|| USER.map(|way| Actions::one(way.action)));
static BITS_OF_ROLE: LazyLock<[Actions; 2]> =
    LazyLock::new(|| ROLE.map(|way| Actions::one(way.action)));
static REWRITE: LazyLock<Actions> = LazyLock::new(|| Actions::of(&["iam:CreatePolicyVersion"]));

/// Those by which a subject may give everything to a role, and to a user.
static TO_ROLES: LazyLock<Actions> = LazyLock::new(|| {
    let policies = Actions::of(&["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"]);
    policies.or(Actions::of(&ROLE.map(|way| way.action)))
});
static TO_USERS: LazyLock<Actions> = LazyLock::new(|| {
    let direct =
        Actions::of(&USER.map(|way| way.action)).or(Actions::of(&GROUP.map(|way| way.action)));
    direct.or(Actions::of(&[
        "iam:AddUserToGroup",
        "iam:CreatePolicyVersion",
        "iam:SetDefaultPolicyVersion",
    ]))
});

impl Engine<'_> {
    /// Whether a subject may have a way to give everything to a role, or to a user.
    pub(crate) fn gives_to(&self, subject: Subject, role: bool) -> bool {
        self.has_any(subject, if role { *TO_ROLES } else { *TO_USERS })
    }

    /// A change by which a subject gives a principal everything.
    pub(crate) fn grant(&mut self, subject: Subject, to: &State) -> Option<Change> {
        let census = self.census;
        let node = census.node(to.node)?;
        if !self.gives_to(subject, node.is_role()) {
            return None;
        }
        let bound = to.bound.and_then(|bound| census.managed.get(bound.managed));
        let bound = bound.map(|managed| managed.arn.as_str());
        let (ways, bits) = if node.is_role() {
            (&ROLE, &*BITS_OF_ROLE)
        } else {
            (&USER, &*BITS_OF_USER)
        };
        for (way, bit) in ways.iter().zip(*bits) {
            if !self.has_any(subject, bit) || !self.sees(subject, bit, way.action, node) {
                continue;
            }
            let ask = Ask::on(way.action, census, to.node).with(BOUNDARY, bound);
            if let Some(change) = self.by(subject, way, &ask, Census::short(&node.arn)) {
                return Some(change);
            }
        }
        let change = self
            .rewrite(subject, to)
            .or_else(|| self.by_group(subject, to));
        change.or_else(|| self.by_another_group(subject, to))
    }

    fn has(&self, subject: Subject, action: &str) -> bool {
        self.has_any(subject, Actions::one(action))
    }

    /// Adds a policy that allows everything.
    fn by(&mut self, subject: Subject, way: &Way, ask: &Ask, whom: &str) -> Option<Change> {
        if !way.attaches {
            let change = |ask: Ask| Change {
                id: way.id,
                how: format!("gives `{whom}` an inline policy that allows everything"),
                asks: vec![ask],
                effect: Effect::Everything(format!("the inline policy given to {whom}")),
            };
            return self.can(subject, ask).then(|| change(ask.clone()));
        }
        for arn in self.full.clone().iter() {
            let ask = ask.clone().with(POLICY, Some(arn));
            if self.can(subject, &ask) {
                let how = format!("attaches `{arn}` to `{whom}`");
                let effect = Effect::Everything(arn.clone());
                return Some(Change {
                    id: way.id,
                    how,
                    asks: vec![ask],
                    effect,
                });
            }
        }
        self.by_made_policy(subject, way, ask, whom)
    }

    /// Attaches a policy that it makes first, or makes say everything first.
    fn by_made_policy(
        &mut self,
        subject: Subject,
        way: &Way,
        ask: &Ask,
        whom: &str,
    ) -> Option<Change> {
        let makes = Actions::of(&["iam:CreatePolicy", "iam:CreatePolicyVersion"]);
        if !self.has_any(subject, makes) {
            return None;
        }
        let Possibility::By(request) = self.possibility(subject, ask) else {
            return None;
        };
        let arn = request.context.get(POLICY)?.first()?.clone();
        for action in ["iam:CreatePolicy", "iam:CreatePolicyVersion"] {
            let exists = self.census.managed.iter().any(|managed| managed.arn == arn);
            let make = Ask::new(action, &arn);
            let asks = vec![make, ask.clone().with(POLICY, Some(&arn))];
            if exists == (action == "iam:CreatePolicyVersion") && self.can_all(subject, &asks) {
                let how = format!("makes `{arn}` allow everything and attaches it to `{whom}`");
                return Some(Change {
                    id: way.id,
                    how,
                    asks,
                    effect: Effect::Everything(arn),
                });
            }
        }
        None
    }

    /// Makes a managed policy that the principal holds say everything.
    fn rewrite(&mut self, subject: Subject, to: &State) -> Option<Change> {
        if !self.has_any(subject, *REWRITE) {
            return None;
        }
        for managed in to
            .held
            .iter()
            .filter_map(|held| held.place.managed())
            .collect::<Vec<_>>()
        {
            let Some(arn) = self.own_policy(managed) else {
                continue;
            };
            let how = format!("makes `{arn}` allow everything");
            let asks = vec![Ask::new("iam:CreatePolicyVersion", arn)];
            if self.can_all(subject, &asks) {
                return Some(Change {
                    id: "iam-001",
                    how,
                    asks,
                    effect: Effect::Rewrite(managed),
                });
            }
        }
        None
    }

    /// Adds a policy that allows everything to a group, and the principal to that group.
    fn by_another_group(&mut self, subject: Subject, to: &State) -> Option<Change> {
        const JOIN: &str = "iam:AddUserToGroup";
        let census = self.census;
        let puts = || GROUP.iter().any(|way| self.has(subject, way.action));
        let node = census.node(to.node)?;
        if node.is_role() || !puts() || !self.has(subject, JOIN) {
            return None;
        }
        let whom = Census::short(&node.arn);
        for (index, group) in census.groups.iter().enumerate() {
            let join = Ask::new(JOIN, &group.arn);
            if !self.can(subject, &join) {
                continue;
            }
            let joined = State {
                groups: vec![index],
                ..to.clone()
            };
            if let Some(mut change) = self.by_group(subject, &joined) {
                change.how = format!("{}, and adds `{whom}` to it", change.how);
                change.asks.push(join);
                return Some(change);
            }
        }
        None
    }

    /// Adds a policy that allows everything to a group the principal is in.
    fn by_group(&mut self, subject: Subject, to: &State) -> Option<Change> {
        if to.groups.is_empty() {
            return None;
        }
        for way in &GROUP {
            if !self.has(subject, way.action) {
                continue;
            }
            for group in &to.groups {
                let Some(arn) = self.census.groups.get(*group).map(|group| &group.arn) else {
                    continue;
                };
                let ask = Ask::new(way.action, arn);
                let change = self.by(subject, way, &ask, Census::short(arn));
                if change.is_some() {
                    return change;
                }
            }
        }
        None
    }
}
