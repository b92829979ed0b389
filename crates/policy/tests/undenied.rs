//! Whether every request of some sort is denied; which addresses a policy means in particular;
//! a policy under circumstances that are known.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use policy::{
    Context, Document, Policy, Possibility, Question, Trusted, Verdict, expose,
    particular_addresses, undenied,
};

const OWNER: &str = "111122223333";

fn policy(statements: &str) -> Policy {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    Policy::new(
        &Document::parse(&text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .document,
    )
}

/// Whether some request without TLS to a bucket escapes these statements.
fn plain(statements: &str) -> bool {
    let statement = r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}"#;
    let comma = if statements.is_empty() { "" } else { "," };
    let without_tls = Context::from_iter([("aws:SecureTransport", "false")]);
    let policy = policy(&format!("{statement}{comma}{statements}")).given(&without_tls);
    let trusted = Trusted::default();
    let question = Question {
        resource: Some("arn:aws:s3:::b"),
        ..Question::new(OWNER, &policy, &trusted)
    };
    match undenied(&question) {
        Possibility::By(_) => true,
        Possibility::Never => false,
        Possibility::Undecided => panic!("undecided: {statements}"),
    }
}

const BOTH: &str = r#"["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#;

fn deny(principal: &str, action: &str, resource: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Deny",{principal},"Action":{action},"Resource":{resource},"Condition":{{{condition}}}}}"#
    )
}

const ALL: &str = r#""Principal":"*""#;
const PLAIN: &str = r#""Bool":{"aws:SecureTransport":"false"}"#;

#[test]
fn every_plain_request_is_denied() {
    for condition in [
        PLAIN,
        r#""BoolIfExists":{"aws:SecureTransport":"false"}"#,
        r#""Bool":{"AWS:securetransport":["false"]}"#,
        r#""StringEquals":{"aws:SecureTransport":"false"}"#,
        r#""StringNotEquals":{"aws:SecureTransport":"true"}"#,
    ] {
        for action in [r#""s3:*""#, r#""*""#, r#"["s3:*"]"#] {
            assert!(
                !plain(&deny(ALL, action, BOTH, condition)),
                "{action} {condition}"
            );
        }
    }
    assert!(!plain(&deny(
        r#""Principal":{"AWS":"*"}"#,
        r#""s3:*""#,
        BOTH,
        PLAIN
    )));
    assert!(!plain(&deny(ALL, r#""s3:*""#, r#""*""#, PLAIN)));
    assert!(!plain(&deny(
        ALL,
        r#""s3:*""#,
        r#""arn:aws:s3:::b*""#,
        PLAIN
    )));
    let halves = [r#""arn:aws:s3:::b""#, r#""arn:aws:s3:::b/*""#]
        .map(|half| deny(ALL, r#""s3:*""#, half, PLAIN));
    assert!(
        !plain(&halves.join(",")),
        "one statement each for bucket and objects"
    );
}

#[test]
fn some_plain_request_escapes() {
    for (what, denial) in [
        ("nothing is denied", String::new()),
        ("one action", deny(ALL, r#""s3:GetObject""#, BOTH, PLAIN)),
        (
            "objects alone",
            deny(ALL, r#""s3:*""#, r#""arn:aws:s3:::b/*""#, PLAIN),
        ),
        (
            "the bucket alone",
            deny(ALL, r#""s3:*""#, r#""arn:aws:s3:::b""#, PLAIN),
        ),
        (
            "another bucket",
            deny(ALL, r#""s3:*""#, r#""arn:aws:s3:::c/*""#, PLAIN),
        ),
        (
            "one account",
            deny(
                r#""Principal":{"AWS":"444455556666"}"#,
                r#""s3:*""#,
                BOTH,
                PLAIN,
            ),
        ),
        (
            "all but the owner's principals",
            deny(
                ALL,
                r#""s3:*""#,
                BOTH,
                r#""Bool":{"aws:SecureTransport":"false"},"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#,
            ),
        ),
        (
            "all but one role",
            deny(
                r#""NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/old"}"#,
                r#""s3:*""#,
                BOTH,
                PLAIN,
            ),
        ),
        (
            "requests with TLS",
            deny(
                ALL,
                r#""s3:*""#,
                BOTH,
                r#""Bool":{"aws:SecureTransport":"true"}"#,
            ),
        ),
        (
            "old TLS",
            deny(
                ALL,
                r#""s3:*""#,
                BOTH,
                r#""NumericLessThan":{"s3:TlsVersion":"1.2"}"#,
            ),
        ),
        (
            "from one network",
            deny(
                ALL,
                r#""s3:*""#,
                BOTH,
                r#""Bool":{"aws:SecureTransport":"false"},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#,
            ),
        ),
    ] {
        assert!(plain(&denial), "{what}");
    }
}

#[test]
fn addresses_that_are_meant() {
    let by = |effect: &str, operator: &str, ranges: &str| {
        let text = format!(
            r#"{{"Effect":"{effect}","Principal":"*","Action":"*","Resource":"*","Condition":{{"{operator}":{{"aws:SourceIp":{ranges}}}}}}}"#
        );
        particular_addresses(&policy(&text))
    };
    assert_eq!(
        by("Allow", "IpAddress", r#"["203.0.113.0/24","198.51.100.7"]"#),
        ["198.51.100.7", "203.0.113.0/24"]
    );
    assert_eq!(
        by("Deny", "NotIpAddress", r#""203.0.113.0/24""#),
        ["203.0.113.0/24"]
    );
    for (effect, operator, ranges) in [
        ("Allow", "NotIpAddress", r#""203.0.113.0/24""#),
        ("Deny", "IpAddress", r#""203.0.113.0/24""#),
        ("Allow", "IpAddress", r#""0.0.0.0/0""#),
        ("Allow", "IpAddress", r#"["0.0.0.0/1","128.0.0.0/1"]"#),
        ("Allow", "IpAddress", r#"["8.0.0.0/8","9.0.0.0/8"]"#),
    ] {
        assert_eq!(
            by(effect, operator, ranges),
            [""; 0],
            "{effect} {operator} {ranges}"
        );
    }
}

#[test]
fn what_is_known_of_all_requests() {
    let by_point = r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
        "Condition":{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}}"#;
    let policy = policy(by_point);
    let verdict = |policy: &Policy| {
        let trusted = Trusted::default();
        expose(&Question::new(OWNER, policy, &trusted)).verdict
    };
    let by = |account: &str| Context::from_iter([("s3:DataAccessPointAccount", account)]);
    assert_eq!(
        verdict(&policy),
        Verdict::Private,
        "by an access point of the owner's"
    );
    assert_eq!(
        verdict(&policy.given(&by(OWNER))),
        Verdict::Public,
        "what the access point lets through"
    );
    assert_eq!(
        verdict(&policy.given(&by("444455556666"))),
        Verdict::Private
    );
}
