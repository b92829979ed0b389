//! Management events as CloudTrail delivers them to a log group, for asking whether a filter pattern
//! matches them (CloudTrail User Guide, "CloudTrail record contents" and "AWS Management Console
//! sign-in events"). Each is whole: a member that it lacks does not exist in such events.
use serde_json::{Value, json};

/// Each of these calls succeeds, once by a user and once by a role.
pub(crate) fn calls(source: &str, names: &[&str]) -> Vec<Value> {
    let by = [user(), role()];
    let each = names
        .iter()
        .flat_map(|name| by.iter().map(move |by| call(source, name, by)));
    each.collect()
}

/// Calls that AWS denies, in the words of three services: those that read among them.
pub(crate) fn denied_calls() -> Vec<Value> {
    let denied = [
        (
            "ec2.amazonaws.com",
            "RunInstances",
            false,
            "Client.UnauthorizedOperation",
        ),
        ("iam.amazonaws.com", "ListUsers", true, "AccessDenied"),
        (
            "kms.amazonaws.com",
            "CreateKey",
            false,
            "AccessDeniedException",
        ),
    ];
    let each = denied.iter().flat_map(|(source, name, reads, code)| {
        [user(), role()].map(|by| {
            let mut event = call(source, name, &by);
            set(&mut event, "readOnly", json!(reads));
            set(&mut event, "errorCode", json!(code));
            let message = format!("not authorized to perform: {name}");
            set(&mut event, "errorMessage", json!(message));
            event
        })
    });
    each.collect()
}

/// The root user calls an operation, and signs in.
pub(crate) fn by_root() -> Vec<Value> {
    let sign_in = json!({"ConsoleLogin": "Success"});
    vec![
        call("ec2.amazonaws.com", "RunInstances", &root()),
        signs_in(&root(), "Yes", &sign_in),
    ]
}

/// A user signs in with a password alone.
pub(crate) fn sign_in_without_mfa() -> Vec<Value> {
    vec![signs_in(&user(), "No", &json!({"ConsoleLogin": "Success"}))]
}

/// A user gives a wrong password.
pub(crate) fn failed_sign_in() -> Vec<Value> {
    let mut event = signs_in(&user(), "No", &json!({"ConsoleLogin": "Failure"}));
    set(&mut event, "errorMessage", json!("Failed authentication"));
    vec![event]
}

/// What an event is called in words.
pub(crate) fn name(event: &Value) -> &str {
    event
        .get("eventName")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The service that it is an event of, as `iam.amazonaws.com`.
pub(crate) fn source(event: &Value) -> &str {
    event
        .get("eventSource")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Whether it only reads.
pub(crate) fn reads(event: &Value) -> bool {
    event.get("readOnly") == Some(&Value::Bool(true))
}

fn call(source: &str, name: &str, by: &Value) -> Value {
    json!({
        "eventVersion": "1.11",
        "userIdentity": by,
        "eventTime": "2026-03-01T11:59:00Z",
        "eventSource": source,
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.24",
        "userAgent": "aws-cli/2.31.4",
        "requestParameters": null,
        "responseElements": null,
        "requestID": "7f3c2b1a-0000-4000-8000-000000000001",
        "eventID": "00000256-0000-4000-8000-000000000001",
        "readOnly": false,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    })
}

fn signs_in(by: &Value, mfa: &str, response: &Value) -> Value {
    let mut event = call("signin.amazonaws.com", "ConsoleLogin", by);
    set(&mut event, "eventType", json!("AwsConsoleSignIn"));
    set(&mut event, "responseElements", response.clone());
    let data = json!({"MobileVersion": "No", "MFAUsed": mfa});
    set(&mut event, "additionalEventData", data);
    event
}

fn set(event: &mut Value, name: &str, value: Value) {
    if let Some(members) = event.as_object_mut() {
        members.insert(name.into(), value);
    }
}

const ACCOUNT: &str = "111122223333";

fn user() -> Value {
    json!({
        "type": "IAMUser",
        "principalId": "AIDAEXAMPLE",
        "arn": format!("arn:aws:iam::{ACCOUNT}:user/example"),
        "accountId": ACCOUNT,
        "accessKeyId": "AKIAEXAMPLE",
        "userName": "example",
    })
}

fn role() -> Value {
    json!({
        "type": "AssumedRole",
        "principalId": "AROAEXAMPLE:example",
        "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/example/example"),
        "accountId": ACCOUNT,
        "accessKeyId": "ASIAEXAMPLE",
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": "AROAEXAMPLE",
                "arn": format!("arn:aws:iam::{ACCOUNT}:role/example"),
                "accountId": ACCOUNT,
                "userName": "example",
            },
            "attributes": {"creationDate": "2026-03-01T11:00:00Z", "mfaAuthenticated": "false"},
        },
    })
}

fn root() -> Value {
    json!({
        "type": "Root",
        "principalId": ACCOUNT,
        "arn": format!("arn:aws:iam::{ACCOUNT}:root"),
        "accountId": ACCOUNT,
        "accessKeyId": "",
    })
}
