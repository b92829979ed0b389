//! AWS's rules of evaluation, one case each, with the page that states the rule.

#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test says what is wrong by panicking"
)]

use policy::{Caller, Context, Document, Policies, Policy, Request, authorize};

mod accounts;
mod everyone;
mod keys;
mod organisations;
mod readings;
mod sets;
mod special;

/// The policies of a case, as statements without the document around them.
#[derive(Default)]
struct Case {
    identity: &'static str,
    resource: &'static str,
    boundary: &'static str,
    session: &'static str,
    /// One policy per level; `-` is a level without policies.
    service_control: &'static [&'static str],
    resource_control: &'static [&'static str],
    endpoint: &'static str,
}

const USER: &str = "arn:aws:iam::111122223333:user/Bob";
const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/s1";
const FOREIGN: &str = "arn:aws:iam::444455556666:user/Ann";
const OBJECT: &str = "arn:aws:s3:::bucket/key";
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/k";
const TRUSTING: &str = "arn:aws:iam::111122223333:role/target";

const ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
const GUARD: &str = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;
const EC2: &str = r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#;
const DENY: &str = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#;
const TO_USER: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/Bob"},"Action":"*","Resource":"*"}"#;
const TO_ROLE: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app"},"Action":"*","Resource":"*"}"#;
const TO_SESSION: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/app/s1"},"Action":"*","Resource":"*"}"#;
const TO_ACCOUNT: &str =
    r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}"#;
const TO_FOREIGN_ACCOUNT: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"*","Resource":"*"}"#;
const TO_FOREIGN: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/Ann"},"Action":"*","Resource":"*"}"#;
const TO_ALL: &str = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;

fn document(statements: &str) -> Document {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    Document::parse(&text).unwrap().document
}

fn decide(
    caller: &str,
    action: &str,
    resource: &str,
    context: &[(&str, &str)],
    case: &Case,
) -> &'static str {
    let one = |statements: &str| -> Vec<Policy> {
        if statements.is_empty() || statements == "-" {
            vec![]
        } else {
            vec![Policy::new(&document(statements))]
        }
    };
    let levels = |levels: &[&str]| levels.iter().map(|level| one(level)).collect::<Vec<_>>();
    let (identity, own, boundary, session) = (
        one(case.identity),
        one(case.resource),
        one(case.boundary),
        one(case.session),
    );
    let (service, guard, endpoint) = (
        levels(case.service_control),
        levels(case.resource_control),
        one(case.endpoint),
    );
    let policies = Policies {
        identity: identity.iter().collect(),
        resource: own.first(),
        boundaries: boundary.iter().collect(),
        session: session.iter().collect(),
        service_control: service.iter().map(|level| level.iter().collect()).collect(),
        resource_control: guard.iter().map(|level| level.iter().collect()).collect(),
        endpoint: endpoint.iter().collect(),
        management_account: Some("999900001111"),
    };
    let request = Request {
        caller: Caller::parse(caller),
        action: action.into(),
        resource: resource.into(),
        resource_account: Some("111122223333".into()),
        context: context.iter().copied().collect::<Context>(),
    };
    authorize(&request, &policies).outcome.as_str()
}

const ALLOWED: &str = "allowed";
const IMPLICIT: &str = "implicitly-denied";
const EXPLICIT: &str = "explicitly-denied";
