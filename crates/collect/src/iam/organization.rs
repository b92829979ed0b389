//! How the organisation is run: what of it binds the account, and who may decide.
use std::sync::Arc;

use aws_sdk_organizations::types::PolicySummary;
use model::iam::{
    BindingPolicies, DelegatedAdministrator, DelegatedAdministrators, OrganizationPolicy,
    PolicyDelegation, PolicyText, PolicyType,
};

use crate::Aws;
use crate::fault::{Answer, Fault, absent};
use crate::organization::{client, membership};
use crate::reader::{At, Dated, Read};
use crate::shared::Shared;

impl Read for DelegatedAdministrators {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<DelegatedAdministrator>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let mut pages = client(aws)
            .list_delegated_administrators()
            .into_paginator()
            .send();
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            let admins = page?.delegated_administrators.into_iter().flatten();
            all.extend(admins.map(|one| DelegatedAdministrator {
                account: one.id.unwrap_or_default(),
                name: one.name.unwrap_or_default(),
            }));
        }
        Ok(Some(all))
    }
}

impl Read for PolicyDelegation {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<PolicyText>> {
        const NONE: &[&str] = &[
            "AWSOrganizationsNotInUseException",
            "ResourcePolicyNotFoundException",
        ];
        let sent = client(aws).describe_resource_policy().send().await;
        let told = absent(sent, NONE)?.and_then(|answer| answer.resource_policy);
        Ok(told.and_then(|policy| policy.content).map(PolicyText::new))
    }
}

impl Read for BindingPolicies {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<OrganizationPolicy>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let mut all = Vec::new();
        let mut target = Some(aws.account().id.to_string());
        while let Some(id) = target {
            for sort in [PolicyType::ServiceControl, PolicyType::ResourceControl] {
                all.extend(attached(aws, &id, sort).await?);
            }
            target = parent(aws, &id).await?;
        }
        Ok(Some(all))
    }
}

/// What an account or organisational unit lies in; nothing above the root.
async fn parent(aws: &Aws, child: &str) -> Answer<Option<String>> {
    if child.starts_with("r-") {
        return Ok(None);
    }
    let told = client(aws).list_parents().child_id(child).send().await;
    let told = told.map_err(|error| Fault::from(error).of("organizations:ListParents"))?;
    let parent = told.parents.into_iter().flatten().next();
    Ok(parent.and_then(|parent| parent.id))
}

/// The policies of one sort that are attached to one target.
async fn attached(aws: &Aws, target: &str, kind: PolicyType) -> Answer<Vec<OrganizationPolicy>> {
    use aws_sdk_organizations::types::PolicyType as Sort;
    let sort = match kind {
        PolicyType::ServiceControl => Sort::ServiceControlPolicy,
        PolicyType::ResourceControl => Sort::ResourceControlPolicy,
    };
    let asked = client(aws).list_policies_for_target().target_id(target);
    let mut pages = asked.filter(sort).into_paginator().send();
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        for told in page?.policies.into_iter().flatten() {
            all.push(OrganizationPolicy {
                document: document(aws, &told).await?,
                arn: told.arn.unwrap_or_default(),
                name: told.name.unwrap_or_default(),
                by_aws: told.aws_managed,
                target: target.into(),
                kind,
            });
        }
    }
    Ok(all)
}

/// What a policy says: asked once, wherever it is attached.
async fn document(aws: &Aws, told: &PolicySummary) -> Answer<PolicyText> {
    let id = told.id.clone().unwrap_or_default();
    let known: Dated<Arc<PolicyText>> = Shared::get(aws, &id, || async {
        let asked = client(aws).describe_policy().policy_id(&id).send().await;
        let told = asked.map_err(|error| Fault::from(error).of("organizations:DescribePolicy"))?;
        let text = told.policy.and_then(|policy| policy.content);
        let text = text.ok_or_else(|| Fault::odd("a policy without content"))?;
        Ok(PolicyText::shared(text))
    })
    .await;
    known.answer.map(|text| (*text).clone())
}
