//! Documents made to cost: each is answered or called undecided. A search without a bound would
//! never end here; how long an answer takes is `make bench`'s to say.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use policy::{Budget, Document, Policy, Question, Trusted, Verdict, compare, expose};
use std::fmt::Write as _;

fn policy(text: &str) -> Policy {
    Policy::new(
        &Document::parse(text)
            .unwrap_or_else(|error| panic!("{error}"))
            .document,
    )
}

/// The verdict on a policy.
fn judged(text: &str) -> Verdict {
    let (policy, trusted) = (policy(text), Trusted::default());
    let exposure = expose(&Question::new("111122223333", &policy, &trusted));
    let _ = compare(&policy, &policy, &Budget::default());
    assert_ne!(exposure.doubt, Some(policy::Doubt::Disagreement));
    exposure.verdict
}

fn statements(statements: &[String]) -> String {
    format!(
        "{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}",
        statements.join(",")
    )
}

const PUBLIC: &str = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}"#;

#[test]
fn alternating_patterns() {
    let pattern = "*a".repeat(10_000);
    let action =
        format!(r#"{{"Effect":"Allow","Principal":"*","Action":"s3:{pattern}","Resource":"*"}}"#);
    judged(&statements(&[action]));
    let resource = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::{pattern}"}}"#
    );
    judged(&statements(&[
        resource.clone(),
        resource.replace("Allow", "Deny").replace("*a*a", "?a*a"),
    ]));
    let condition = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
            "Condition":{{"StringLike":{{"s3:prefix":"{pattern}"}},"StringNotLike":{{"s3:prefix":"b{pattern}"}}}}}}"#
    );
    judged(&statements(&[condition]));
}

#[test]
fn many_denials_with_many_conditions() {
    let mut all = vec![PUBLIC.to_owned()];
    for i in 0..400 {
        all.push(format!(
            r#"{{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"*","Condition":{{
                "StringEquals":{{"k{}":"v{i}","k{}":"w{i}"}},"StringNotLike":{{"k{}":"*{i}*"}}}}}}"#,
            i % 7,
            i % 5 + 10,
            i % 3 + 20,
        ));
    }
    assert!(judged(&statements(&all)) >= Verdict::Undecided);
}

#[test]
fn denials_that_leave_nothing_together() {
    // Each pair of bits is denied, so that nothing is left; a search tree of 2^20 without budget.
    let mut all = vec![PUBLIC.to_owned()];
    for i in 0..20 {
        for (a, b) in [("t", "t"), ("t", "f"), ("f", "t"), ("f", "f")] {
            all.push(format!(
                r#"{{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{{
                    "StringEqualsIfExists":{{"x{i}":"{a}"}},"StringLikeIfExists":{{"y{}":"{b}*"}}}}}}"#,
                (i + 1) % 20,
            ));
        }
    }
    judged(&statements(&all));
}

#[test]
fn intersecting_patterns() {
    let mut all = Vec::new();
    let mut conditions = String::new();
    for (i, c) in ('a'..='z').enumerate() {
        let comma = if i == 0 { "" } else { "," };
        write!(
            conditions,
            r#"{comma}"StringLike{}":{{"k":"*{c}*"}}"#,
            "IfExists".repeat(i % 2)
        )
        .unwrap();
        all.push(format!(
            r#"{{"Effect":"Deny","Principal":"*","Action":"s3:*{c}?*","Resource":"arn:aws:s3:::*{c}*{c}?"}}"#
        ));
    }
    all.push(format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{{{conditions}}}}}"#
    ));
    judged(&statements(&all));
}

#[test]
fn many_principals_accounts_and_values() {
    let accounts: Vec<String> = (0..5000)
        .map(|i| format!("\"{:012}\"", 400_000_000_000_u64 + i))
        .collect();
    let list = accounts.join(",");
    let allow = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":[{list}]}},"Action":"s3:*","Resource":"*"}}"#
    );
    assert_eq!(judged(&statements(&[allow])), Verdict::CrossAccount);
    let condition = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
            "Condition":{{"StringEquals":{{"aws:PrincipalAccount":[{list}]}}}}}}"#
    );
    assert!(judged(&statements(&[condition])) >= Verdict::CrossAccount);
}

#[test]
fn hundreds_of_accounts() {
    let (mut accounts, mut roles) = (String::new(), String::new());
    for i in 0..400 {
        let comma = if i == 0 { "" } else { "," };
        write!(accounts, "{comma}\"{:012}\"", 400_000_000_000_u64 + i).unwrap();
        write!(
            roles,
            "{comma}\"arn:aws:iam::{:012}:role/*\"",
            400_000_000_000_u64 + i
        )
        .unwrap();
    }
    let allow = |operator: &str, key: &str, values: &str| {
        PUBLIC.replace(
            "\"*\"}",
            &format!("\"*\",\"Condition\":{{\"{operator}\":{{\"{key}\":[{values}]}}}}}}"),
        )
    };
    let deny = allow("StringNotEquals", "aws:PrincipalAccount", &accounts).replace("Allow", "Deny");
    for policy in [
        vec![allow("StringEquals", "aws:PrincipalAccount", &accounts)],
        vec![allow("ArnLike", "aws:PrincipalArn", &roles)],
        vec![PUBLIC.to_owned(), deny],
    ] {
        assert_eq!(judged(&statements(&policy)), Verdict::CrossAccount);
    }
}

#[test]
fn many_variables() {
    let mut resource = "arn:aws:s3:::b".to_owned();
    for i in 0..500 {
        write!(resource, "/${{aws:PrincipalTag/t{i}}}").unwrap();
    }
    let allow =
        format!(r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"{resource}"}}"#);
    assert!(judged(&statements(&[allow])) >= Verdict::Undecided);
}

#[test]
fn thousands_of_statements() {
    let deny =
        r#"{"Effect":"Deny","Principal":{"AWS":"999999999999"},"Action":"s3:P*","Resource":"*"}"#
            .to_owned();
    let mut all = vec![deny; 2400];
    all.push(PUBLIC.to_owned());
    assert_eq!(judged(&statements(&all)), Verdict::Public);
}

#[test]
fn more_statements_than_can_be_looked_at() {
    // Each asks to be held against every other.
    let statement = |index: usize| {
        let effect = if index.is_multiple_of(2) {
            "Allow"
        } else {
            "Deny"
        };
        format!(
            r#"{{"Effect":"{effect}","Principal":{{"AWS":"{:012}"}},"Action":"s3:*","Resource":"b{index}"}}"#,
            111_122_223_333_u64 + index as u64
        )
    };
    let all: Vec<String> = (0..2_000).map(statement).collect();
    assert!(judged(&statements(&all)) >= Verdict::Undecided);
    let own = statement(0);
    assert_eq!(judged(&statements(&[own])), Verdict::Private);
}
