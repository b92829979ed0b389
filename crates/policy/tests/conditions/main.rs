//! Condition operators and policy variables, one case each.
//!
//! AWS: IAM User Guide, "Condition operators", "Single-valued vs. multivalued context keys",
//! "IAM policy elements: Variables and tags".

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod rows;

use policy::{Caller, Context, Document, Policies, Policy, Request, authorize};

use rows::ROWS;

fn allows(version: &str, resource: &str, condition: &str, values: Option<&[&str]>) -> bool {
    let text = format!(
        r#"{{"Version":"{version}","Statement":{{"Effect":"Allow","Action":"*","Resource":"{resource}","Condition":{condition}}}}}"#
    );
    let policy = Policy::new(&Document::parse(&text).unwrap().document);
    let mut context = Context::default();
    if let Some(values) = values {
        context.set(
            "K",
            values.iter().map(|value| (*value).to_owned()).collect(),
        );
    }
    let request = Request {
        caller: Caller::parse("arn:aws:iam::111122223333:user/Bob"),
        action: "s3:GetObject".into(),
        resource: "arn:aws:s3:::b/Bob/x".into(),
        resource_account: Some("111122223333".into()),
        context,
    };
    authorize(
        &request,
        &Policies {
            identity: vec![&policy],
            ..Policies::default()
        },
    )
    .is_allowed()
}

fn holds(operator: &str, policy: &str, values: Option<&[&str]>) -> bool {
    allows(
        "2012-10-17",
        "*",
        &format!(r#"{{"{operator}":{{"k":{policy}}}}}"#),
        values,
    )
}

#[test]
fn operators() {
    for (operator, policy, value, wanted) in ROWS {
        assert_eq!(
            holds(operator, policy, Some(&[value])),
            *wanted,
            "{operator} {policy} {value}"
        );
    }
}

#[test]
fn a_missing_key() {
    for (operator, wanted) in [
        ("StringEquals", false),
        ("StringNotEquals", true),
        ("NumericLessThan", false),
        ("NotIpAddress", true),
        ("ArnNotLike", true),
        ("Bool", false),
        ("StringEqualsIfExists", true),
        ("StringNotEqualsIfExists", true),
        ("NumericLessThanIfExists", true),
        ("ForAllValues:StringEquals", true),
        ("ForAnyValue:StringEquals", false),
        ("ForAnyValue:StringNotEquals", false),
        ("ForAnyValue:StringEqualsIfExists", true),
    ] {
        assert_eq!(holds(operator, r#""true""#, None), wanted, "{operator}");
        // No value is as no key.
        assert_eq!(
            holds(operator, r#""true""#, Some(&[])),
            wanted,
            "{operator}"
        );
    }
    assert!(holds("Null", r#""true""#, None));
    assert!(!holds("Null", r#""false""#, None));
}

#[test]
fn several_values() {
    for (operator, values, wanted) in [
        ("ForAllValues:StringEquals", &["a", "b"][..], true),
        ("ForAllValues:StringEquals", &["a", "c"], false),
        // "... or if the context key value resolves to a null dataset, such as an empty string".
        ("ForAllValues:StringEquals", &[""], true),
        ("ForAnyValue:StringEquals", &[""], false),
        ("StringEquals", &[""], false),
        ("ForAnyValue:StringEquals", &["c", "b"], true),
        ("ForAnyValue:StringEquals", &["c", "d"], false),
        ("ForAllValues:StringNotEquals", &["c", "d"], true),
        ("ForAllValues:StringNotEquals", &["c", "a"], false),
        ("ForAnyValue:StringNotEquals", &["c", "a"], true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], false),
        ("StringEquals", &["c", "a"], true),
        ("StringNotEquals", &["c", "a"], false),
    ] {
        assert_eq!(
            holds(operator, r#"["a","b"]"#, Some(values)),
            wanted,
            "{operator} {values:?}"
        );
    }
}

#[test]
fn operators_and_keys_are_anded() {
    let both =
        r#"{"StringEquals":{"k":"a","aws:username":"Bob"},"Bool":{"aws:ViaAWSService":"false"}}"#;
    assert!(allows("2012-10-17", "*", both, Some(&["a"])));
    assert!(!allows(
        "2012-10-17",
        "*",
        &both.replace("Bob", "Ann"),
        Some(&["a"])
    ));
}

#[test]
fn variables() {
    for (rule, version, resource, condition, value, wanted) in [
        (
            "in a resource",
            "2012-10-17",
            "arn:aws:s3:::b/${aws:username}/*",
            "{}",
            None,
            true,
        ),
        (
            "its name in any case",
            "2012-10-17",
            "arn:aws:s3:::b/${AWS:UserName}/*",
            "{}",
            None,
            true,
        ),
        (
            "text in the old version",
            "2008-10-17",
            "arn:aws:s3:::b/${aws:username}/*",
            "{}",
            None,
            false,
        ),
        (
            "without value, nothing matches",
            "2012-10-17",
            "arn:aws:s3:::b/${aws:PrincipalTag/t}*",
            "{}",
            None,
            false,
        ),
        (
            "with a default",
            "2012-10-17",
            "arn:aws:s3:::b/${aws:PrincipalTag/t, 'Bob'}/*",
            "{}",
            None,
            true,
        ),
        (
            "in a condition",
            "2012-10-17",
            "*",
            r#"{"StringEquals":{"k":"x${aws:username}"}}"#,
            Some("xBob"),
            true,
        ),
        (
            "taken literally",
            "2012-10-17",
            "*",
            r#"{"StringLike":{"aws:username":"${k}"}}"#,
            Some("B*"),
            false,
        ),
        (
            "without value, not equal",
            "2012-10-17",
            "*",
            r#"{"StringEquals":{"k":"${n:one}"}}"#,
            Some("x"),
            false,
        ),
        // "Inverted condition operators ... do match against a null value."
        (
            "without value, unlike anything",
            "2012-10-17",
            "*",
            r#"{"StringNotEquals":{"k":"${n:one}"}}"#,
            Some("x"),
            true,
        ),
        (
            "an asterisk itself",
            "2012-10-17",
            "*",
            r#"{"StringLike":{"k":"a${*}"}}"#,
            Some("a*"),
            true,
        ),
        (
            "and nothing else",
            "2012-10-17",
            "*",
            r#"{"StringLike":{"k":"a${*}"}}"#,
            Some("ab"),
            false,
        ),
        (
            "a question mark, a dollar",
            "2012-10-17",
            "*",
            r#"{"StringLike":{"k":"${?}${$}"}}"#,
            Some("?$"),
            true,
        ),
    ] {
        let values = value.map(|value| [value]);
        let values = values.as_ref().map(|values| &values[..]);
        assert_eq!(
            allows(version, resource, condition, values),
            wanted,
            "{rule}"
        );
    }
}
