//! Remarks on documents: each with a document that earns it, and its nearest neighbour that does
//! not.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test says what is wrong by panicking"
)]

use policy::{Diagnostic, Document, DocumentKind, Severity, lint, lint_document};

mod aws;
mod examples;
mod keys;
mod meaning;
mod names;
mod principals;

fn document(statements: &str) -> String {
    format!("{{\"Version\":\"2012-10-17\",\n\"Statement\":[\n{statements}]}}")
}

/// An Allow of these elements on everything.
fn allow(action: &str, rest: &str) -> String {
    let resource = if rest.contains(r#"Resource":"#) {
        ""
    } else {
        r#","Resource":"*""#
    };
    format!(r#"{{"Effect":"Allow","Action":{action}{resource}{rest}}}"#)
}

/// An Allow of `s3:GetObject` under a condition.
fn when(condition: &str) -> String {
    allow(
        r#""s3:GetObject""#,
        &format!(r#","Condition":{{{condition}}}"#),
    )
}

fn remarks(text: &str, kind: Option<DocumentKind>) -> Vec<Diagnostic> {
    lint(text, kind)
}

fn ids(text: &str, kind: Option<DocumentKind>) -> Vec<String> {
    remarks(text, kind)
        .into_iter()
        .map(|remark| remark.id)
        .collect()
}

/// Asserts that the first document of each row earns just the remark named, and the second none.
fn table(rows: &[(&str, String, String)], kind: Option<DocumentKind>) {
    for (id, earns, clean) in rows {
        assert_eq!(ids(&document(earns), kind), [*id], "{earns}");
        assert_eq!(ids(&document(clean), kind), [""; 0], "{clean}");
    }
}

#[test]
fn length_is_that_of_the_kind() {
    // IAM User Guide, "IAM and AWS STS quotas": white space does not count.
    let names: Vec<String> = (0..150)
        .map(|at| format!("\"arn:aws:s3:::bucket-{at:03}/*\""))
        .collect();
    let text = document(&allow(
        r#""s3:GetObject""#,
        &format!(r#","Resource":[{}]"#, names.join(",\n     ")),
    ));
    let over = |kind| ids(&text, Some(kind)).contains(&"over-limit".to_owned());
    assert!(
        over(DocumentKind::UserInline) && over(DocumentKind::Session) && over(DocumentKind::Trust)
    );
    assert!(!over(DocumentKind::Managed) && !over(DocumentKind::RoleInline));
    let spacious = text.replace("     ", &" ".repeat(500));
    assert_eq!(ids(&spacious, Some(DocumentKind::Managed)), [""; 0]);
    assert!(ids(&spacious, Some(DocumentKind::Bucket)).contains(&"over-limit".to_owned()));
}

#[test]
fn remarks_say_where_and_what_to_do() {
    let text = document(
        &allow(r#"["s3:GetObject","s3:GetObjekt"]"#, "")
            .replace("{\"Eff", "{\"Sid\":\"Read\",\"Eff"),
    );
    let [remark] = remarks(&text, None).try_into().unwrap();
    assert_eq!(
        (remark.line, remark.column, remark.statement),
        (3, 57, Some(0))
    );
    assert_eq!(
        (remark.sid.as_deref(), remark.severity),
        (Some("Read"), Severity::Error)
    );
    assert!(
        remark
            .message
            .starts_with("action `s3:GetObjekt` is unknown to the catalogue of "),
        "{remark}"
    );
    assert!(!remark.remedy.is_empty());
    let document = Document::parse(&text).unwrap().document;
    let [without] = lint_document(&document, None).try_into().unwrap();
    assert_eq!(
        without,
        Diagnostic {
            line: 0,
            column: 0,
            ..remark
        }
    );
    let [refused] = remarks("{", None).try_into().unwrap();
    assert_eq!(
        (refused.id.as_str(), refused.severity),
        ("json", Severity::Error)
    );
}

#[test]
fn hostile_documents_are_answered() {
    let pattern = format!("s3:{}", "*a".repeat(10_000));
    let listed: Vec<String> = (0..2_000).map(|at| format!("\"s3:*{at}*\"")).collect();
    let many: Vec<String> = (0..1_500)
        .map(|at| when(&format!(r#""StringLike":{{"aws:UserAgent":"*{at}*"}}"#)))
        .collect();
    for statements in [
        allow(&format!("\"{pattern}\""), ""),
        allow(&format!("[{}]", listed.join(",")), ""),
        many.join(","),
    ] {
        assert!(!remarks(&document(&statements), None).is_empty());
    }
}
