//! The line protocol: what goes in, what comes out, and what a bad line gives.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test says what is wrong by panicking"
)]

use super::{compare, escalation, exposure, is_error, lint, simulate};
use serde_json::{Value, json};

fn answer(of: fn(&str) -> String, line: &Value) -> Value {
    let text = of(&line.to_string());
    assert!(!text.contains('\n'));
    serde_json::from_str(&text).unwrap()
}

fn public() -> Value {
    json!({"Statement": {"Sid": "World", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}}})
}

#[test]
fn simulate_takes_every_kind_of_policy() {
    let wide = json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    let question = json!({
        "id": 7,
        "request": {"principal": "arn:aws:iam::111122223333:user/Bob", "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k", "resource_account": "111122223333",
            "context": {"aws:SourceVpce": "vpce-1", "aws:TagKeys": ["a", "b"], "s3:max-keys": 5, "aws:SecureTransport": true}},
        "identity_policies": [wide], "resource_policy": public(), "permission_boundaries": [wide],
        "session_policies": [], "service_control_policies": [[wide], [wide]], "resource_control_policies": [[]],
        "endpoint_policies": null,
    });
    let answered = answer(simulate, &question);
    assert_eq!(answered["id"], 7);
    assert_eq!(answered["decision"], "allowed");
    assert_eq!(
        answered["because"],
        json!([{"reason": "statement `World` of the resource policy allows it", "kind": "resource", "policy": 0,
            "statement": 0, "sid": "World"}])
    );
}

#[test]
fn documents_may_stand_as_text() {
    let text = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*%22%7D%7D";
    let question = json!({"request": {"principal": "111122223333", "action": "s3:GetObject"}, "identity_policies": [text]});
    assert_eq!(answer(simulate, &question)["decision"], "allowed");
}

#[test]
fn exposure_is_proven() {
    let question = json!({"id": "b", "account": "111122223333", "service": "s3", "resource": "arn:aws:s3:::b",
        "policy": public(), "trusted": {"vpc_endpoints": ["vpce-1"]}});
    let answered = answer(exposure, &question);
    assert_eq!(answered["exposure"], "cross-account");
    assert_eq!(answered["s3_public"], false);
    assert_eq!(
        answered["statements"],
        json!([{"statement": 0, "sid": "World"}])
    );
    assert_eq!(answered.get("confused_deputy"), None);
    let witness = &answered["witness"];
    assert_eq!(
        *witness,
        json!({"principal": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/example",
            "resource_account": "111122223333", "context": {"aws:SourceVpce": "vpce-2"}})
    );
    let replayed = answer(
        simulate,
        &json!({"request": witness, "resource_policy": public()}),
    );
    assert_eq!(replayed["decision"], "allowed");
}

#[test]
fn exposure_takes_lists_and_settings_in_every_form() {
    let grant = json!({"Grantee": {"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}, "Permission": "READ"});
    let on = json!({"BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true});
    for (acl, block, wanted) in [
        (json!([grant]), json!(null), "public"),
        (
            json!({"Owner": {"ID": "o"}, "Grants": [grant]}),
            json!({}),
            "public",
        ),
        (json!([grant]), on.clone(), "private"),
        (
            json!([grant]),
            json!({"account": on, "bucket": {}}),
            "private",
        ),
        (json!([grant]), json!([on]), "private"),
    ] {
        let question = json!({"account": "111122223333", "service": "s3", "acl": acl, "block_public_access": block});
        let answered = answer(exposure, &question);
        assert_eq!(answered["exposure"], wanted, "{answered}");
        assert_eq!(
            answered["s3_public"], true,
            "as S3 calls the list, whatever is blocked"
        );
    }
}

#[test]
fn comparison_goes_both_ways() {
    let of =
        |action: &str| json!({"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}});
    for (a, b, wanted) in [
        ("s3:*", "s3:*", "equivalent"),
        ("s3:*", "s3:Get*", "a-allows-more"),
        ("s3:Get*", "s3:*", "b-allows-more"),
        ("s3:Get*", "s3:*Object", "different"),
    ] {
        assert_eq!(
            answer(compare, &json!({"a": of(a), "b": of(b)}))["comparison"],
            wanted
        );
    }
}

#[test]
fn a_bad_line_says_so_and_keeps_its_id() {
    for (line, id, needle) in [
        ("{", json!(null), "EOF"),
        (r#"{"id":"x"}"#, json!("x"), "missing `account`"),
        (
            r#"{"id":3,"account":"1","policy":{"Statement":[{"Effect":"allow","Action":"*"}]}}"#,
            json!(3),
            "no effect",
        ),
        (
            r#"{"id":4,"account":"1","trusted":{"accounts":5}}"#,
            json!(4),
            "the number `5`, where a list is expected",
        ),
    ] {
        let text = exposure(line);
        assert!(is_error(&text), "{text}");
        let answered: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answered.get("id").cloned().unwrap_or_default(), id);
        assert!(
            answered["error"].as_str().unwrap().contains(needle),
            "{text}"
        );
    }
    assert!(!is_error(&exposure(r#"{"account":"111122223333"}"#)));
}

#[test]
fn what_would_be_a_false_all_clear_is_an_error_that_names_the_word() {
    let identity = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let void = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringEqual": {"aws:PrincipalOrgID": "o-1"}}}});
    let ann = "arn:aws:iam::111122223333:user/ann";
    let get = json!({"principal": ann, "action": "s3:GetObject"});
    for (of, line, word, right) in [
        (
            exposure as fn(&str) -> String,
            json!({"account": "111122223333", "service": "secrets-manager"}),
            "secrets-manager",
            "secretsmanager",
        ),
        (
            exposure,
            json!({"account": "111122223333", "service": ""}),
            "``",
            "write",
        ),
        (
            exposure,
            json!({"account": "111122223333", "polcy": identity}),
            "polcy",
            "policy",
        ),
        (
            exposure,
            json!({"account": "111122223333", "trusted": {"organizations": ["o-1"]}}),
            "organizations",
            "organisations",
        ),
        (
            exposure,
            json!({"account": "111122223333", "policy": identity}),
            "Principal",
            "policy of a resource",
        ),
        (
            exposure,
            json!({"account": "111122223333", "resource": "arn:aws:sqs:us-east-1:444455556666:q"}),
            "444455556666",
            "111122223333",
        ),
        (
            simulate,
            json!({"request": get, "scps": []}),
            "scps",
            "service_control_policies",
        ),
        (
            simulate,
            json!({"request": get, "permission_boundaries": [identity, identity]}),
            "two",
            "one",
        ),
        (
            simulate,
            json!({"request": get, "service_control_policies": [[void]]}),
            "StringEqual",
            "StringEquals",
        ),
        (
            simulate,
            json!({"request": {"principal": ann, "action": "GetObject"}}),
            "GetObject",
            "s3:GetObject",
        ),
        (
            simulate,
            json!({"request": {"principal": ann, "action": "s3:*"}}),
            "s3:*",
            "one action",
        ),
        (
            simulate,
            json!({"request": {"principal": ann, "action": "sqs:SendMessage", "resource_account": "111122223333",
            "resource": "arn:aws:sqs:us-east-1:444455556666:q"}}),
            "444455556666",
            "111122223333",
        ),
        (
            escalation,
            json!({"account": "111122223333", "authorization_details": []}),
            "authorization_details",
            "object",
        ),
        (
            escalation,
            json!({"account": "111122223333", "authorization_details": {}}),
            "authorization_details",
            "aws iam",
        ),
        (
            escalation,
            json!({"account": "111122223333", "authorization_details": {"IsTruncated": true}}),
            "cut off",
            "all pages",
        ),
    ] {
        let answered = answer(of, &line);
        let error = answered["error"].as_str().unwrap_or_default().to_owned();
        assert!(
            error.contains(word) && error.contains(right),
            "{line}\n{answered}"
        );
    }
}

#[test]
fn lint_takes_a_document_or_its_text() {
    let text = "{\"Version\":\"2012-10-17\",\n\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Zap\",\"Resource\":\"*\"}}";
    let response = answer(
        lint,
        &json!({"id": 1, "policy": text, "kind": "user-inline"}),
    );
    let [remark] = response["diagnostics"].as_array().unwrap().as_slice() else {
        panic!("{response}")
    };
    assert_eq!(
        (&remark["id"], &remark["line"], &remark["statement"]),
        (&json!("unknown-action"), &json!(2), &json!(0))
    );
    let document: Value = serde_json::from_str(text).unwrap();
    let response = answer(lint, &json!({"id": 2, "policy": document}));
    assert_eq!(response["diagnostics"][0]["id"], "unknown-action");
    let response = answer(lint, &json!({"policy": {"Statement": {"Effect": "Maybe"}}}));
    assert_eq!(response["diagnostics"][0]["severity"], "error");
    assert!(is_error(&lint(
        r#"{"id": 3, "policy": {}, "kind": "poem"}"#
    )));
}

#[test]
fn a_document_longer_than_any_policy_is_refused_in_a_line_as_well() {
    let actions: Vec<String> = (0..20_000).map(|index| format!("s3:Get{index}*")).collect();
    let long = json!({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": "*"}]});
    let question = json!({"id": 1, "account": "111122223333", "policy": long});
    let answered = exposure(&question.to_string());
    assert!(
        is_error(&answered) && answered.contains("too-long"),
        "{answered:.200}"
    );
}
