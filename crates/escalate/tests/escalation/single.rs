//! Whether one policy carries an escalation by itself.

use crate::{ACCOUNT, allow, arn, deny, document, everything, when};
use escalate::escalates_alone;
use policy::Document;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ways(statements: &[Value], managed: bool) -> BTreeSet<String> {
    let document = Document::parse(&document(statements).to_string())
        .unwrap()
        .document;
    let name = arn("policy/own");
    let paths = escalates_alone(&document, managed.then_some(name.as_str()), ACCOUNT);
    paths
        .into_iter()
        .flat_map(|path| path.steps)
        .map(|step| step.via)
        .collect()
}

#[test]
fn what_one_policy_carries() {
    let all = ["*"];
    let lambda = [
        "iam:PassRole",
        "lambda:CreateFunction",
        "lambda:InvokeFunction",
    ];
    let passed = |service: &str| json!({"StringEquals": {"iam:PassedToService": service}});
    for (rule, statements, wanted) in [
        (
            "reads only",
            vec![allow(&["s3:Get*", "iam:List*"], &all)],
            vec![],
        ),
        ("everything is no escalation", vec![everything()], vec![]),
        (
            "passes any role",
            vec![allow(&lambda, &all)],
            vec!["lambda-001"],
        ),
        (
            "passes roles of a pattern",
            vec![
                allow(&lambda[1..], &all),
                allow(&lambda[..1], &[&arn("role/app-*")]),
            ],
            vec!["lambda-001"],
        ),
        (
            "passes one role",
            vec![
                allow(&lambda[1..], &all),
                allow(&lambda[..1], &[&arn("role/app")]),
            ],
            vec![],
        ),
        (
            "passes to another service",
            vec![
                allow(&lambda[1..], &all),
                when(allow(&lambda[..1], &all), passed("ec2.amazonaws.com")),
            ],
            vec![],
        ),
        (
            "passes without a service",
            vec![allow(&["iam:PassRole"], &all)],
            vec![],
        ),
        (
            "its own user's policies",
            vec![allow(
                &["iam:PutUserPolicy"],
                &[&arn("user/${aws:username}")],
            )],
            vec!["iam-007"],
        ),
        (
            "another's policies",
            vec![allow(&["iam:PutUserPolicy"], &[&arn("user/bob")])],
            vec![],
        ),
        (
            "all of IAM",
            vec![allow(&["iam:*"], &all)],
            vec!["iam-005", "iam-007"],
        ),
        (
            "all of IAM, denied",
            vec![allow(&["iam:*"], &all), deny(&["iam:*"], &all)],
            vec![],
        ),
        (
            "joins groups",
            vec![allow(&["iam:AddUserToGroup"], &all)],
            vec!["iam-013"],
        ),
        (
            "code of functions",
            vec![allow(&["lambda:UpdateFunctionCode"], &all)],
            vec!["lambda-003"],
        ),
        (
            "commands on instances",
            vec![allow(&["ssm:SendCommand"], &all)],
            vec!["ssm-002"],
        ),
        (
            "any role",
            vec![allow(&["sts:AssumeRole"], &all)],
            vec!["sts-001"],
        ),
        (
            "one role",
            vec![allow(&["sts:AssumeRole"], &[&arn("role/reader")])],
            vec![],
        ),
    ] {
        let wanted: BTreeSet<String> = wanted.into_iter().map(str::to_owned).collect();
        assert_eq!(ways(&statements, false), wanted, "{rule}");
        assert_eq!(
            ways(&statements, true),
            wanted,
            "{rule}, as a managed policy"
        );
    }
    assert_eq!(
        ways(
            &[allow(&["iam:CreatePolicyVersion"], &[&arn("policy/own")])],
            true
        ),
        ["iam-001".to_owned()].into()
    );
    assert_eq!(
        ways(
            &[allow(&["iam:CreatePolicyVersion"], &[&arn("policy/other")])],
            true
        ),
        BTreeSet::new()
    );
    assert_eq!(
        ways(&[allow(&["iam:SetDefaultPolicyVersion"], &all)], false),
        ["iam-set-version".to_owned()].into()
    );
}
