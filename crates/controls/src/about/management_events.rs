//! Management events as CloudTrail delivers them to a log group, for asking whether a filter pattern
//! matches them (CloudTrail User Guide, "CloudTrail record contents" and "AWS Management Console
//! sign-in events"). Each is whole: a member that it lacks does not exist in such events.
use model::AccountRef;
use serde_json::{Value, json};

/// Each of these calls succeeds, once by a user and once by a role in another Region.
pub(crate) fn calls(of: &AccountRef, source: &str, names: &[&str]) -> Vec<Value> {
    let by = [user(of), role(of)];
    let each = names
        .iter()
        .flat_map(|name| by.iter().map(move |by| call(of, source, name, by)));
    each.collect()
}

/// Calls that AWS denies, in the words of three services: those that read among them.
pub(crate) fn denied_calls(of: &AccountRef) -> Vec<Value> {
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
        [user(of), role(of)].map(|by| {
            let mut event = call(of, source, name, &by);
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
pub(crate) fn by_root(of: &AccountRef) -> Vec<Value> {
    let sign_in = json!({"ConsoleLogin": "Success"});
    vec![
        call(of, "ec2.amazonaws.com", "RunInstances", &root(of)),
        signs_in(of, &root(of), "Yes", &sign_in),
    ]
}

/// A user signs in with a password alone.
pub(crate) fn sign_in_without_mfa(of: &AccountRef) -> Vec<Value> {
    vec![signs_in(
        of,
        &user(of),
        "No",
        &json!({"ConsoleLogin": "Success"}),
    )]
}

/// A user gives a wrong password.
pub(crate) fn failed_sign_in(of: &AccountRef) -> Vec<Value> {
    let mut event = signs_in(of, &user(of), "No", &json!({"ConsoleLogin": "Failure"}));
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

const SIGN_IN: &str = "signin.amazonaws.com";

/// Whether it only reads.
pub(crate) fn reads(event: &Value) -> bool {
    event.get("readOnly") == Some(&Value::Bool(true))
}

fn call(of: &AccountRef, source: &str, name: &str, by: &Value) -> Value {
    // Events of global services are recorded in one Region alone, others in that of the call.
    let global = ["iam.amazonaws.com", "organizations.amazonaws.com", SIGN_IN].contains(&source);
    let region = match by.get("type") == Some(&json!("AssumedRole")) && !global {
        true => "eu-west-1",
        false => "us-east-1",
    };
    json!({
        "eventVersion": "1.11",
        "userIdentity": by,
        "eventTime": "2026-03-01T11:59:00Z",
        "eventSource": source,
        "eventName": name,
        "awsRegion": region,
        "sourceIPAddress": "203.0.113.24",
        "userAgent": "aws-cli/2.31.4",
        "requestParameters": null,
        "responseElements": null,
        "requestID": "7f3c2b1a-0000-4000-8000-000000000001",
        "eventID": "00000256-0000-4000-8000-000000000001",
        "readOnly": false,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": of.id,
        "eventCategory": "Management",
    })
}

fn signs_in(of: &AccountRef, by: &Value, mfa: &str, response: &Value) -> Value {
    let mut event = call(of, SIGN_IN, "ConsoleLogin", by);
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

fn user(of: &AccountRef) -> Value {
    let AccountRef { id, partition } = of;
    json!({
        "type": "IAMUser",
        "principalId": "AIDAEXAMPLE",
        "arn": format!("arn:{partition}:iam::{id}:user/example"),
        "accountId": id,
        "accessKeyId": "AKIAEXAMPLE",
        "userName": "example",
    })
}

fn role(of: &AccountRef) -> Value {
    let AccountRef { id, partition } = of;
    json!({
        "type": "AssumedRole",
        "principalId": "AROAEXAMPLE:example",
        "arn": format!("arn:{partition}:sts::{id}:assumed-role/example/example"),
        "accountId": id,
        "accessKeyId": "ASIAEXAMPLE",
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": "AROAEXAMPLE",
                "arn": format!("arn:{partition}:iam::{id}:role/example"),
                "accountId": id,
                "userName": "example",
            },
            "attributes": {"creationDate": "2026-03-01T11:00:00Z", "mfaAuthenticated": "false"},
        },
    })
}

fn root(of: &AccountRef) -> Value {
    let AccountRef { id, partition } = of;
    json!({
        "type": "Root",
        "principalId": id,
        "arn": format!("arn:{partition}:iam::{id}:root"),
        "accountId": id,
        "accessKeyId": "",
    })
}
