//! The organisation, as far as the account may see it.
use std::sync::Arc;

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::{OrganizationFeatureSet, PolicySummary};
use model::iam::{
    BindingPolicies, DelegatedAdministrator, DelegatedAdministrators, Membership, Organization,
    OrganizationAccounts, OrganizationPolicy, PolicyDelegation, PolicyText, PolicyType,
};

use crate::Aws;
use crate::fault::{Answer, Fault, absent};
use crate::reader::{At, Dated, Read};
use crate::shared::Shared;

/// Organizations' word for an account that belongs to none.
const IN_NONE: &[&str] = &["AWSOrganizationsNotInUseException"];
const DESCRIBE: &str = "organizations:DescribeOrganization";

fn client(aws: &Aws) -> Client {
    aws.client(None, Client::new)
}

async fn membership(aws: &Aws) -> Answer<Arc<Option<Membership>>> {
    let told: Dated<Arc<Option<Membership>>> = Shared::get(aws, "", || ask(aws)).await;
    told.answer.map_err(|fault| fault.of(DESCRIBE))
}

async fn ask(aws: &Aws) -> Answer<Option<Membership>> {
    let sent = client(aws).describe_organization().send().await;
    let told = absent(sent, IN_NONE)?.and_then(|answer| answer.organization);
    Ok(told.map(|told| Membership {
        id: told.id.unwrap_or_default(),
        management: told.master_account_id.unwrap_or_default(),
        all_features: told.feature_set == Some(OrganizationFeatureSet::All),
    }))
}

impl Read for Organization {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Membership>> {
        membership(aws).await.map(|told| (*told).clone())
    }
}

impl Read for OrganizationAccounts {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<String>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let mut pages = client(aws).list_accounts().into_paginator().send();
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            let accounts = page?.accounts.into_iter().flatten();
            all.extend(accounts.filter_map(|account| account.id));
        }
        Ok(Some(all))
    }
}

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
