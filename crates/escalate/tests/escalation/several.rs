//! Ways of more than one step, or by more than one policy or principal.

use crate::{ACCOUNT, Making, allow, arn, everything, trust, when};
use serde_json::{Value, json};

fn account() -> Value {
    json!({"AWS": ACCOUNT})
}

#[test]
fn ways_of_several_steps() {
    let chain = Making::default()
        .user(
            "ann",
            &[allow(&["iam:CreateAccessKey"], &[&arn("user/bob")])],
        )
        .user("bob", &[allow(&["sts:AssumeRole"], &[&arn("role/deploy")])])
        .role(
            "deploy",
            &[trust(account())],
            &[allow(
                &[
                    "iam:PassRole",
                    "lambda:CreateFunction",
                    "lambda:InvokeFunction",
                ],
                &["*"],
            )],
        )
        .role(
            "runner",
            &[trust(json!({"Service": "lambda.amazonaws.com"}))],
            &[allow(&["iam:PutRolePolicy"], &["*"])],
        );
    assert_eq!(
        chain.via("user/ann"),
        ["iam-002", "sts-001", "lambda-001", "iam-005"]
    );
    let path = chain.path("user/ann").unwrap();
    assert_eq!(
        path.to,
        arn("user/ann"),
        "it makes an administrator of what it acts as"
    );
    assert_eq!(chain.via("user/bob"), ["sts-001", "lambda-001", "iam-005"]);
    assert_eq!(chain.via("role/runner"), ["iam-005"]);
}

#[test]
fn several_policies_together() {
    let making = Making::default()
        .user("ann", &[allow(&["iam:PassRole"], &["*"])])
        .with_user("GroupList", json!(["builders"]))
        .with_user(
            "AttachedManagedPolicies",
            json!([{"PolicyArn": arn("policy/start")}]),
        )
        .group("builders", &[allow(&["codebuild:CreateProject"], &["*"])])
        .policy("start", &[&[allow(&["codebuild:StartBuild"], &["*"])]])
        .role(
            "admin",
            &[trust(json!({"Service": "codebuild.amazonaws.com"}))],
            &[everything()],
        );
    let step = making.path("user/ann").unwrap().steps.remove(0);
    let policies: Vec<&str> = step
        .statements
        .iter()
        .map(|cited| cited.policy.as_str())
        .collect();
    assert_eq!(
        policies,
        [
            "inline of user/ann",
            "inline of group/builders",
            &arn("policy/start")
        ]
    );
}

#[test]
fn one_gives_another_is_acted_as() {
    // Ann can act as two: one who gives everything to the other, who may do nothing.
    let making = Making::default()
        .user("ann", &[allow(&["sts:AssumeRole"], &["*"])])
        .role(
            "giver",
            &[trust(account())],
            &[allow(&["iam:AttachRolePolicy"], &[&arn("role/given")])],
        )
        .role("given", &[trust(json!({"AWS": arn("user/ann")}))], &[]);
    assert_eq!(making.via("user/ann"), ["sts-001", "iam-014"]);
    assert_eq!(
        making.path("role/giver"),
        None,
        "it cannot act as the other"
    );
    let assumed = making
        .escalations()
        .paths
        .into_iter()
        .find(|path| path.from == arn("role/giver"));
    assert!(assumed.unwrap().assuming.is_some());
}

#[test]
fn less_than_everything_can_be_enough() {
    let join = allow(&["iam:AddUserToGroup"], &["*"]);
    let passing = allow(&["iam:PassRole", "ec2:RunInstances"], &["*"]);
    let making = Making::default()
        .user("ann", &[join])
        .group("operators", &[passing])
        .role(
            "admin",
            &[trust(json!({"Service": "ec2.amazonaws.com"}))],
            &[everything()],
        );
    assert_eq!(making.via("user/ann"), ["iam-013", "ec2-001"]);
    let both = allow(
        &["iam:AddUserToGroup", "iam:PutGroupPolicy"],
        &[&arn("group/empty")],
    );
    let path = Making::default()
        .user("ann", &[both])
        .group("empty", &[])
        .path("user/ann")
        .unwrap();
    assert_eq!(
        path.steps[0].permissions,
        ["iam:PutGroupPolicy", "iam:AddUserToGroup"]
    );
    let only = json!({"ArnEquals": {"iam:PolicyARN": arn("policy/keys")}});
    let making = Making::default()
        .user(
            "ann",
            &[when(allow(&["iam:AttachUserPolicy"], &["*"]), only)],
        )
        .user("root", &[everything()])
        .policy("keys", &[&[allow(&["iam:CreateAccessKey"], &["*"])]]);
    assert_eq!(making.via("user/ann"), ["iam-008", "iam-002"]);
    let look: &[Value] = &[allow(&["iam:SetDefaultPolicyVersion"], &["*"])];
    let full: &[Value] = &[everything()];
    let own = |versions: &[&[Value]]| {
        let attached = json!([{"PolicyArn": arn("policy/own")}]);
        Making::default()
            .user("ann", &[])
            .with_user("AttachedManagedPolicies", attached)
            .policy("own", versions)
    };
    assert_eq!(own(&[look, full]).via("user/ann"), ["iam-set-version"]);
    assert_eq!(
        own(&[look]).path("user/ann"),
        None,
        "there is no other version"
    );
}

#[test]
fn new_principals() {
    let role = allow(
        &["iam:CreateRole", "iam:AttachRolePolicy"],
        &[&arn("role/ci-*")],
    );
    assert_eq!(
        Making::default().user("ann", &[role]).via("user/ann"),
        ["iam-new-role"]
    );
    let user = allow(
        &[
            "iam:CreateUser",
            "iam:PutUserPolicy",
            "iam:CreateLoginProfile",
        ],
        &["*"],
    );
    assert_eq!(
        Making::default().role("app", &[], &[user]).via("role/app"),
        ["iam-new-user"]
    );
    let limited = allow(&["iam:CreateRole"], &["*"]);
    assert_eq!(
        Making::default().user("ann", &[limited]).path("user/ann"),
        None
    );
}

/// A chain of roles tells each way once, up to a role whose own way is the rest of it, and counts
/// what is left out: else a chain of 500 would print 33 MB.
#[test]
fn a_long_chain_is_told_short() {
    const ROLES: usize = 500;
    let mut making = Making::default();
    for index in 0..ROLES {
        let next = arn(&format!("role/r{}", index + 1));
        let assume = allow(&["sts:AssumeRole"], &[&next]);
        making = making.role(&format!("r{index}"), &[trust(account())], &[assume]);
    }
    making = making.role(&format!("r{ROLES}"), &[trust(account())], &[everything()]);
    let escalations = making.escalations();
    assert_eq!(escalations.paths.len(), ROLES, "one way for each");
    for (index, path) in escalations.paths.iter().enumerate() {
        let last = path.steps.last().unwrap();
        assert!(
            path.steps.len() <= 12 && path.to == arn(&format!("role/r{ROLES}")),
            "{path:?}"
        );
        if ROLES - index > 12 {
            let left = format!("in {} more steps", ROLES - index - 11);
            assert!(
                last.via == "further" && last.how.contains(&left),
                "{last:?}"
            );
        } else {
            assert_eq!(
                (path.steps.len(), last.via.as_str()),
                (ROLES - index, "sts-001")
            );
        }
    }
    let printed = serde_json::to_string(&escalations).unwrap().len();
    assert!(printed < ROLES * 12 * 500, "{printed} bytes");
}
