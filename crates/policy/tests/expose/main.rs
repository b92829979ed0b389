//! How far a policy opens a resource: one case for each thing that opens or closes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use policy::{
    AclGrant, BlockPublicAccess, Document, Exposure, Glob, KeyGrant, Origin, Outsider, Policy,
    PolicyOf, Question, Trusted, expose, is_s3_public,
};

mod callers;
mod conditions;
mod s3;
mod variables;

const OWNER: &str = "111122223333";

fn trusted() -> Trusted {
    Trusted {
        accounts: vec![
            "222233334444".into(),
            "cloudfront".into(),
            "cognito-identity.amazonaws.com".into(),
        ],
        organisations: vec!["o-mine".into()],
        organisational_units: vec!["o-other/r-1/ou-1-a".into()],
        vpcs: vec!["vpc-1".into()],
        vpc_endpoints: vec!["vpce-1".into()],
        ip_ranges: vec!["203.0.113.0/24".into()],
    }
}

fn policy(statements: &str) -> Policy {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    Policy::new(
        &Document::parse(&text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .document,
    )
}

fn judge(statements: &str) -> Exposure {
    expose(&Question::new(OWNER, &policy(statements), &trusted()))
}

fn verdict(statements: &str) -> &'static str {
    judge(statements).verdict.as_str()
}

/// An Allow of everything to a principal under conditions.
fn allow(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{{{condition}}}}}"#
    )
}

fn deny(condition: &str) -> String {
    format!(
        r#"{{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#
    )
}

#[test]
fn everyone_let_in_is_listed() {
    let exposure = judge(&format!(
        "{},{}",
        allow(
            r#"{"AWS":["333344445555","222233334444","arn:aws:iam::444455556666:role/r"]}"#,
            ""
        ),
        allow(
            r#""*""#,
            r#""StringEquals":{"aws:PrincipalOrgID":["o-a","o-mine","o-b"]}"#
        ),
    ));
    let strangers: Vec<String> = exposure
        .openings
        .iter()
        .filter(|o| o.verdict.as_str() == "cross-account")
        .map(|o| o.who.to_string())
        .collect();
    assert_eq!(
        strangers,
        [
            "account 333344445555",
            "arn:aws:iam::444455556666:role/r",
            "callers with aws:principalorgid = o-a",
            "callers with aws:principalorgid = o-b",
        ]
    );
    assert!(
        exposure
            .openings
            .iter()
            .any(|opening| opening.who == Outsider::Account("222233334444".into()))
    );
}

#[test]
fn actions_of_interest() {
    let text = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
        {"Effect":"Allow","Principal":{"AWS":"333344445555"},"NotAction":"s3:Get*","Resource":"*"}"#;
    let (policy, trusted) = (policy(text), trusted());
    for (actions, wanted) in [
        (&["s3:Get*", "s3:List*"][..], "public"),
        (&["s3:List*"], "cross-account"),
        (&["s3:Put*", "s3:Delete*"], "cross-account"),
        (&["s3:GetBucketAcl"], "private"),
    ] {
        let actions: Vec<Glob> = actions.iter().map(|action| Glob::action(action)).collect();
        let question = Question {
            actions: Some(&actions),
            service: Some("s3"),
            ..Question::new(OWNER, &policy, &trusted)
        };
        let exposure = expose(&question);
        assert_eq!(exposure.verdict.as_str(), wanted, "{actions:?}");
        if let Some(witness) = exposure.witness() {
            assert!(
                actions.iter().any(|action| action.matches(&witness.action)),
                "{witness}"
            );
        }
    }
    let elsewhere = Question {
        resource: Some("arn:aws:s3:::c"),
        ..Question::new(OWNER, &policy, &trusted)
    };
    assert_eq!(expose(&elsewhere).verdict.as_str(), "public");
}

#[test]
fn resource_control_policies_close() {
    let guard = vec![vec![policy(&deny(
        r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-mine"}"#,
    ))]];
    let (open, trusted) = (policy(&allow(r#""*""#, "")), trusted());
    let question = Question {
        resource_control: &guard,
        ..Question::new(OWNER, &open, &trusted)
    };
    assert_eq!(expose(&question).verdict.as_str(), "trusted");
}

#[test]
fn a_person_reads_why() {
    let statement = r#"{"Sid":"World","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    assert_eq!(
        judge(statement).to_string(),
        "public: anyone is let in\n  statement 0 `World` lets in anyone (public)\n    \
         for example: * does s3:GetObject on arn:aws:s3:::b/example"
    );
}

#[test]
fn a_witness_does_not_contradict_itself() {
    let queue = "arn:aws:sqs:us-east-1:444455556666:q";
    let statement = allow(r#"{"AWS":"333344445555"}"#, "").replace("arn:aws:s3:::b/*", queue);
    let exposure = judge(&statement.replace("s3:GetObject", "sqs:SendMessage"));
    assert_eq!(exposure.verdict.as_str(), "cross-account");
    let witness = exposure.witness().unwrap();
    assert_eq!(witness.resource, queue);
    assert_eq!(witness.resource_account.as_deref(), Some("444455556666"));
}
