//! Grants of a KMS key, as statements.
//!
//! AWS: KMS Developer Guide, "Grants in AWS KMS".

use crate::document::{Condition, Effect, Principal, Selector, Statement};
use crate::operator::Operator;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One grant, as `ListGrants` tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct KeyGrant {
    /// Who may use the key: an ARN or a service principal.
    pub grantee_principal: String,
    /// For what: `Decrypt`, `GenerateDataKey`, ...
    pub operations: Vec<String>,
    /// Only with such an encryption context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
}

/// Limits of a grant: on the encryption context, and on whose behalf a request is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct GrantConstraints {
    /// The context holds these pairs.
    pub encryption_context_subset: BTreeMap<String, String>,
    /// The context is these pairs.
    pub encryption_context_equals: BTreeMap<String, String>,
    /// Only on behalf of this resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
}

/// The grant as a statement of the key.
pub(super) fn statement(grant: &KeyGrant) -> Statement {
    let name = &grant.grantee_principal;
    let service = name.ends_with(".amazonaws.com");
    let principal = if service {
        Principal::Service(name.clone())
    } else {
        Principal::Aws(name.clone())
    };
    let constraints = grant.constraints.iter();
    let source = constraints
        .clone()
        .filter_map(|limits| limits.source_arn.clone());
    let source = source.map(|arn| Condition {
        operator: Operator::parse("ArnEquals"),
        key: "aws:SourceArn".into(),
        values: vec![arn],
    });
    let pairs = constraints.flat_map(|limits| {
        limits
            .encryption_context_subset
            .iter()
            .chain(&limits.encryption_context_equals)
    });
    let condition = |(key, value): (&String, &String)| Condition {
        operator: Operator::parse("StringEquals"),
        key: format!("kms:EncryptionContext:{key}"),
        values: vec![value.clone()],
    };
    Statement {
        sid: Some("KMS grant".into()),
        effect: Effect::Allow,
        principal: Some(Selector::Only(vec![principal])),
        action: Selector::Only(
            grant
                .operations
                .iter()
                .map(|operation| format!("kms:{operation}"))
                .collect(),
        ),
        resource: None,
        conditions: pairs.map(condition).chain(source).collect(),
    }
}
