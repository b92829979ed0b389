//! How the organisation is run: what of it binds the account, and who may decide.
use std::sync::Arc;

use aws_sdk_organizations::operation::list_delegated_administrators::ListDelegatedAdministratorsOutput;
use aws_sdk_organizations::operation::list_policies_for_target::ListPoliciesForTargetOutput;
use aws_sdk_organizations::types::PolicySummary;
use model::iam::{
    BindingPolicies, DelegatedAdministrator, DelegatedAdministrators, OrganizationPolicy,
    PolicyDelegation, PolicyText, PolicyType,
};

use crate::fault::{Answer, Fault, absent, present, present_id};
use crate::organization::{client, membership};
use crate::reader::{At, Dated, Read};
use crate::shared::Shared;
use crate::{Aws, pages};

impl Read for DelegatedAdministrators {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<DelegatedAdministrator>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let builder = client(aws).list_delegated_administrators();
        let request = |token| builder.clone().set_next_token(token).send();
        let mut all = Vec::new();
        let take = |page: ListDelegatedAdministratorsOutput| {
            for one in present(page.delegated_administrators, "DelegatedAdministrators")? {
                all.push(DelegatedAdministrator {
                    account: present_id(one.id, "Id")?,
                    name: one.name.unwrap_or_default(),
                });
            }
            Ok(())
        };
        pages::each(request, ListDelegatedAdministratorsOutput::next_token, take).await?;
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
        let Some(response) = absent(sent, NONE)? else {
            return Ok(None);
        };
        let policy = present(response.resource_policy, "ResourcePolicy")?;
        let content = present_id(policy.content, "Content")?;
        Ok(Some(PolicyText::new(content)))
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
    let response = client(aws).list_parents().child_id(child).send().await;
    let of = |fault: Fault| fault.of("organizations:ListParents");
    let response = response.map_err(|error| of(Fault::from(error)))?;
    // Accounts and organisational units have exactly one parent each.
    let parent = response
        .parents
        .and_then(|parents| parents.into_iter().next());
    let parent = present(parent, "Parents").and_then(|parent| present_id(parent.id, "Id"));
    parent.map(Some).map_err(of)
}

/// The policies of one sort that are attached to one target.
async fn attached(aws: &Aws, target: &str, kind: PolicyType) -> Answer<Vec<OrganizationPolicy>> {
    use aws_sdk_organizations::types::PolicyType as Sort;
    let sort = match kind {
        PolicyType::ServiceControl => Sort::ServiceControlPolicy,
        PolicyType::ResourceControl => Sort::ResourceControlPolicy,
    };
    let builder = client(aws).list_policies_for_target().target_id(target);
    let builder = builder.filter(sort);
    let request = |token| builder.clone().set_next_token(token).send();
    let mut policies = Vec::new();
    let take = |page: ListPoliciesForTargetOutput| {
        policies.extend(present(page.policies, "Policies")?);
        Ok(())
    };
    pages::each(request, ListPoliciesForTargetOutput::next_token, take).await?;
    let mut all = Vec::new();
    for summary in policies {
        all.push(OrganizationPolicy {
            document: document(aws, &summary).await?,
            arn: present_id(summary.arn, "Arn")?,
            name: summary.name.unwrap_or_default(),
            by_aws: summary.aws_managed,
            target: target.into(),
            kind,
        });
    }
    Ok(all)
}

/// What a policy says: asked once, wherever it is attached.
async fn document(aws: &Aws, summary: &PolicySummary) -> Answer<PolicyText> {
    let id = present_id(summary.id.clone(), "Id")?;
    let text: Dated<Arc<PolicyText>> = Shared::get(aws, &id, || async {
        let response = client(aws).describe_policy().policy_id(&id).send().await;
        let response =
            response.map_err(|error| Fault::from(error).of("organizations:DescribePolicy"))?;
        let text = response.policy.and_then(|policy| policy.content);
        let text = text.ok_or_else(|| Fault::odd("a policy without content"))?;
        Ok(PolicyText::shared(text))
    })
    .await;
    text.answer.map(|text| (*text).clone())
}
