//! How long the engine takes: `cargo run --release -p policy --example speed`.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use policy::{
    Budget, Caller, Context, Document, Policies, Policy, Question, Request, Trusted, authorize, compare,
    expose,
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
    for (name, text) in [("public", PUBLIC), ("tls and account", TLS_AND_ACCOUNT), ("perimeter", PERIMETER)] {
        let document = Document::parse(text).unwrap_or_else(|error| unreachable!("{error}")).document;
        let policy = Policy::new(&document);
        let trusted = Trusted { organisations: vec!["o-mine".into()], ..Trusted::default() };
        let question = Question { service: Some("s3"), ..Question::new("111122223333", &policy, &trusted) };
        println!("{name}");
        report("parse", || Document::parse(black_box(text)));
        report("prepare", || Policy::new(black_box(&document)));
        let request = request();
        let policies = Policies { resource: Some(&policy), ..Policies::default() };
        report("evaluate", || authorize(black_box(&request), &policies));
        report("expose", || expose(black_box(&question)));
        report("compare", || compare(&policy, black_box(&policy), &Budget::default()));
    }
}

fn request() -> Request {
    Request {
        caller: Caller::parse("arn:aws:iam::222233334444:role/app"),
        action: "s3:GetObject".into(),
        resource: "arn:aws:s3:::b/key".into(),
        resource_account: Some("111122223333".into()),
        context: [("aws:SecureTransport", "true")].into_iter().collect::<Context>(),
    }
}

/// Prints the mean time of a call.
fn report<T>(what: &str, call: impl Fn() -> T) {
    let begun = Instant::now();
    let mut calls = 0_u32;
    while begun.elapsed() < Duration::from_millis(200) {
        black_box(call());
        calls += 1;
    }
    println!("  {what:10} {:?}", begun.elapsed() / calls);
}
