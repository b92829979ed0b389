//! `escalation`: who can become an administrator of an account.

use super::{or_default, respond};
use crate::escalate::{Account, Compute, Details, Written, escalate};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    account: String,
    authorization_details: Details,
    #[serde(default, deserialize_with = "or_default")]
    compute: Vec<Compute>,
    #[serde(default, deserialize_with = "or_default")]
    service_control_policies: Vec<Level>,
}

/// A level of service control policies, or the only policy of a level.
#[derive(Deserialize)]
#[serde(untagged)]
enum Level {
    Several(Vec<Written>),
    One(Written),
}

/// Finds the administrators of one line's account and everybody who can become one.
///
/// In: `{"id", "account", "authorization_details", "compute": [{"type", "name", "role"}],
/// "service_control_policies"}`; the details are those of `aws iam
/// get-account-authorization-details`, organisation policies stand per level.
/// Out: `{"id", "administrators", "paths": [{"from", "to", "steps": [{"from", "to", "via", "how",
/// "permissions", "statements"}], "assuming"}], "undecided"}`.
#[must_use]
pub fn escalation(line: &str) -> String {
    respond(line, |question: Question| Ok(escalate(&question.into())))
}

/// The paths of one line's account as a graph in the DOT language.
///
/// # Errors
/// Why the line cannot be read.
pub fn escalation_dot(line: &str) -> Result<String, String> {
    let question: Question = serde_json::from_str(line).map_err(|error| error.to_string())?;
    Ok(escalate(&question.into()).to_dot())
}

impl From<Question> for Account {
    fn from(question: Question) -> Self {
        let levels = question.service_control_policies.into_iter().map(|level| match level {
            Level::Several(policies) => policies,
            Level::One(policy) => vec![policy],
        });
        Account {
            id: question.account,
            details: question.authorization_details,
            compute: question.compute,
            service_control: levels.collect(),
        }
    }
}
