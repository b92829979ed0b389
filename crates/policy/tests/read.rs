//! Every legal form of a document reads; what was left behind reads with a remark; what AWS
//! refuses is refused, each with its place.

#![allow(clippy::panic, reason = "a test says what is wrong by panicking")]

use policy::{Document, Effect, Principal, Selector, Severity, Version};
use std::fmt::Write as _;

fn read(text: &str) -> policy::Parsed {
    Document::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn statement(elements: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{{elements}}}]}}")
}

#[test]
fn legal_forms() {
    // IAM User Guide, "Grammar of the IAM JSON policy language": a list of one may stand bare.
    let bare = r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
    let listed = r#"{"Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]}]}"#;
    assert_eq!(read(bare).document, read(listed).document);
    assert_eq!(read(bare).document.version, None);

    let document = read(
        r#"{"Version":"2008-10-17","Id":"x","Statement":[{"Sid":"s","Effect":"Deny",
            "NotPrincipal":{"AWS":["123456789012"],"Service":"lambda.amazonaws.com",
                            "Federated":"accounts.google.com","CanonicalUser":"79a5"},
            "NotAction":"iam:*","NotResource":["a","b"],
            "Condition":{"ForAllValues:StringLikeIfExists":{"aws:TagKeys":["a*","b"]},
                         "Bool":{"aws:SecureTransport":false},
                         "NumericLessThan":{"s3:max-keys":10}}}]}"#,
    )
    .document;
    assert_eq!(document.version, Some(Version::V2008));
    let statement = &document.statements[0];
    assert_eq!(statement.effect, Effect::Deny);
    let Some(Selector::Except(principals)) = &statement.principal else {
        panic!()
    };
    assert_eq!(principals.len(), 4);
    assert_eq!(statement.action, Selector::Except(vec!["iam:*".into()]));
    assert_eq!(
        statement.resource,
        Some(Selector::Except(vec!["a".into(), "b".into()]))
    );
    let values: Vec<_> = statement
        .conditions
        .iter()
        .map(|c| c.values.join(","))
        .collect();
    assert_eq!(values, ["a*,b", "false", "10"]);
}

#[test]
fn url_encoded_documents_read_as_plain_ones() {
    // IAM API: "The policy document returned ... is URL-encoded compliant with RFC 3986".
    let plain =
        r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a b/é"}]}"#;
    let mut encoded = String::new();
    for byte in plain.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap();
        }
    }
    assert_eq!(read(&encoded).document, read(plain).document);
}

#[test]
fn what_was_left_behind_reads_with_a_remark() {
    let allow = r#""Effect":"Allow","Action":"s3:*","Resource":"*""#;
    for (elements, id) in [
        (
            format!(r#"{allow},"Principal":"arn:aws:iam::123456789012:root""#),
            "bare-principal",
        ),
        (
            format!(r#"{allow},"Principal":["123456789012"]"#),
            "bare-principal",
        ),
        (
            format!(r#"{allow},"Principal":{{"AWS":12345}}"#),
            "account-as-number",
        ),
        (
            format!(r#"{allow},"Principal":{{"AWS":"AROAJQABLZS4A3QDU576Q"}}"#),
            "deleted-principal",
        ),
        (
            format!(r#"{allow},"Principal":{{"AWS":"arn:aws:iam::1:user/*"}}"#),
            "principal-wildcard",
        ),
        (format!(r#"{allow},"Principal":{{}}"#), "empty-list"),
        (format!(r#"{allow},"Comment":"x""#), "unknown-element"),
        (
            format!(r#"{allow},"Action":"s3:GetObject""#),
            "duplicate-element",
        ),
        (format!(r#"{allow},"principal":"*""#), "element-case"),
        (
            format!(r#"{allow},"Condition":{{"StringMatches":{{"a":"b"}}}}"#),
            "operator",
        ),
        (
            format!(r#"{allow},"Condition":{{"Bool":{{"a":"b","a":"c"}}}}"#),
            "duplicate-key",
        ),
        (
            format!(r#"{allow},"Condition":{{"Bool":{{"a":[]}}}}"#),
            "empty-list",
        ),
        (r#""Effect":"Allow","Action":"s3:*""#.into(), "no-resource"),
        (
            r#""Effect":"Allow","Action":" s3:*","Resource":"*""#.into(),
            "white-space",
        ),
    ] {
        let parsed = read(&statement(&elements));
        let ids: Vec<_> = parsed.diagnostics.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(ids, [id], "{elements}");
        assert_eq!(parsed.diagnostics[0].statement, Some(0));
        assert!(parsed.diagnostics[0].severity < Severity::Error);
    }
}

#[test]
fn a_trust_policy_needs_no_resource() {
    let trust = statement(r#""Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole""#);
    assert_eq!(read(&trust).diagnostics, []);
}

#[test]
fn an_account_as_number_gets_its_zeros_back() {
    let text = statement(r#""Effect":"Allow","Principal":{"AWS":12345},"Action":"sts:AssumeRole""#);
    let principal = read(&text).document.statements[0].principal.clone();
    assert_eq!(
        principal,
        Some(Selector::Only(vec![Principal::Aws("000000012345".into())]))
    );
}

#[test]
fn what_aws_refuses_is_refused_with_its_place() {
    for (text, id, place) in [
        ("[]".to_owned(), "not-an-object", "[]"),
        ("{}".into(), "no-statement", "{}"),
        (
            "{\"Version\":\"2012\",\n\"Statement\":[]}".into(),
            "version",
            "\"2012\"",
        ),
        ("{\"Statement\":\n [1]}".into(), "not-an-object", "1]"),
        (
            statement(r#""Effect":"allow","Action":"a""#),
            "effect",
            "\"allow\"",
        ),
        (
            statement(r#""Action":"a","Resource":"*""#),
            "missing-element",
            "{\"Action",
        ),
        (
            statement(r#""Effect":"Allow","Resource":"*""#),
            "missing-element",
            "{\"Effect",
        ),
        (
            statement(r#""Effect":"Deny","Action":"a","NotAction":"b""#),
            "both-forms",
            "\"NotAction",
        ),
        (
            statement(r#""Effect":"Deny","Action":{}"#),
            "not-a-string",
            "{}",
        ),
        (
            statement(r#""Effect":"Deny","Action":"a","Principal":{"aws ":1}"#),
            "principal-kind",
            "\"aws ",
        ),
        (
            statement(r#""Effect":"Deny","Action":"a","Principal":true"#),
            "principal-kind",
            "true",
        ),
        (
            statement(r#""Effect":"Deny","Action":"a","Condition":"x""#),
            "not-an-object",
            "\"x\"",
        ),
        (
            statement(r#""Effect":"Deny","Action":"a","Condition":{"Bool":{"k":null}}"#),
            "condition-value",
            "null",
        ),
        ("{\"Statement\":[".into(), "json", ""),
    ] {
        let error = Document::parse(&text).expect_err(&text);
        let first = error
            .diagnostics
            .iter()
            .find(|d| d.severity == Severity::Error)
            .unwrap();
        assert_eq!(first.id, id, "{text}: {first}");
        let line = text.lines().nth(first.line as usize - 1).unwrap();
        let rest: String = line.chars().skip(first.column as usize - 1).collect();
        assert!(rest.starts_with(place), "{text}: {first}");
    }
    let error = Document::parse(&" ".repeat(policy::MAX_TEXT + 1)).unwrap_err();
    assert_eq!(error.diagnostics[0].id, "too-long");
}

#[test]
fn a_diagnostic_names_its_statement() {
    let text = r#"{"Statement":[{"Effect":"Allow","Action":"a","Resource":"*"},
        {"Sid":"Second","Effect":"ALLOW","Action":"a","Resource":"*"}]}"#;
    let error = Document::parse(text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2:34: statement `Second`: `ALLOW` is no effect; AWS tells upper from lower case here \
         (effect); write `Allow` or `Deny`"
    );
}

#[test]
fn serde_takes_objects_and_strings() {
    let plain = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let object: Document = serde_json::from_str(plain).unwrap();
    let string: Document = serde_json::from_str(&serde_json::to_string(plain).unwrap()).unwrap();
    assert_eq!(object, string);
    let again: Document = serde_json::from_str(&serde_json::to_string(&object).unwrap()).unwrap();
    assert_eq!(again, object);
    let refused = serde_json::from_str::<Document>("{\"Statement\":[{\"Effect\":1}]}").unwrap_err();
    assert!(refused.to_string().contains("no effect"), "{refused}");
}
