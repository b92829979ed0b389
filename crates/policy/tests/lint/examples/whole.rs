//! Examples that are refused, and examples about whole statements.

use super::Example;
use crate::document;
use policy::DocumentKind;
use policy::DocumentKind::{Managed, ResourceControl};

pub fn examples() -> Vec<Example> {
    let statement = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
    let with = |from: &str, to: &str| document(&statement.replace(from, to));
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;
    let guard = |from: &str, to: &str| document(&deny.replace(from, to));
    let named = statement.replace("{\"Eff", "{\"Sid\":\"a\",\"Eff");
    let long = format!(
        r#""Resource":[{}"*"]"#,
        r#""arn:aws:s3:::bucket/*","#.repeat(300)
    );
    vec![
        ("json", "{".into(), Managed),
        (
            "version",
            document(statement).replace("2012", "2013"),
            Managed,
        ),
        (
            "no-statement",
            r#"{"Version":"2012-10-17"}"#.into(),
            Managed,
        ),
        ("effect", with("Allow", "allow"), Managed),
        (
            "missing-element",
            with(r#""Action":"s3:GetObject","#, ""),
            Managed,
        ),
        ("missing-element", with(r#""Effect":"Allow","#, ""), Managed),
        ("no-resource", with(r#","Resource":"*""#, ""), Managed),
        (
            "unknown-element",
            with("{\"Eff", "{\"Efect\":\"\",\"Eff"),
            Managed,
        ),
        ("not-a-string", with(r#""s3:GetObject""#, "{}"), Managed),
        (
            "condition-value",
            with(
                "\"}",
                r#"","Condition":{"StringEquals":{"aws:SourceVpc":{}}}}"#,
            ),
            Managed,
        ),
        (
            "both-forms",
            with("{\"Eff", "{\"NotAction\":\"s3:*\",\"Eff"),
            Managed,
        ),
        (
            "duplicate-sid",
            document(&format!("{named},{}", named.replace("Get", "Put"))),
            Managed,
        ),
        (
            "sid-form",
            document(&named.replace("\"a\"", "\"a b\"")),
            Managed,
        ),
        (
            "inert-variable",
            with("\"*\"", r#""arn:aws:s3:::b/${aws:username}""#).replace("2012", "2008"),
            Managed,
        ),
        ("over-limit", with(r#""Resource":"*""#, &long), Managed),
        (
            "over-limit",
            with(r#""Resource":"*""#, &long),
            DocumentKind::UserInline,
        ),
        ("only-deny", guard("Deny", "Allow"), ResourceControl),
        (
            "everyone-only",
            guard(r#""*","Action"#, r#"{"AWS":"111122223333"},"Action"#),
            ResourceControl,
        ),
        (
            "not-action-in-rcp",
            guard("Action", "NotAction"),
            ResourceControl,
        ),
        ("service-needed", guard("s3:*", "*"), ResourceControl),
        ("not-action", with("Action", "NotAction"), Managed),
        (
            "not-resource",
            with(r#"Resource":"*"#, r#"NotResource":"arn:aws:s3:::b/*"#),
            Managed,
        ),
        (
            "unknown-arn-service",
            with("\"*\"", r#""arn:aws:s3x:::b""#),
            Managed,
        ),
    ]
}
