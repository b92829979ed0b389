//! What is not known never makes a principal harmless.

use crate::{Making, allow, arn, everything, trust};
use escalate::Escalations;
use serde_json::json;

fn because(escalations: &Escalations, name: &str) -> String {
    let open = escalations
        .undecided
        .iter()
        .filter(|open| open.principal == arn(name) || open.principal == name);
    open.flat_map(|open| open.because.clone())
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn policies_that_are_not_there_or_cannot_be_read() {
    let escalations = Making::default()
        .user("gone", &[])
        .with_user(
            "AttachedManagedPolicies",
            json!([{"PolicyArn": arn("policy/gone")}]),
        )
        .user("broken", &[])
        .with_user(
            "UserPolicyList",
            json!([{"PolicyName": "p", "PolicyDocument": "{\"Statement\": 7}"}]),
        )
        .user("bound", &[])
        .with_user(
            "PermissionsBoundary",
            json!({"PermissionsBoundaryArn": arn("policy/gone")}),
        )
        .user("member", &[])
        .with_user("GroupList", json!(["gone"]))
        .user("plain", &[])
        .escalations();
    assert!(because(&escalations, "user/gone").contains("policy/gone"));
    assert!(because(&escalations, "user/broken").contains("cannot be read"));
    assert!(because(&escalations, "user/bound").contains("permissions boundary"));
    assert!(because(&escalations, "user/member").contains("group `gone`"));
    assert_eq!(because(&escalations, "user/plain"), "");
}

#[test]
fn policies_known_by_name() {
    let making = Making::default().user("ann", &[]).with_user(
        "AttachedManagedPolicies",
        json!([{"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]),
    );
    assert!(making.is_administrator("user/ann"));
}

#[test]
fn roles_passed_to_services_of_which_no_path_is_known() {
    let pass = allow(&["iam:PassRole"], &["*"]);
    let role = |service: &str| [trust(json!({"Service": service}))];
    let making = |service: &str, more: &[&str]| {
        let user = Making::default().user("ann", &[pass.clone(), allow(more, &["*"])]);
        user.role("admin", &role(service), &[everything()])
            .escalations()
    };
    let eks = making("eks.amazonaws.com", &["eks:CreateCluster"]);
    assert!(because(&eks, "user/ann").contains("eks.amazonaws.com"));
    assert_eq!(
        because(&making("eks.amazonaws.com", &["s3:GetObject"]), "user/ann"),
        ""
    );
    assert!(because(&making("news.amazonaws.com", &["s3:GetObject"]), "user/ann").contains("news"));
}

#[test]
fn things_of_unknown_kinds() {
    let escalations = Making::default()
        .role("admin", &[], &[everything()])
        .runs("AWS::News::Thing", "t", "admin")
        .escalations();
    assert!(because(&escalations, crate::ACCOUNT).contains("AWS::News::Thing"));
}

#[test]
fn a_service_control_policy_that_cannot_be_read() {
    let mut making = Making::default().user("ann", &[allow(&["iam:PutUserPolicy"], &["*"])]);
    making.service_control = vec![vec![json!({"Statement": 7})]];
    let escalations = making.escalations();
    assert!(because(&escalations, crate::ACCOUNT).contains("service control policy"));
    assert_eq!(escalations.paths.len(), 1, "it is not taken for a guard");
}

#[test]
fn the_graph_as_dot() {
    let dot = Making::default()
        .user("ann", &[allow(&["sts:AssumeRole"], &["*"])])
        .role(
            "admin",
            &[trust(json!({"AWS": crate::ACCOUNT}))],
            &[everything()],
        )
        .escalations()
        .to_dot();
    let wanted = format!(
        "  \"{}\" -> \"{}\" [label=\"sts-001\"];",
        arn("user/ann"),
        arn("role/admin")
    );
    assert!(dot.starts_with("digraph") && dot.contains(&wanted), "{dot}");
    assert!(
        dot.contains(&format!("  \"{}\" [shape=box];", arn("role/admin"))),
        "{dot}"
    );
}
