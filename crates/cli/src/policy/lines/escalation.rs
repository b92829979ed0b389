//! `escalation`: who can become an administrator of an account.

use super::{or_default, respond};
use escalate::{Account, Compute, Details, escalate};
use policy::Written;
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
    respond(line, FIELDS, |question: Question| {
        question.refuse()?;
        Ok(escalate(&question.into()))
    })
}

/// The paths of one line's account as a graph in the DOT language.
///
/// # Errors
/// Why the line cannot be read.
pub fn escalation_dot(line: &str) -> Result<String, String> {
    let question: Question = super::read(line, FIELDS)?;
    question.refuse()?;
    Ok(escalate(&question.into()).to_dot())
}

const FIELDS: &[&str] = &[
    "account",
    "authorization_details",
    "compute",
    "service_control_policies",
];

impl Question {
    /// What would be answered wrongly.
    fn refuse(&self) -> Result<(), String> {
        whole(&self.authorization_details)?;
        for policy in self.levels() {
            if let Some(document) = policy.document() {
                super::check::operators(document, "service_control_policies")?;
            }
        }
        Ok(())
    }

    fn levels(&self) -> impl Iterator<Item = &Written> {
        self.service_control_policies
            .iter()
            .flat_map(|level| match level {
                Level::Several(policies) => policies.as_slice(),
                Level::One(policy) => std::slice::from_ref(policy),
            })
    }
}

/// Refuses an answer of `get-account-authorization-details` that is cut, or is none.
pub fn whole(details: &Details) -> Result<(), String> {
    if details.is_truncated || details.next_token.is_some() || details.marker.is_some() {
        return Err(
            "`authorization_details` is cut off: ask for all pages, without --max-items".into(),
        );
    }
    let lists = [
        details.user_detail_list.is_empty(),
        details.group_detail_list.is_empty(),
        details.role_detail_list.is_empty(),
        details.policies.is_empty(),
    ];
    if lists.iter().all(|empty| *empty) {
        return Err(
            "`authorization_details` holds no user, group, role or policy: pass what \
                    `aws iam get-account-authorization-details` prints"
                .into(),
        );
    }
    Ok(())
}

impl From<Question> for Account {
    fn from(question: Question) -> Self {
        let levels = question
            .service_control_policies
            .into_iter()
            .map(|level| match level {
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
