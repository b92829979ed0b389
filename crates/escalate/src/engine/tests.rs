//! What a glance says, the policies themselves must say: tried on random policies.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use super::{Ask, Engine, Glance};
use crate::account::Account;
use crate::census::Census;
use crate::change::State;
use policy::Budget;
use policy::Possibility;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const USER: &str = "arn:aws:iam::111122223333:user/u";
const QUESTIONS: [(&str, &str); 6] = [
    ("iam:PutUserPolicy", USER),
    ("iam:PutUserPolicy", "arn:aws:iam::111122223333:user/*"),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/app"),
    (
        "lambda:InvokeFunction",
        "arn:aws:lambda:*:111122223333:function:*",
    ),
    ("ec2:RunInstances", "arn:aws:ec2:*:111122223333:instance/*"),
    (
        "iam:UpdateAssumeRolePolicy",
        "arn:aws:iam::111122223333:role/app",
    ),
];

fn condition() -> impl Strategy<Value = Value> {
    select(vec![
        json!({}),
        json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
        json!({"Null": {"aws:MultiFactorAuthPresent": "true"}}),
        json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}),
        json!({"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}),
        json!({"StringNotLike": {"aws:RequestedRegion": "us-*"}}),
        json!({"StringNotEquals": {"aws:PrincipalTag/team": "red"}}),
        json!({"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}),
        json!({"StringNotEquals": {"aws:ResourceTag/team": "red"}}),
        json!({"StringEquals": {"iam:ResourceTag/team": "red"}}),
        json!({"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}),
        json!({"StringLike": {"aws:ResourceTag/team": "r*"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        json!({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform-*"}}),
        json!({"StringNotEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}),
        json!({"StringNotEquals": {"aws:username": "u", "aws:RequestedRegion": "us-east-1"}}),
        json!({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}),
        json!({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}),
        json!({"StringNotEqualsIfExists": {"iam:PassedToService": "lambda.amazonaws.com"}}),
        json!({"StringEquals": {"k": "${n:one}"}}),
    ])
}

fn statement() -> impl Strategy<Value = Value> {
    let actions = [
        "*",
        "iam:*",
        "iam:PassRole",
        "lambda:*",
        "ec2:RunInstances",
        "iam:UpdateAssumeRolePolicy",
    ];
    let resources = [
        "*",
        USER,
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:lambda:eu-west-1:*:function:f*",
        "arn:aws:iam::111122223333:user/${aws:username}",
    ];
    let effect = prop_oneof![Just("Allow"), Just("Deny")];
    let of_actions = prop_oneof![3 => Just("Action"), 1 => Just("NotAction")];
    let of_resources = prop_oneof![3 => Just("Resource"), 1 => Just("NotResource")];
    (effect, of_actions, select(actions.to_vec()), of_resources, select(resources.to_vec()), condition()).prop_map(
        |(effect, of_actions, action, of_resources, resource, condition)| {
            json!({"Effect": effect, of_actions: action, of_resources: resource, "Condition": condition})
        },
    )
}

/// A user and a role; both have a tag, or none has, or the one or the other.
fn account(own: &[Value], guards: &[Value], tagged: [bool; 2]) -> Account {
    let document = |statements: &[Value]| json!({"Version": "2012-10-17", "Statement": statements});
    let tags = |tagged: bool| {
        if tagged {
            json!([{"Key": "Team", "Value": "red"}])
        } else {
            json!([])
        }
    };
    let user = json!({"Arn": USER, "Tags": tags(tagged[0]),
        "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": document(own)}]});
    let role = json!({"Arn": "arn:aws:iam::111122223333:role/app", "Tags": tags(tagged[1])});
    let guards = if guards.is_empty() {
        json!([])
    } else {
        json!([[document(guards)]])
    };
    Account {
        id: "111122223333".into(),
        details: serde_json::from_value(
            json!({"UserDetailList": [user], "RoleDetailList": [role]}),
        )
        .unwrap(),
        compute: Vec::new(),
        service_control: serde_json::from_value(guards).unwrap(),
    }
}

/// Where a glance settles a question, asking the policies gives the same answer.
fn disagreement(own: &[Value], guards: &[Value], tagged: [bool; 2]) -> Option<String> {
    let account = account(own, guards, tagged);
    let census = Census::new(&account);
    let mut engine = Engine::new(&census, Budget::steps(100_000));
    let state = State::of(&census, 0).unwrap();
    let subject = engine.subject(&state).unwrap();
    let on_role = ["iam:PassRole", "iam:PutRolePolicy"].map(|action| Ask::on(action, &census, 1));
    let asks = QUESTIONS.map(|(action, resource)| Ask::new(action, resource));
    asks.into_iter().chain(on_role).find_map(|ask| {
        let (glance, answer) = (
            engine.glance_at(subject, &ask),
            engine.possibility(subject, &ask),
        );
        let agree = match glance {
            Glance::Yes | Glance::Some => answer != Possibility::Never,
            Glance::No => !matches!(answer, Possibility::By(_)),
            Glance::Unsure => true,
        };
        (!agree).then(|| format!("{ask:?}: {glance:?}, {answer:?}"))
    })
}

#[test]
fn tags_bind_whoever_has_them_and_whoever_has_none() {
    let when = |statement: Value, condition: Value| {
        let mut statement = statement;
        statement["Condition"] = condition;
        statement
    };
    let allow = json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"});
    let deny = json!({"Effect": "Deny", "Action": "*", "NotResource": USER});
    let not_red = json!({"StringNotEquals": {"aws:PrincipalTag/team": "red"}});
    let same = json!({"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}});
    let allows_others = [when(allow.clone(), not_red.clone())];
    assert_eq!(disagreement(&allows_others, &[], [true, true]), None);
    let denies_others = [when(deny, not_red), when(allow, same)];
    assert_eq!(disagreement(&denies_others, &[], [false, true]), None);
}

mod properties_of_the_engine {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(1000))]

        #[test]
        fn a_glance_says_no_more_than_the_policies(
            own in vec(statement(), 1..5),
            guards in vec(statement(), 0..3),
            tagged in any::<[bool; 2]>(),
        ) {
            let everything = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
            let guards = if guards.is_empty() { guards } else { [vec![everything], guards].concat() };
            prop_assert_eq!(disagreement(&own, &guards, tagged), None);
        }
    }
}
