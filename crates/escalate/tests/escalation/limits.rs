//! What limits another and is lifted first; roles put on instances; permission sets and pools.

use crate::{ACCOUNT, Making, allow, arn, everything, trust};
use serde_json::json;

const BOUND: &str = "policy/bound";

/// A role that may do everything but for its boundary, which the account trusts.
fn bounded(given: &[&str]) -> Making {
    Making::default()
        .user("start", &[allow(given, &["*"])])
        .role("target", &[trust(json!({"AWS": ACCOUNT}))], &[everything()])
        .with_role(
            "PermissionsBoundary",
            json!({"PermissionsBoundaryArn": arn(BOUND)}),
        )
        .policy("bound", &[&[allow(&["s3:GetObject"], &["*"])]])
}

#[test]
fn a_boundary_is_lifted_and_the_role_assumed() {
    for lifts in [
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:CreatePolicyVersion",
    ] {
        let path = bounded(&[lifts, "sts:AssumeRole"]).path("user/start");
        assert!(path.is_some(), "{lifts}");
        assert_eq!(bounded(&["sts:AssumeRole"]).path("user/start"), None);
    }
}

#[test]
fn an_inline_denial_is_deleted_and_a_key_made() {
    let denial = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
    let making = |given: &[&str]| {
        Making::default().user("start", &[allow(given, &["*"])]).user("target", &[everything()]).with_user(
            "UserPolicyList",
            json!([
                {"PolicyName": "all", "PolicyDocument": crate::document(&[everything()])},
                {"PolicyName": "none", "PolicyDocument": crate::document(std::slice::from_ref(&denial))},
            ]),
        )
    };
    assert!(
        making(&["iam:DeleteUserPolicy", "iam:CreateAccessKey"])
            .path("user/start")
            .is_some()
    );
    assert_eq!(making(&["iam:CreateAccessKey"]).path("user/start"), None);
}

/// A user that may do everything but for its boundary.
fn bounded_user(given: &[&str]) -> Making {
    Making::default()
        .user(
            "start",
            &[allow(given, &[&arn("user/target"), &arn(BOUND)])],
        )
        .user("target", &[everything()])
        .with_user(
            "PermissionsBoundary",
            json!({"PermissionsBoundaryArn": arn(BOUND)}),
        )
        .policy("bound", &[&[allow(&["s3:GetObject"], &["*"])]])
}

#[test]
fn the_boundary_of_another_user_is_lifted_and_a_key_made() {
    let lifting = [
        "iam:DeleteUserPermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
        "iam:CreatePolicyVersion",
    ];
    for lifts in lifting {
        for enters in [
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:UpdateLoginProfile",
        ] {
            let path = bounded_user(&[lifts, enters]).path("user/start").unwrap();
            assert_eq!(path.steps.len(), 1, "{path:?}");
            assert_eq!(path.steps[0].permissions, [lifts, enters], "{path:?}");
            assert_eq!(bounded_user(&[enters]).path("user/start"), None, "{enters}");
        }
    }
}

/// Who can only lift the boundary makes an administrator of somebody it is not seen to act as.
#[test]
fn the_boundary_of_another_user_is_lifted_for_others_to_use() {
    let escalations = bounded_user(&["iam:DeleteUserPermissionsBoundary"]).escalations();
    let path = escalations
        .paths
        .into_iter()
        .find(|path| path.from == arn("user/start"))
        .unwrap();
    assert_eq!(
        path.steps
            .iter()
            .map(|step| step.via.as_str())
            .collect::<Vec<_>>(),
        ["iam-022"]
    );
    assert!(path.assuming.is_some(), "{path:?}");
}

#[test]
fn an_inline_denial_of_a_role_is_deleted_and_the_role_assumed() {
    let denial = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
    let making = |given: &[&str]| {
        Making::default()
            .user("start", &[allow(given, &["*"])])
            .role("target", &[trust(json!({"AWS": ACCOUNT}))], &[everything()])
            .with_role(
                "RolePolicyList",
                json!([
                    {"PolicyName": "all", "PolicyDocument": crate::document(&[everything()])},
                    {"PolicyName": "none", "PolicyDocument": crate::document(std::slice::from_ref(&denial))},
                ]),
            )
    };
    for lifts in ["iam:DeleteRolePolicy", "iam:PutRolePolicy"] {
        assert!(
            making(&[lifts, "sts:AssumeRole"])
                .path("user/start")
                .is_some(),
            "{lifts}"
        );
    }
    assert_eq!(making(&["sts:AssumeRole"]).path("user/start"), None);
}

#[test]
fn the_profile_of_an_instance_is_replaced_or_refilled() {
    let making = |given: &[&str]| {
        Making::default()
            .user("start", &[allow(given, &["*"])])
            .role(
                "target",
                &[trust(json!({"Service": "ec2.amazonaws.com"}))],
                &[everything()],
            )
            .role(
                "poor",
                &[trust(json!({"Service": "ec2.amazonaws.com"}))],
                &[],
            )
            .runs("aws_instance", "i-1", "poor")
    };
    let (pass, command) = ("iam:PassRole", "ssm:SendCommand");
    let (remove, add) = (
        "iam:RemoveRoleFromInstanceProfile",
        "iam:AddRoleToInstanceProfile",
    );
    for by in [
        vec![pass, "ec2:ReplaceIamInstanceProfileAssociation", command],
        vec![pass, "ec2:AssociateIamInstanceProfile", command],
        vec![pass, remove, add, command],
        vec![
            pass,
            "iam:CreateInstanceProfile",
            add,
            "ec2:ReplaceIamInstanceProfileAssociation",
            command,
        ],
    ] {
        assert!(making(&by).path("user/start").is_some(), "{by:?}");
        for missing in &by {
            let rest: Vec<&str> = by
                .iter()
                .copied()
                .filter(|action| action != missing)
                .collect();
            let still = rest.contains(&"ec2:ReplaceIamInstanceProfileAssociation")
                && rest.contains(&pass)
                && rest.contains(&command);
            assert_eq!(
                making(&rest).path("user/start").is_some(),
                still,
                "{by:?} without {missing}"
            );
        }
    }
}

#[test]
fn a_role_in_no_profile_is_put_in_one() {
    let making = |given: &[&str]| {
        Making::default()
            .user("start", &[allow(given, &["*"])])
            .role(
                "target",
                &[trust(json!({"Service": "ec2.amazonaws.com"}))],
                &[everything()],
            )
            .with_role("InstanceProfileList", json!([]))
    };
    let add = [
        "iam:PassRole",
        "iam:AddRoleToInstanceProfile",
        "ec2:RunInstances",
    ];
    for makes in [
        "iam:CreateInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
    ] {
        let all: Vec<&str> = add.iter().copied().chain([makes]).collect();
        assert!(making(&all).path("user/start").is_some(), "{makes}");
        for missing in &all {
            let rest: Vec<&str> = all
                .iter()
                .copied()
                .filter(|action| action != missing)
                .collect();
            assert_eq!(
                making(&rest).path("user/start"),
                None,
                "{makes} without {missing}"
            );
        }
    }
}

#[test]
fn an_assigned_permission_set_is_provisioned_anew() {
    let given = [
        "sso:PutInlinePolicyToPermissionSet",
        "sso:ProvisionPermissionSet",
    ];
    let start = || Making::default().user("start", &[allow(&given, &["*"])]);
    let reserved = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_0123456789abcdef";
    assert_eq!(
        start().role(reserved, &[], &[]).via("user/start"),
        ["sso-003"]
    );
    assert_eq!(start().path("user/start"), None);
}

#[test]
fn the_roles_of_an_identity_pool_are_set() {
    let pools = json!({"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:1"}}});
    let making = |given: &[&str]| {
        Making::default()
            .user("start", &[allow(given, &["*"])])
            .role("target", std::slice::from_ref(&pools), &[everything()])
    };
    assert_eq!(
        making(&["iam:PassRole", "cognito-identity:SetIdentityPoolRoles"]).via("user/start"),
        ["cognitoidentity-001"]
    );
    assert_eq!(
        making(&["cognito-identity:SetIdentityPoolRoles"]).path("user/start"),
        None
    );
}
