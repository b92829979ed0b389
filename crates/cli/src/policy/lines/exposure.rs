//! `exposure`: how far a resource is open, and the request that proves it.

use super::{check, or_default, respond};
use policy::Caller;
use policy::Document;
use policy::Glob;
use policy::Policy;
use policy::{
    AclGrant, BlockPublicAccess, Exposure, KeyGrant, Origin, PolicyOf, Question, Trusted, Verdict,
    expose, is_s3_public,
};
use policy::{Context, Request};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct ExposureRequest {
    account: String,
    #[serde(default)]
    organisation: Option<String>,
    #[serde(default)]
    service: Option<String>,
    #[serde(default)]
    resource: Option<String>,
    #[serde(default)]
    policy: Option<Document>,
    #[serde(default, deserialize_with = "or_default")]
    acl: Acl,
    #[serde(default, deserialize_with = "or_default")]
    block_public_access: Blocks,
    #[serde(default, deserialize_with = "or_default")]
    grants: Vec<KeyGrant>,
    #[serde(default, deserialize_with = "or_default")]
    trusted: Trusted,
    #[serde(default, deserialize_with = "or_default")]
    resource_control_policies: Vec<Vec<Document>>,
    #[serde(default)]
    actions: Option<Vec<String>>,
}

/// An access control list: its grants, or the answer of `GetBucketAcl` that holds them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Acl {
    Grants(Vec<AclGrant>),
    Whole {
        #[serde(rename = "Grants", alias = "grants")]
        grants: Vec<AclGrant>,
    },
}

/// Block Public Access: one level, or several by name or in a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Blocks {
    List(Vec<BlockPublicAccess>),
    Levels(BTreeMap<Level, BlockPublicAccess>),
    One(BlockPublicAccess),
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Level {
    Organisation,
    Account,
    Bucket,
    AccessPoint,
}

#[derive(Serialize)]
struct Answer {
    exposure: Verdict,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    confused_deputy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_public: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness>,
    statements: Vec<StatementOf>,
}

/// A request as `simulate` takes it.
#[derive(Serialize)]
pub(super) struct Witness {
    principal: String,
    action: String,
    resource: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_account: Option<String>,
    context: Context,
}

#[derive(Serialize)]
struct StatementOf {
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acl_grant: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_grant: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
}

/// Judges the resource of one line.
///
/// In: `{"id", "account", "organisation", "service", "resource", "policy", "acl", "block_public_access", "grants",
/// "resource_control_policies", "actions", "trusted": {"accounts", "organisations",
/// "organisational_units", "vpcs", "vpc_endpoints", "ip_ranges"}}`; all but `account` may be left
/// out. `acl` is the list of grants or the answer of `GetBucketAcl`; `block_public_access` is one
/// level's settings, or several under `organisation`, `account`, `bucket`, `access_point`.
/// Out: `{"id", "exposure", "confused_deputy", "s3_public", "witness", "statements"}`;
/// `confused_deputy` only where true, `s3_public` only for the service `s3`.
#[must_use]
pub fn exposure(line: &str) -> String {
    respond(line, FIELDS, |request: ExposureRequest| {
        request.refuse()?;
        Ok(judge(&request))
    })
}

const FIELDS: &[&str] = &[
    "account",
    "organisation",
    "service",
    "resource",
    "policy",
    "acl",
    "block_public_access",
    "grants",
    "trusted",
    "resource_control_policies",
    "actions",
];

impl ExposureRequest {
    /// What would be answered wrongly.
    fn refuse(&self) -> Result<(), String> {
        if !policy::is_account_id(&self.account) {
            return Err(format!(
                "`{}` is not an account ID: write its twelve digits",
                self.account
            ));
        }
        if let Some(service) = &self.service {
            check::service(service)?;
        }
        if let Some(resource) = &self.resource {
            check::owner(resource, &self.account)?;
        }
        if let Some(document) = &self.policy {
            check::names_principals(document, "policy")?;
        }
        for document in self.resource_control_policies.iter().flatten() {
            check::operators(document, "resource_control_policies")?;
        }
        Ok(())
    }
}

fn judge(request: &ExposureRequest) -> Answer {
    let policy = request.policy.as_ref().map(Policy::new).unwrap_or_default();
    let actions: Option<Vec<Glob>> = request
        .actions
        .as_ref()
        .map(|actions| actions.iter().map(|action| Glob::action(action)).collect());
    let guards: Vec<Vec<Policy>> = request
        .resource_control_policies
        .iter()
        .map(|level| level.iter().map(Policy::new).collect())
        .collect();
    let acl = match &request.acl {
        Acl::Grants(grants) | Acl::Whole { grants } => grants.as_slice(),
    };
    let blocks: Vec<BlockPublicAccess> = match &request.block_public_access {
        Blocks::List(levels) => levels.clone(),
        Blocks::Levels(levels) => levels.values().copied().collect(),
        Blocks::One(level) => vec![*level],
    };
    let question = Question {
        organisation: request.organisation.as_deref(),
        service: request.service.as_deref(),
        resource: request.resource.as_deref(),
        actions: actions.as_deref(),
        acl,
        block_public_access: &blocks,
        key_grants: &request.grants,
        resource_control: &guards,
        ..Question::new(&request.account, &policy, &request.trusted)
    };
    let is_s3 = request.service.as_deref() == Some("s3");
    let public = || is_s3_public(&policy, PolicyOf::Bucket) || acl.iter().any(AclGrant::is_public);
    Answer::new(&expose(&question), is_s3.then(public))
}

impl Answer {
    fn new(exposure: &Exposure, s3_public: Option<bool>) -> Self {
        let proven = matches!(
            exposure.verdict,
            Verdict::CrossAccount | Verdict::Public | Verdict::Trusted
        );
        let statements = exposure.statements();
        Answer {
            exposure: exposure.verdict,
            confused_deputy: !exposure.confused_deputies.is_empty(),
            s3_public,
            witness: exposure.witness().filter(|_| proven).map(Witness::from),
            statements: statements
                .into_iter()
                .map(|(origin, sid)| StatementOf::new(origin, sid))
                .collect(),
        }
    }
}

impl From<&Request> for Witness {
    fn from(request: &Request) -> Self {
        Witness {
            principal: caller(&request.caller),
            action: request.action.clone(),
            resource: request.resource.clone(),
            resource_account: request.resource_account.clone(),
            context: request.context.clone(),
        }
    }
}

fn caller(caller: &Caller) -> String {
    caller.to_string()
}

impl StatementOf {
    fn new(origin: Origin, sid: Option<&str>) -> Self {
        let at = |wanted: fn(Origin) -> Option<usize>| wanted(origin);
        StatementOf {
            statement: at(|origin| {
                if let Origin::Statement(index) = origin {
                    Some(index)
                } else {
                    None
                }
            }),
            acl_grant: at(|origin| {
                if let Origin::Acl(index) = origin {
                    Some(index)
                } else {
                    None
                }
            }),
            key_grant: at(|origin| {
                if let Origin::KeyGrant(index) = origin {
                    Some(index)
                } else {
                    None
                }
            }),
            sid: sid
                .filter(|_| matches!(origin, Origin::Statement(_)))
                .map(str::to_owned),
        }
    }
}

impl Default for Acl {
    fn default() -> Self {
        Acl::Grants(Vec::new())
    }
}

impl Default for Blocks {
    fn default() -> Self {
        Blocks::List(Vec::new())
    }
}
