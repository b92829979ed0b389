//! AWS's rules, one by one, where they decide whether a way is open.

use crate::{ACCOUNT, Making, allow, arn, deny, document, everything, trust, when};
use serde_json::{Value, json};

fn account() -> Value {
    json!({"AWS": ACCOUNT})
}

/// A user with some permissions beside a role that may do everything and trusts the account.
fn beside_administrator(statements: &[Value]) -> Making {
    Making::default()
        .user("ann", statements)
        .role("admin", &[trust(account())], &[everything()])
}

#[test]
fn who_is_an_administrator() {
    let mfa = json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}});
    let no_mfa = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}});
    let other = |action: &str| json!({"Effect": "Allow", "NotAction": action, "Resource": "*"});
    for (rule, statements, wanted) in [
        ("everything", vec![everything()], true),
        (
            "in two parts",
            vec![allow(&["s3:*"], &["*"]), other("s3:*")],
            true,
        ),
        (
            "in two parts with a gap",
            vec![allow(&["s3:Get*"], &["*"]), other("s3:*")],
            false,
        ),
        (
            "every resource but one",
            vec![json!({"Effect": "Allow", "Action": "*", "NotResource": arn("role/r")})],
            false,
        ),
        ("with MFA", vec![when(everything(), mfa.clone())], true),
        (
            "denied without MFA",
            vec![everything(), when(deny(&["*"], &["*"]), no_mfa.clone())],
            true,
        ),
        (
            "with MFA, denied with it",
            vec![
                when(everything(), mfa.clone()),
                when(deny(&["iam:*"], &["*"]), mfa),
            ],
            false,
        ),
        (
            "denied one thing",
            vec![everything(), deny(&["s3:DeleteBucket"], &["*"])],
            false,
        ),
        (
            "denied nothing",
            vec![
                everything(),
                json!({"Effect": "Deny", "NotAction": "*", "Resource": "*"}),
            ],
            true,
        ),
        (
            "in the past",
            vec![when(
                everything(),
                json!({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}),
            )],
            false,
        ),
        (
            "another user",
            vec![when(
                everything(),
                json!({"StringEquals": {"aws:username": "bob"}}),
            )],
            false,
        ),
        (
            "itself",
            vec![when(
                everything(),
                json!({"StringEquals": {"aws:username": "ann"}}),
            )],
            true,
        ),
        (
            "no service in particular",
            vec![allow(&["iam:*", "sts:*", "s3:*", "ec2:*"], &["*"])],
            false,
        ),
    ] {
        assert_eq!(
            Making::default()
                .user("ann", &statements)
                .is_administrator("user/ann"),
            wanted,
            "{rule}"
        );
    }
}

#[test]
fn denials_count() {
    let may_assume = allow(&["sts:AssumeRole"], &["*"]);
    let no_mfa = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}});
    let ann = json!({"ArnLike": {"aws:PrincipalArn": arn("user/a*")}});
    for (rule, denial, open) in [
        ("denied", deny(&["sts:*"], &["*"]), false),
        (
            "denied for this role",
            deny(&["sts:AssumeRole"], &[&arn("role/ad*")]),
            false,
        ),
        (
            "denied for another",
            deny(&["sts:AssumeRole"], &[&arn("role/b*")]),
            true,
        ),
        (
            "denied without MFA",
            when(deny(&["*"], &["*"]), no_mfa),
            true,
        ),
        (
            "denied to this user",
            when(deny(&["*"], &["*"]), ann.clone()),
            false,
        ),
        (
            "denied to others",
            when(deny(&["*"], &["*"]), json!({"ArnNotLike": ann["ArnLike"]})),
            true,
        ),
    ] {
        let making = beside_administrator(&[may_assume.clone(), denial]);
        assert_eq!(making.path("user/ann").is_some(), open, "{rule}");
    }
}

#[test]
fn what_denies_can_be_taken_away() {
    let detach = allow(&["iam:DeleteUserPolicy"], &["*"]);
    let mostly = [everything(), deny(&["s3:DeleteBucket"], &["*"])];
    assert_eq!(
        Making::default().user("ann", &mostly).via("user/ann"),
        ["iam-rid"]
    );
    let held = [everything(), deny(&["iam:*"], &["*"])];
    assert_eq!(Making::default().user("ann", &held).path("user/ann"), None);
    let granted = [
        allow(&["iam:PutUserPolicy"], &["*"]),
        deny(&["s3:*"], &["*"]),
        detach,
    ];
    assert_eq!(
        Making::default().user("ann", &granted).via("user/ann"),
        ["iam-007", "iam-rid"]
    );
}

#[test]
fn boundaries_count_until_they_are_lifted() {
    let grant = [allow(&["iam:PutUserPolicy"], &["*"])];
    let lift = [allow(
        &["iam:PutUserPolicy", "iam:DeleteUserPermissionsBoundary"],
        &["*"],
    )];
    let bounded = |own: &[Value], limits: &[Value]| {
        let boundary = json!({"PermissionsBoundaryArn": arn("policy/limits")});
        Making::default()
            .user("ann", own)
            .with_user("PermissionsBoundary", boundary)
            .policy("limits", &[limits])
    };
    assert_eq!(
        bounded(&grant, &[allow(&["s3:*"], &["*"])]).path("user/ann"),
        None
    );
    assert_eq!(
        bounded(&grant, &[allow(&["iam:PutUserPolicy"], &["*"])]).path("user/ann"),
        None
    );
    assert_eq!(
        bounded(&grant, &[everything()]).via("user/ann"),
        ["iam-007"]
    );
    let both = [allow(&["iam:*"], &["*"])];
    assert_eq!(
        bounded(&both, &both).via("user/ann"),
        ["iam-007", "iam-022"]
    );
    let kept = deny(&["iam:*Boundary", "iam:Create*", "iam:Attach*"], &["*"]);
    assert_eq!(bounded(&lift, &[everything(), kept]).path("user/ann"), None);
    assert!(!bounded(&[everything()], &[allow(&["s3:*"], &["*"])]).is_administrator("user/ann"));
    assert!(bounded(&[everything()], &[everything()]).is_administrator("user/ann"));
}

#[test]
fn a_boundary_that_others_must_have_is_one_for_them_too() {
    let condition = json!({"StringEquals": {"iam:PermissionsBoundary": arn("policy/limits")}});
    let manages = when(
        allow(&["iam:CreateRole", "iam:PutRolePolicy"], &["*"]),
        condition,
    );
    let making = Making::default()
        .user("ann", &[manages, allow(&["sts:AssumeRole"], &["*"])])
        .role("weak", &[trust(account())], &[])
        .policy("limits", &[&[allow(&["s3:*"], &["*"])]]);
    assert_eq!(making.path("user/ann"), None);
}

#[test]
fn service_control_policies_bound_everybody() {
    let making = || beside_administrator(&[allow(&["sts:AssumeRole"], &["*"])]);
    let guarded = |statements: &[Value]| making().guarded(&[everything()]).guarded(statements);
    assert_eq!(guarded(&[everything()]).via("user/ann"), ["sts-001"]);
    assert_eq!(
        guarded(&[everything(), deny(&["sts:AssumeRole"], &["*"])]).path("user/ann"),
        None
    );
    assert_eq!(
        guarded(&[allow(&["s3:*"], &["*"])]).path("user/ann"),
        None,
        "nothing else is allowed"
    );
    // What is forbidden to all makes nobody less of an administrator, while permissions stay theirs.
    let small = guarded(&[
        everything(),
        deny(&["organizations:LeaveOrganization"], &["*"]),
    ]);
    assert!(small.is_administrator("role/admin"));
    let powerless = guarded(&[everything(), deny(&["iam:*"], &["*"])]);
    assert!(!powerless.is_administrator("role/admin"));
    let platform = json!({"ArnNotLike": {"aws:PrincipalArn": arn("role/platform-*")}});
    let reserved = guarded(&[everything(), when(deny(&["sts:*"], &["*"]), platform)]);
    assert_eq!(reserved.path("user/ann"), None);
}

#[test]
fn trust_policies_count() {
    let may = allow(&["sts:AssumeRole"], &["*"]);
    let named = json!({"AWS": arn("user/ann")});
    let external = json!({"StringEquals": {"sts:ExternalId": "secret"}});
    let tagged = |value: &str| json!({"StringEquals": {"aws:PrincipalTag/team": value}});
    let user = |name: &str| json!({"StringEquals": {"aws:username": name}});
    for (rule, permissions, trusted, open) in [
        (
            "the account and the user",
            vec![may.clone()],
            trust(account()),
            true,
        ),
        ("the account alone", vec![], trust(account()), false),
        ("the user by name", vec![], trust(named.clone()), true),
        (
            "another user",
            vec![may.clone()],
            trust(json!({"AWS": arn("user/bob")})),
            false,
        ),
        (
            "another account",
            vec![may.clone()],
            trust(json!({"AWS": "999988887777"})),
            false,
        ),
        (
            "a service",
            vec![may.clone()],
            trust(json!({"Service": "ec2.amazonaws.com"})),
            false,
        ),
        (
            "an external id, which is no secret",
            vec![may.clone()],
            when(trust(account()), external),
            true,
        ),
        (
            "the user's tag",
            vec![may.clone()],
            when(trust(account()), tagged("red")),
            true,
        ),
        (
            "another tag",
            vec![may.clone()],
            when(trust(account()), tagged("blue")),
            false,
        ),
        (
            "a tag it can change",
            vec![may.clone(), allow(&["iam:TagUser"], &["*"])],
            when(trust(account()), tagged("blue")),
            true,
        ),
        (
            "the user's name",
            vec![may.clone()],
            when(trust(account()), user("ann")),
            true,
        ),
        (
            "another's name",
            vec![may.clone()],
            when(trust(account()), user("bob")),
            false,
        ),
        (
            "denied by itself",
            vec![deny(&["sts:*"], &["*"])],
            trust(named),
            false,
        ),
    ] {
        let tags = json!([{"Key": "team", "Value": "red"}]);
        let making = Making::default()
            .user("ann", &permissions)
            .with_user("Tags", tags);
        let making = making.role("admin", &[trusted], &[everything()]);
        assert_eq!(making.path("user/ann").is_some(), open, "{rule}");
    }
}

#[test]
fn what_belongs_to_aws_stays_so() {
    let all = allow(
        &[
            "iam:CreatePolicyVersion",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
        ],
        &["*"],
    );
    let mut making = Making::default().user("ann", &[all]).role(
        "aws-service-role/x/AWSServiceRoleForX",
        &[],
        &[everything()],
    );
    making.policies.push(json!({"Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "PolicyVersionList": [
        {"VersionId": "v1", "IsDefaultVersion": true, "Document": document(&[allow(&["s3:Get*"], &["*"])])}]}));
    let attached = json!([{"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]);
    let escalations = making
        .with_user("AttachedManagedPolicies", attached)
        .escalations();
    assert!(
        escalations.paths.is_empty() && escalations.administrators.is_empty(),
        "{escalations:?}"
    );
}
