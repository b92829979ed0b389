//! What a statement does, and what its kind of policy wants.

use crate::{allow, document, ids, table, when};
use policy::DocumentKind;

#[test]
fn statements_without_effect() {
    let two = |one: &str, other: &str| format!("{one},\n{other}");
    let get = allow(r#""s3:GetObject""#, "");
    let deny = |action: &str| format!(r#"{{"Effect":"Deny","Action":"{action}","Resource":"*"}}"#);
    let both = r#""StringEquals":{"aws:PrincipalOrgID":"o-1"},"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}"#;
    table(
        &[
            (
                "no-effect",
                when(both),
                when(&both.replace("o-1\"},", "o-2\"},")),
            ),
            (
                "always-denied",
                two(&get, &deny("s3:*")),
                two(&get, &deny("s3:Put*")),
            ),
            (
                "redundant",
                two(&get, &allow(r#""s3:Get*""#, "")),
                two(&get, &allow(r#""s3:Put*""#, "")),
            ),
            (
                "redundant",
                two(&deny("s3:*"), &deny("s3:Get*")),
                two(&deny("s3:Get*"), &deny("s3:Put*")),
            ),
            // A denial alone guards against what other policies allow.
            ("redundant", two(&deny("s3:*"), &deny("s3:*")), deny("s3:*")),
            (
                "redundant",
                two(
                    &get,
                    &when(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#),
                ),
                two(
                    &when(r#""StringEquals":{"aws:PrincipalOrgID":"o-2"}"#),
                    &when(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#),
                ),
            ),
            (
                "redundant-action",
                allow(r#"["s3:Get*","s3:GetObject"]"#, ""),
                allow(r#"["s3:Get*","s3:PutObject"]"#, ""),
            ),
            (
                "redundant-resource",
                allow(
                    r#""s3:GetObject""#,
                    r#","Resource":["arn:aws:s3:::b/x/*","arn:aws:s3:::b/*"]"#,
                ),
                allow(
                    r#""s3:GetObject""#,
                    r#","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/${aws:userid}"]"#,
                ),
            ),
        ],
        None,
    );
}

#[test]
fn what_gives_more_than_it_seems() {
    let roles = r#","Resource":"arn:aws:iam::111122223333:role/app""#;
    table(
        &[
            (
                "not-action",
                allow(r#""s3:*""#, "").replace("Action", "NotAction"),
                allow(r#""s3:*""#, ""),
            ),
            (
                "not-resource",
                allow(r#""s3:GetObject""#, r#","NotResource":"arn:aws:s3:::b/*""#),
                allow(r#""s3:GetObject""#, r#","Resource":"arn:aws:s3:::b/*""#),
            ),
            (
                "pass-any-role",
                allow(r#""iam:PassRole""#, ""),
                allow(r#""iam:PassRole""#, roles),
            ),
            (
                "pass-any-role",
                allow(r#""iam:*""#, ""),
                allow(r#""iam:Get*""#, ""),
            ),
        ],
        None,
    );
    let guard = document(&allow(r#""iam:*""#, "").replace("Action", "NotAction"));
    assert_eq!(ids(&guard, Some(DocumentKind::ServiceControl)), [""; 0]);
}

#[test]
fn what_a_kind_of_policy_wants() {
    let get = allow(r#""s3:GetObject""#, "");
    let everyone = get.replace("{\"Effect", "{\"Principal\":\"*\",\"Effect");
    let trust = r#"{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}"#;
    let named = |sid: &str| get.replace("{\"Effect", &format!("{{\"Sid\":\"{sid}\",\"Effect"));
    let guard = everyone.replace("Allow", "Deny");
    let except = everyone
        .replace("Principal", "NotPrincipal")
        .replace("\"*\",\"Eff", "{\"AWS\":\"111122223333\"},\"Eff");
    for (kind, earns, id, clean) in [
        (DocumentKind::Managed, &everyone, "principal", &get),
        (DocumentKind::Bucket, &get, "principal", &everyone),
        (DocumentKind::Bucket, &except, "not-principal", &everyone),
        (
            DocumentKind::Trust,
            &trust.replace("sts:AssumeRole", "s3:GetObject"),
            "trust-action",
            &trust.into(),
        ),
        (
            DocumentKind::Trust,
            &trust
                .replace("}}", "},\"Resource\":\"*\"}")
                .replace("Role\"}", "Role\",\"Resource\":\"*\"}"),
            "resource-in-trust",
            &trust.into(),
        ),
        (
            DocumentKind::Managed,
            &named("a b"),
            "sid-form",
            &named("ab"),
        ),
        (
            DocumentKind::ResourceControl,
            &everyone,
            "only-deny",
            &guard,
        ),
        (
            DocumentKind::ResourceControl,
            &guard.replace("s3:GetObject", "*"),
            "service-needed",
            &guard,
        ),
        (
            DocumentKind::ResourceControl,
            &guard.replace("\"*\",\"Eff", "{\"AWS\":\"111122223333\"},\"Eff"),
            "everyone-only",
            &guard,
        ),
    ] {
        let given = ids(&document(earns), Some(kind));
        assert!(given.contains(&id.to_owned()), "{earns}: {given:?}");
        assert_eq!(ids(&document(clean), Some(kind)), [""; 0], "{clean}");
    }
    let twice = document(&format!(
        "{},{}",
        named("a"),
        named("a").replace("Get", "Put")
    ));
    assert_eq!(ids(&twice, None), ["duplicate-sid"]);
    assert_eq!(
        ids(r#"{"Statement":[]}"#, None),
        ["no-statements", "no-version"]
    );
    let inert = document(&get.replace("\"*\"", "\"arn:aws:s3:::b/${aws:username}\""))
        .replace("2012", "2008");
    assert_eq!(ids(&inert, None), ["inert-variable"]);
}
