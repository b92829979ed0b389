//! Allowing more closes no way, and denying more opens none.

use crate::{Making, allow, arn, deny, everything, trust, when};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const ACTIONS: [&str; 18] = [
    "*",
    "iam:*",
    "iam:PassRole",
    "sts:AssumeRole",
    "iam:AttachRolePolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:UpdateAssumeRolePolicy",
    "iam:AddUserToGroup",
    "iam:PutGroupPolicy",
    "iam:CreatePolicyVersion",
    "iam:DeleteUserPolicy",
    "iam:DeleteRolePermissionsBoundary",
    "lambda:*",
    "ec2:RunInstances",
    "ssm:SendCommand",
];

fn resource() -> impl Strategy<Value = String> {
    let names = [
        "*",
        "user/u0",
        "user/u1",
        "role/r0",
        "role/r1",
        "role/*",
        "group/*",
        "policy/p0",
    ];
    select(names.to_vec()).prop_map(|name| {
        if name == "*" {
            name.to_owned()
        } else {
            arn(name)
        }
    })
}

fn condition() -> impl Strategy<Value = Option<Value>> {
    let conditions = vec![
        json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
        json!({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}),
        json!({"StringEquals": {"aws:username": "u0"}}),
        json!({"ArnLike": {"aws:PrincipalArn": arn("role/*")}}),
    ];
    prop_oneof![4 => Just(None), 1 => select(conditions).prop_map(Some)]
}

fn statement(denies: bool) -> impl Strategy<Value = Value> {
    (vec(select(ACTIONS.to_vec()), 1..3), resource(), condition()).prop_map(
        move |(actions, resource, condition)| {
            let resources = [resource.as_str()];
            let statement = if denies {
                deny(&actions, &resources)
            } else {
                allow(&actions, &resources)
            };
            condition.map_or(statement.clone(), |condition| when(statement, condition))
        },
    )
}

fn statements() -> impl Strategy<Value = Vec<Value>> {
    vec(
        prop_oneof![4 => statement(false), 1 => statement(true)],
        0..3,
    )
}

fn trusted() -> impl Strategy<Value = Value> {
    let services = ["lambda.amazonaws.com", "ec2.amazonaws.com"];
    select(vec![
        json!({"AWS": crate::ACCOUNT}),
        json!({"AWS": arn("user/u1")}),
        json!({"AWS": arn("role/r0")}),
        json!({"Service": services}),
    ])
    .prop_map(trust)
}

/// Policies of two users, a group, three roles and a managed policy, with their surroundings.
#[derive(Clone, Debug)]
struct Draft {
    policies: Vec<Vec<Value>>,
    trusted: Vec<Value>,
    bounded: bool,
}

fn draft() -> impl Strategy<Value = Draft> {
    (vec(statements(), 7), vec(trusted(), 3), any::<bool>()).prop_map(
        |(policies, trusted, bounded)| Draft {
            policies,
            trusted,
            bounded,
        },
    )
}

impl Draft {
    fn making(&self) -> Making {
        let of = |index: usize| self.policies[index].as_slice();
        let attached = json!([{"PolicyArn": arn("policy/p0")}]);
        let making = Making::default()
            .user("u0", of(0))
            .with_user("GroupList", json!(["g0"]))
            .user("u1", of(1))
            .with_user("AttachedManagedPolicies", attached.clone())
            .user("admin", &[everything()])
            .group("g0", of(2))
            .role("r0", &self.trusted[..1], of(3))
            .role("r1", &self.trusted[1..2], of(4))
            .with_role("AttachedManagedPolicies", attached)
            .policy("p0", &[of(6)])
            .runs("function", "f", "r1");
        let making = making.role("r2", &self.trusted[2..], of(5));
        let boundary = json!({"PermissionsBoundaryArn": arn("policy/p0")});
        if self.bounded {
            making.with_role("PermissionsBoundary", boundary)
        } else {
            making
        }
    }

    /// Who is an administrator or certainly becomes one.
    fn reach(&self) -> BTreeSet<String> {
        let escalations = self.making().escalations();
        assert!(escalations.undecided.is_empty(), "{escalations:?}");
        let paths = escalations
            .paths
            .into_iter()
            .filter(|path| path.assuming.is_none() && crate::joins_up(path));
        escalations
            .administrators
            .into_iter()
            .chain(paths.map(|path| path.from))
            .collect()
    }

    fn with(&self, place: Index, statement: Value) -> Draft {
        let mut more = self.clone();
        place.get_mut(&mut more.policies).push(statement);
        more
    }
}

mod properties_of_paths {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(500))]

        #[test]
        fn allowing_more_closes_no_way(draft in draft(), more in statement(false), place in any::<Index>()) {
            let (before, after) = (draft.reach(), draft.with(place, more).reach());
            prop_assert!(before.is_subset(&after), "{before:?} {after:?}");
        }

        #[test]
        fn denying_more_opens_no_way(draft in draft(), more in statement(true), place in any::<Index>()) {
            let (before, after) = (draft.reach(), draft.with(place, more).reach());
            prop_assert!(after.is_subset(&before), "{before:?} {after:?}");
        }
    }
}
