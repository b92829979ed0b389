//! One JSON object in, one out: the form that the command line speaks, line by line.
//!
//! A line that cannot be read gives `{"id": .., "error": ..}` and nothing else, so that the lines
//! after it go on.

pub mod check;
mod compare;
mod escalation;
mod exposure;
mod lint;
mod simulate;
#[cfg(test)]
mod tests;
mod tighten;

pub use compare::compare;
pub use escalation::{escalation, escalation_dot, whole};
pub use exposure::exposure;
pub use lint::lint;
pub use simulate::simulate;
pub use tighten::tighten;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The answer to a line that could not be read.
#[derive(Serialize)]
struct Failure {
    #[serde(skip_serializing_if = "Value::is_null")]
    id: Value,
    error: String,
}

/// An answer, under the id of its question.
#[derive(Serialize)]
struct Answer<T> {
    #[serde(skip_serializing_if = "Value::is_null")]
    id: Value,
    #[serde(flatten)]
    answer: T,
}

/// The part of a line that is read even where the rest cannot be.
#[derive(Deserialize)]
struct Labelled {
    #[serde(default)]
    id: Value,
}

/// Whether an answer says that its line could not be read.
#[must_use]
pub fn is_error(answer: &str) -> bool {
    serde_json::from_str::<Value>(answer).map_or(true, |answer| answer.get("error").is_some())
}

/// The answer to a line that is no text.
#[must_use]
pub fn unreadable(error: &str) -> String {
    write(&Failure {
        id: Value::Null,
        error: error.into(),
    })
}

fn write(answer: &impl Serialize) -> String {
    let text = serde_json::to_string(answer);
    text.unwrap_or_else(|error| format!("{{\"error\":\"{}\"}}", error.classify() as u8))
}

fn respond<Q: DeserializeOwned, T: Serialize>(
    line: &str,
    allowed: &[&str],
    answer: impl FnOnce(Q) -> Result<T, String>,
) -> String {
    let id = serde_json::from_str(line).map_or(Value::Null, |Labelled { id }| id);
    match read(line, allowed).and_then(answer) {
        Ok(answer) => write(&Answer { id, answer }),
        Err(error) => write(&Failure { id, error }),
    }
}

/// Reads a question all of whose fields are known.
fn read<Q: DeserializeOwned>(line: &str, allowed: &[&str]) -> Result<Q, String> {
    let plain = |error: serde_json::Error| check::plain(&error.to_string());
    let value: Value = serde_json::from_str(line).map_err(plain)?;
    let Value::Object(object) = &value else {
        return Err(format!(
            "a question is an object, not {}",
            check::kind(&value)
        ));
    };
    check::fields(object, allowed, "")?;
    for (name, fields) in INNER {
        check::inner(object, name, fields)?;
    }
    serde_json::from_str(line).map_err(plain)
}

/// The fields of the objects inside questions.
const INNER: [(&str, &[&str]); 3] = [
    (
        "authorization_details",
        &[
            "UserDetailList",
            "GroupDetailList",
            "RoleDetailList",
            "Policies",
            "IsTruncated",
            "Marker",
            "NextToken",
            "ResponseMetadata",
        ],
    ),
    (
        "request",
        &[
            "principal",
            "action",
            "resource",
            "resource_account",
            "context",
        ],
    ),
    (
        "trusted",
        &[
            "accounts",
            "organisations",
            "organisational_units",
            "vpcs",
            "vpc_endpoints",
            "ip_ranges",
        ],
    ),
];

/// Takes `null` for a field left out.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
