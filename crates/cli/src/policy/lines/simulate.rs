//! `simulate`: one request against the policies given with it.

use super::{check, or_default, respond};
use policy::Caller;
use policy::Document;
use policy::Policy;
use policy::{Context, Request};
use policy::{Decision, Policies, authorize};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    request: RequestFields,
    #[serde(default, deserialize_with = "or_default")]
    identity_policies: Vec<Document>,
    #[serde(default)]
    resource_policy: Option<Document>,
    #[serde(default, deserialize_with = "or_default")]
    permission_boundaries: Vec<Document>,
    #[serde(default, deserialize_with = "or_default")]
    session_policies: Vec<Document>,
    #[serde(default, deserialize_with = "or_default")]
    service_control_policies: Vec<Vec<Document>>,
    #[serde(default, deserialize_with = "or_default")]
    resource_control_policies: Vec<Vec<Document>>,
    #[serde(default, deserialize_with = "or_default")]
    endpoint_policies: Vec<Document>,
    #[serde(default)]
    management_account: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct RequestFields {
    principal: String,
    action: String,
    #[serde(default = "any_resource")]
    resource: String,
    #[serde(default)]
    resource_account: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    context: Context,
}

const FIELDS: &[&str] = &[
    "request",
    "identity_policies",
    "resource_policy",
    "permission_boundaries",
    "session_policies",
    "service_control_policies",
    "resource_control_policies",
    "endpoint_policies",
    "management_account",
];

impl Question {
    /// What would be answered wrongly.
    fn refuse(&self) -> Result<(), String> {
        check::action(&self.request.action)?;
        if let Some(account) = &self.request.resource_account {
            check::owner(&self.request.resource, account)?;
        }
        if self.permission_boundaries.len() > 1 {
            return Err("two `permission_boundaries`: a principal has one".into());
        }
        for document in self.service_control_policies.iter().flatten() {
            check::operators(document, "service_control_policies")?;
        }
        for document in self.resource_control_policies.iter().flatten() {
            check::operators(document, "resource_control_policies")?;
        }
        Ok(())
    }
}

fn any_resource() -> String {
    "*".into()
}

/// Decides the request of one line.
///
/// In: `{"id", "request": {"principal", "action", "resource", "resource_account", "context"},
/// "identity_policies", "resource_policy", "permission_boundaries", "session_policies",
/// "service_control_policies", "resource_control_policies", "endpoint_policies",
/// "management_account"}`; all policies are optional, organisation policies stand per level.
/// Out: `{"id", "decision", "because"}`.
#[must_use]
pub fn simulate(line: &str) -> String {
    respond(line, FIELDS, |question: Question| {
        question.refuse()?;
        Ok(decide(question))
    })
}

fn decide(question: Question) -> Decision {
    let prepare = |documents: &[Document]| documents.iter().map(Policy::new).collect::<Vec<_>>();
    let levels = |levels: &[Vec<Document>]| {
        levels
            .iter()
            .map(|level| prepare(level))
            .collect::<Vec<_>>()
    };
    let identity = prepare(&question.identity_policies);
    let resource = question.resource_policy.as_ref().map(Policy::new);
    let boundaries = prepare(&question.permission_boundaries);
    let session = prepare(&question.session_policies);
    let service_control = levels(&question.service_control_policies);
    let resource_control = levels(&question.resource_control_policies);
    let endpoint = prepare(&question.endpoint_policies);
    let policies = Policies {
        identity: identity.iter().collect(),
        resource: resource.as_ref(),
        boundaries: boundaries.iter().collect(),
        session: session.iter().collect(),
        service_control: service_control
            .iter()
            .map(|level| level.iter().collect())
            .collect(),
        resource_control: resource_control
            .iter()
            .map(|level| level.iter().collect())
            .collect(),
        endpoint: endpoint.iter().collect(),
        management_account: question.management_account.as_deref(),
    };
    authorize(&question.request.into(), &policies)
}

impl From<RequestFields> for Request {
    fn from(fields: RequestFields) -> Self {
        Request {
            caller: Caller::parse(&fields.principal),
            action: fields.action,
            resource: fields.resource,
            resource_account: fields.resource_account,
            context: fields.context,
        }
    }
}
