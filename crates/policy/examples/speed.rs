//! How long the engine takes: `cargo run --release -p policy --example speed`, or `make bench`.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use policy::{
    Budget, Caller, Context, Document, Policies, Policy, Question, Request, Trusted, authorize,
    compare, expose, lint,
};
use std::hint::black_box;
use std::time::{Duration, Instant};

const TLS_AND_ACCOUNT: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
     "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    {"Sid": "Partner", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222233334444:root"},
     "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]},
    {"Sid": "Logs", "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject",
     "Resource": "arn:aws:s3:::b/logs/*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}"#;

const PERIMETER: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"},
    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
     "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-mine"},
                   "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}},
    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
     "Condition": {"NotIpAddressIfExists": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]},
                   "StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"}, "BoolIfExists": {"aws:ViaAWSService": "false"}}}]}"#;

const PUBLIC: &str = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::b/*"}}"#;

fn main() {
    println!(
        "| a policy | read | prepare | evaluate | expose | compare | lint |\n|---|---|---|---|---|---|---|"
    );
    for (name, text) in [
        ("public", PUBLIC),
        ("tls and account", TLS_AND_ACCOUNT),
        ("perimeter", PERIMETER),
    ] {
        ordinary(name, text);
    }
    println!("\n| a hostile policy | expose | verdict |\n|---|---|---|");
    for (name, statements) in hostile() {
        let policy = prepare(&format!("{{\"Statement\":[{statements}]}}"));
        let trusted = Trusted::default();
        let question = Question::new("111122223333", &policy, &trusted);
        println!(
            "| {name} | {} | {} |",
            mean(|| expose(&question)),
            expose(&question).verdict.as_str()
        );
    }
}

fn ordinary(name: &str, text: &str) {
    let document = Document::parse(text)
        .unwrap_or_else(|error| unreachable!("{error}"))
        .document;
    let policy = Policy::new(&document);
    let trusted = Trusted {
        organisations: vec!["o-mine".into()],
        ..Trusted::default()
    };
    let question = Question {
        service: Some("s3"),
        ..Question::new("111122223333", &policy, &trusted)
    };
    let request = request();
    let policies = Policies {
        resource: Some(&policy),
        ..Policies::default()
    };
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} |",
        mean(|| Document::parse(black_box(text))),
        mean(|| Policy::new(black_box(&document))),
        mean(|| authorize(black_box(&request), &policies)),
        mean(|| expose(black_box(&question))),
        mean(|| compare(&policy, black_box(&policy), &Budget::default())),
        mean(|| lint(black_box(text), None)),
    );
}

/// Statements made to cost.
fn hostile() -> [(&'static str, String); 3] {
    let statement = |effect: &str, action: &str, resource: &str, condition: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":"*","Action":"{action}","Resource":"{resource}","Condition":{{{condition}}}}}"#
        )
    };
    let pattern = "*a".repeat(10_000);
    let alternating = [
        statement("Allow", &format!("s3:{pattern}"), "*", ""),
        statement("Deny", "s3:*", &format!("arn:aws:s3:::?{pattern}"), ""),
    ];
    let pairs = (0..20).flat_map(|i| {
        let (one, next) = (format!("x{i}"), format!("y{}", (i + 1) % 20));
        [("t", "t"), ("t", "f"), ("f", "t"), ("f", "f")].map(|(a, b)| {
            let condition = format!(
                r#""StringEqualsIfExists":{{"{one}":"{a}"}},"StringLikeIfExists":{{"{next}":"{b}*"}}"#
            );
            statement("Deny", "*", "*", &condition)
        })
    });
    let open = [statement("Allow", "s3:GetObject", "*", "")];
    let accounts = (0..1_300)
        .map(|i| format!("\"{:012}\"", 400_000_000_000_u64 + i))
        .collect::<Vec<_>>();
    let many = format!(
        r#""StringEquals":{{"aws:PrincipalAccount":[{}]}}"#,
        accounts.join(",")
    );
    [
        ("10,000 alternating `*a`", alternating.join(",")),
        (
            "80 denials of pairs",
            open.into_iter().chain(pairs).collect::<Vec<_>>().join(","),
        ),
        ("1,300 accounts", statement("Allow", "s3:*", "*", &many)),
    ]
}

fn prepare(text: &str) -> Policy {
    Policy::new(
        &Document::parse(text)
            .unwrap_or_else(|error| unreachable!("{error}"))
            .document,
    )
}

fn request() -> Request {
    Request {
        caller: Caller::parse("arn:aws:iam::222233334444:role/app"),
        action: "s3:GetObject".into(),
        resource: "arn:aws:s3:::b/key".into(),
        resource_account: Some("111122223333".into()),
        context: [("aws:SecureTransport", "true")]
            .into_iter()
            .collect::<Context>(),
    }
}

/// The mean time of a call.
fn mean<T>(call: impl Fn() -> T) -> String {
    let begun = Instant::now();
    let mut calls = 0_u32;
    while begun.elapsed() < Duration::from_millis(200) {
        black_box(call());
        calls += 1;
    }
    let mean = begun.elapsed() / calls;
    if mean < Duration::from_millis(1) {
        format!("{:.1} µs", mean.as_secs_f64() * 1e6)
    } else {
        format!("{:.1} ms", mean.as_secs_f64() * 1e3)
    }
}
