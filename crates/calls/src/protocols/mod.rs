//! Smithy's protocol tests, as botocore has them: `tests/protocols/` (see the NOTICE there).
//!
//! A case passes where the request is the one that the test wants, or where what is read of the
//! response is what the test wants. Those that do not pass are in [`unsupported`] by name.
mod generated;
mod unsupported;

use std::collections::BTreeSet;

use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value;

use crate::every::Every;
use crate::failure;
use generated::FILES;
use unsupported::UNSUPPORTED;

/// Direction, protocol, operations, and what the generator refuses.
type Suites = (
    &'static str,
    &'static str,
    fn() -> Vec<Every>,
    &'static [(&'static str, &'static str)],
);

#[test]
fn every_case_passes_or_is_listed() {
    let mut problems = Vec::new();
    let listed = UNSUPPORTED.iter().flat_map(|(_, cases)| *cases);
    let mut listed: BTreeSet<String> = listed.map(ToString::to_string).collect();
    let mut passed = 0;
    for (direction, protocol, operations, refused) in FILES {
        let path = format!("tests/protocols/{direction}/{protocol}.json");
        let suites: Vec<Value> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let operations = operations();
        for (at, suite) in suites.iter().enumerate() {
            for case in suite["cases"].as_array().unwrap() {
                let id = format!("{direction} {}", text(&case["id"]));
                let of = format!("suite_{at}.{}", text(&case["given"]["name"]));
                let operation = operations.iter().find(|one| one.name == of);
                let result = if *direction == "input" {
                    request(case, operation)
                } else {
                    response(case, operation)
                };
                match (result, listed.remove(&id)) {
                    (Ok(()), false) => passed += 1,
                    (Ok(()), true) => problems.push(format!("{id} passes, and is listed")),
                    (Err(_), true) => {}
                    (Err(why), false) => {
                        let prefix = format!("{at}.{}", text(&case["given"]["name"]));
                        let refused = refused.iter().filter(|row| row.0.starts_with(&prefix));
                        let refused: BTreeSet<_> = refused.map(|row| row.1).collect();
                        problems.push(format!("{protocol} {id}: {why} {refused:?}"));
                    }
                }
            }
        }
    }
    problems.extend(
        listed
            .iter()
            .map(|id| format!("{id} is listed, and no case")),
    );
    assert!(
        problems.is_empty(),
        "{} pass\n{}",
        passed,
        problems.join("\n")
    );
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, should: &T) -> Result<(), String> {
    if is == should {
        return Ok(());
    }
    Err(format!("{what}: {is:?}, not {should:?}"))
}

fn request(case: &Value, operation: Option<&Every>) -> Result<(), String> {
    let operation = operation.ok_or("refused")?;
    let request = operation.request(&case["params"]).ok_or("arguments")?;
    let request = request.map_err(|error| error.to_string())?;
    let wanted = &case["serialized"];
    if let Some(method) = wanted["method"].as_str() {
        same("method", &request.method(), &method)?;
    }
    same("uri", &parts(request.uri()), &parts(text(&wanted["uri"])))?;
    for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
        let is = request.headers().get(name.to_ascii_lowercase());
        same(name, &is.unwrap_or_default(), &text(value))?;
    }
    for name in wanted["forbidHeaders"].as_array().into_iter().flatten() {
        let is = request.headers().get(text(name).to_ascii_lowercase());
        same(text(name), &is, &None)?;
    }
    let body = request.body().bytes().unwrap_or_default();
    let body = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let Some(should) = wanted["body"].as_str() else {
        return Ok(());
    };
    if body.starts_with("Action=") {
        return same("body", &pairs(body), &pairs(should));
    }
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    match json(should) {
        Some(should) => same("body", &json(body).unwrap_or_default(), &should),
        None => same("body", &body, &should),
    }
}

/// The path, and the parts of the query in any order.
fn parts(uri: &str) -> (String, Vec<String>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    (path.into(), pairs(query))
}

fn pairs(text: &str) -> Vec<String> {
    let mut pairs: Vec<_> = text
        .split('&')
        .map(|pair| pair.replace('+', "%20"))
        .collect();
    pairs.sort();
    pairs.retain(|pair| !pair.is_empty());
    pairs
}

fn response(case: &Value, operation: Option<&Every>) -> Result<(), String> {
    let response = &case["response"];
    let body = text(&response["body"]).as_bytes();
    if let Some(code) = case["errorCode"].as_str() {
        let mut headers = Headers::new();
        for (name, value) in response["headers"].as_object().into_iter().flatten() {
            headers.insert(name.to_ascii_lowercase(), text(value).to_owned());
        }
        let failure = failure::read(&headers, body);
        same("code", &failure.code().unwrap_or_default(), &code)?;
        let message = failure.message();
        return match case["errorMessage"].as_str() {
            Some(wanted) => same("message", &message, &Some(wanted)),
            None => Ok(()),
        };
    }
    let operation = operation.ok_or("refused")?;
    let read = operation.decode(body).map_err(|error| error.to_string())?;
    same(
        "response",
        &plain(&read),
        &plain(&bytes(&read, &case["result"])),
    )
}

/// Numbers alike, whether they are whole or not, to 15 places; members that are null are absent.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => format!("{:.14e}", number.as_f64().unwrap_or_default()).into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let present = members.iter().filter(|(_, value)| !value.is_null());
            let members = present.map(|(name, value)| (name.clone(), plain(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// A wanted value whose bytes are written as numbers, as they are in what was read.
fn bytes(read: &Value, wanted: &Value) -> Value {
    match (read, wanted) {
        (Value::Array(_), Value::String(text)) => text.bytes().map(Value::from).collect(),
        (Value::Array(read), Value::Array(wanted)) => {
            let pairs = read.iter().zip(wanted);
            let paired: Vec<_> = pairs.map(|(read, wanted)| bytes(read, wanted)).collect();
            let rest = wanted.iter().skip(paired.len()).cloned();
            paired.into_iter().chain(rest).collect()
        }
        (Value::Object(read), Value::Object(wanted)) => {
            let members = wanted.iter().map(|(name, value)| {
                let own = read.get(name).unwrap_or(&Value::Null);
                (name.clone(), bytes(own, value))
            });
            Value::Object(members.collect())
        }
        (_, wanted) => wanted.clone(),
    }
}
