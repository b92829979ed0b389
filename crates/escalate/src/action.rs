//! The actions that matter to escalation, as numbers and as sets of bits.

use super::quick::Map;
use super::technique::needed;
use policy::Glob;
use policy::parts::Clause;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of the actions that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Actions([u64; 8]);

/// What is done to permissions themselves, and what leads from role to role.
const PERMISSIONS: [&str; 40] = [
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteAccessKey",
    "iam:DeleteGroupPolicy",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachGroupPolicy",
    "iam:DetachRolePolicy",
    "iam:DetachUserPolicy",
    "iam:PassRole",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:RemoveUserFromGroup",
    "iam:SetDefaultPolicyVersion",
    "iam:TagRole",
    "iam:TagUser",
    "iam:UntagRole",
    "iam:UntagUser",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "iam:UpdateSAMLProvider",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetSourceIdentity",
    "sts:TagSession",
    "iam:CreateSAMLProvider",
];

/// Names in lower case, sorted; a name's place is its bit.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = PERMISSIONS
        .iter()
        .copied()
        .chain(needed())
        .map(str::to_ascii_lowercase)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
});

static NUMBERS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    NAMES
        .iter()
        .enumerate()
        .map(|(number, name)| (name.as_str(), number))
        .collect()
});

/// Single actions as they are spelt here.
static SINGLE: LazyLock<Map<&'static str, Actions>> = LazyLock::new(|| {
    PERMISSIONS
        .iter()
        .copied()
        .chain(needed())
        .map(|name| (name, Actions::of(&[name])))
        .collect()
});

impl Actions {
    pub(super) const ALL: Actions = Actions([u64::MAX; 8]);

    /// Every one that has a name.
    pub(super) fn named() -> Self {
        static NAMED: LazyLock<Actions> = LazyLock::new(|| {
            let names: Vec<&str> = NAMES.iter().map(String::as_str).collect();
            Actions::of(&names)
        });
        *NAMED
    }

    /// The one of this name, spelt as AWS does.
    pub(super) fn one(name: &str) -> Self {
        SINGLE.get(name).copied().unwrap_or_default()
    }

    /// Those of these names that matter.
    pub(super) fn of(names: &[&str]) -> Self {
        let mut actions = Actions::default();
        for name in names {
            actions.add(name);
        }
        actions
    }

    fn add(&mut self, name: &str) {
        if let Some(number) = NUMBERS.get(name.to_ascii_lowercase().as_str())
            && let Some(word) = self.0.get_mut(number / 64)
        {
            *word |= 1 << (number % 64);
        }
    }

    /// Those that a statement speaks of.
    pub(super) fn spoken_of(clause: &Clause) -> Self {
        let mut listed = Actions::default();
        for glob in clause.actions.listed() {
            listed = listed.or(Actions::matching(glob));
        }
        if clause.actions.is_except() {
            listed.inverted()
        } else {
            listed
        }
    }

    fn matching(glob: &Glob) -> Self {
        if glob.is_everything() {
            return Actions::ALL;
        }
        let mut actions = Actions::default();
        match glob.as_exact() {
            Some(name) => actions.add(name),
            None => NAMES
                .iter()
                .filter(|name| glob.matches(name))
                .for_each(|name| actions.add(name)),
        }
        actions
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.with(other, |a, b| a | b)
    }

    pub(super) fn and(self, other: Self) -> Self {
        self.with(other, |a, b| a & b)
    }

    pub(super) fn includes(self, other: Self) -> bool {
        self.and(other) == other
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.and(other) != Actions::default()
    }

    fn inverted(self) -> Self {
        Actions(self.0.map(|word| !word))
    }

    fn with(self, other: Self, by: impl Fn(u64, u64) -> u64) -> Self {
        let mut words = self.0;
        for (word, other) in words.iter_mut().zip(other.0) {
            *word = by(*word, other);
        }
        Actions(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::catalogue;

    #[test]
    fn every_action_exists_and_has_a_bit() {
        assert!(NAMES.len() <= 512);
        for name in NAMES.iter() {
            catalogue::action(name).unwrap();
            assert_ne!(Actions::of(&[name]), Actions::default(), "{name}");
        }
    }
}
