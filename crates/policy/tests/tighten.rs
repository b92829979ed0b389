//! What goes and what stays when a policy is tightened.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod common;

use common::{identity_policy, request};
use policy::{
    Budget, Comparison, Document, Policies, Policy, Request, ServiceUsage, Usage, authorize,
    compare, tighten,
};
use proptest::prelude::*;

/// Usage as one line a service: `s3 used GetObject -PutObject`, or `ec2 unused`.
fn usage(lines: &[&str]) -> Usage {
    let service = |line: &&str| {
        let mut words = line.split(' ');
        let (name, used) = (words.next().unwrap(), words.next().unwrap() == "used");
        let action = |word: &str| {
            (
                word.trim_start_matches('-').to_owned(),
                !word.starts_with('-'),
            )
        };
        (
            name.to_owned(),
            ServiceUsage {
                used,
                actions: words.map(action).collect(),
            },
        )
    };
    Usage {
        services: lines.iter().map(service).collect(),
    }
}

fn document(element: &str, actions: &str) -> Document {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","{element}":{actions},"Resource":"*"}}}}"#
    );
    Document::parse(&text).unwrap().document
}

fn remaining(document: &Document, usage: &Usage) -> Vec<String> {
    let tightened = tighten(document, usage).document;
    tightened
        .statements
        .iter()
        .flat_map(|statement| statement.action.listed().to_vec())
        .collect()
}

#[test]
fn what_is_tracked_and_unused_goes() {
    for (actions, lines, wanted) in [
        (
            r#"["s3:GetObject","ec2:RunInstances"]"#,
            &["s3 used", "ec2 unused"][..],
            &["s3:GetObject"][..],
        ),
        // A service that AWS does not tell of stays.
        (r#"["s3:*","ec2:*"]"#, &["ec2 unused"], &["s3:*"]),
        // Nor does an action go that is not tracked by itself.
        (r#""sns:*""#, &["sns used"], &["sns:*"]),
        (
            r#"["sqs:SendMessage","sqs:PurgeQueue"]"#,
            &["sqs used SendMessage -PurgeQueue"],
            &["sqs:SendMessage"],
        ),
        (
            r#""sqs:*Message""#,
            &["sqs used SendMessage -ReceiveMessage"],
            &["sqs:DeleteMessage", "sqs:SendMessage"],
        ),
        // Passing a role leaves no trace.
        (r#""iam:*""#, &["iam unused"], &["iam:PassRole"]),
        (
            r#"["Lambda:invokefunction"]"#,
            &["lambda used InvokeFunction"],
            &["Lambda:invokefunction"],
        ),
        // What the catalogue does not know stays, where its service was used.
        (
            r#"["s3:Zap","ec2:Zap"]"#,
            &["s3 used", "ec2 unused"],
            &["s3:Zap", "ec2:Zap"],
        ),
        (
            r#""s3:Zap*""#,
            &["s3 used -ZapObject ZapBucket"],
            &["s3:ZapBucket"],
        ),
    ] {
        let document = document("Action", actions);
        assert_eq!(remaining(&document, &usage(lines)), wanted, "{actions}");
    }
}

#[test]
fn what_stays_is_told_by_how_it_begins() {
    let lines = ["sts used -GetFederationToken -GetSessionToken"];
    let left = remaining(&document("Action", r#""sts:*""#), &usage(&lines));
    let covers = |action: &str| {
        left.iter()
            .any(|left| policy::Glob::action(left).matches(action))
    };
    for (action, wanted) in [
        ("sts:AssumeRole", true),
        ("sts:GetCallerIdentity", true),
        ("sts:GetSessionToken", false),
        ("sts:GetFederationToken", false),
        // No catalogue has these.
        ("sts:AssumeZap", true),
        ("sts:GetCallerZap", true),
    ] {
        assert_eq!(covers(action), wanted, "{action} {left:?}");
    }
    assert!(left.len() < 10, "{left:?}");
}

#[test]
fn everything_but_is_told_by_exception() {
    let document = document("NotAction", r#"["organizations:*","ec2:*"]"#);
    let left = remaining(
        &document,
        &usage(&[
            "s3 unused",
            "ec2 unused",
            "sqs used SendMessage -PurgeQueue",
        ]),
    );
    assert_eq!(left, ["organizations:*", "ec2:*", "s3:*", "sqs:PurgeQueue"]);
}

#[test]
fn denials_and_the_rest_of_a_statement_stay() {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Gone","Effect":"Allow","Action":"ec2:*","Resource":"*"},
        {"Sid":"Guard","Effect":"Deny","Action":"ec2:*","Resource":"*"},
        {"Sid":"Kept","Effect":"Allow","Action":["s3:GetObject","ec2:RunInstances"],
         "Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#;
    let document = Document::parse(text).unwrap().document;
    let tightened = tighten(&document, &usage(&["ec2 unused"]));
    let [guard, kept] = tightened.document.statements.as_slice() else {
        unreachable!("{}", tightened.document)
    };
    assert_eq!(Some(guard), document.statements.get(1));
    assert_eq!((&kept.resource, &kept.conditions), {
        let before = document.statements.get(2).unwrap();
        (&before.resource, &before.conditions)
    });
    assert_eq!(tightened.unknown, ["s3:GetObject"]);
    assert_eq!(
        tightened.to_string(),
        "statement 0 `Gone`\n- ec2:*\nstatement 2 `Kept`\n- ec2:RunInstances\n\
         kept, since AWS does not track it: s3:GetObject"
    );
}

/// Usage of the services that the vocabulary speaks of.
fn any_usage() -> impl Strategy<Value = Usage> {
    let action = prop::sample::select(vec![
        "GetObject",
        "PutObject",
        "ListBucket",
        "SendMessage",
        "PurgeQueue",
    ]);
    let actions = prop::collection::btree_map(action.prop_map(str::to_owned), any::<bool>(), 0..4);
    let service =
        (any::<bool>(), actions).prop_map(|(used, actions)| ServiceUsage { used, actions });
    let name = prop::sample::select(vec!["s3", "sqs", "S3", "iam", "zap"]).prop_map(str::to_owned);
    prop::collection::btree_map(name, service, 0..4).prop_map(|services| Usage { services })
}

/// Whether an action is tracked and was not used, by the obvious reading.
fn is_unused(usage: &Usage, action: &str) -> bool {
    let (service, name) = action.split_once(':').unwrap_or_default();
    // Of a service that stands there in two spellings the later counts, as in any map by one spelling.
    let Some((_, record)) = usage
        .services
        .iter()
        .rfind(|(prefix, _)| prefix.eq_ignore_ascii_case(service))
    else {
        return false;
    };
    let action_record = record
        .actions
        .iter()
        .find(|(listed, _)| listed.eq_ignore_ascii_case(name));
    let used = record.used || record.actions.values().any(|used| *used);
    action_record.map_or(!used, |(_, used)| !used) && !action.eq_ignore_ascii_case("iam:PassRole")
}

fn allows(document: &Document, request: &Request) -> bool {
    let policy = Policy::new(document);
    authorize(
        request,
        &Policies {
            identity: vec![&policy],
            ..Policies::default()
        },
    )
    .is_allowed()
}

mod properties_of_tightening {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(300))]

        /// The result allows nothing beyond the original, and all of it but what was not used.
        #[test]
        fn only_the_unused_goes(
            document in identity_policy(),
            usage in any_usage(),
            requests in prop::collection::vec(request(), 30),
        ) {
            let tightened = tighten(&document, &usage);
            let (less, more) = (Policy::new(&tightened.document), Policy::new(&document));
            let beyond = compare(&less, &more, &Budget::default());
            prop_assert!(!matches!(beyond, Comparison::Something { .. }), "{}\n{}", document, tightened.document);
            for request in requests.iter().filter(|request| policy::catalogue::action(&request.action).is_ok()) {
                if allows(&document, request) && !is_unused(&usage, &request.action) {
                    prop_assert!(allows(&tightened.document, request), "{}\n{}\n{}", document, tightened.document, request);
                }
            }
            let again = tighten(&tightened.document, &usage);
            prop_assert_eq!(again.document, tightened.document);
        }
    }
}
