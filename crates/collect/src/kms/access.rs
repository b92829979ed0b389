//! Whom the policy and the grants of a customer's key allow.
use aws_sdk_kms::operation::list_grants::ListGrantsOutput;
use aws_sdk_kms::types::{GrantConstraints, GrantListEntry, GrantOperation};
use model::iam::PolicyText;
use model::kms::{Grant, KeyGrants, KeyPolicy};
use policy::KeyGrant;

use super::{client, described};
use crate::fault::{Answer, present, present_id};
use crate::reader::{At, Dated, Draw};
use crate::{Aws, pages};

/// The most grants that one page can hold.
const PAGE: i32 = 100;

impl Draw for KeyPolicy {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<PolicyText>> {
        of_customer(aws, at, async || policy(aws, at).await).await
    }
}

impl Draw for KeyGrants {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<Vec<Grant>>> {
        of_customer(aws, at, async || grants(aws, at).await).await
    }
}

/// What is read of keys that the account manages itself; `None` of others.
async fn of_customer<T, F: Future<Output = Answer<T>> + Send>(
    aws: &Aws,
    at: &At,
    read: impl FnOnce() -> F + Send,
) -> Dated<Option<T>> {
    let Dated { at: began, answer } = described(aws, at).await;
    let answer = match answer {
        Err(fault) => Err(fault),
        Ok(key) if key.by_aws => Ok(None),
        Ok(_) => read().await.map(Some),
    };
    Dated { at: began, answer }
}

async fn policy(aws: &Aws, at: &At) -> Answer<PolicyText> {
    let builder = client(aws, at.region.as_deref()).get_key_policy();
    // The name of every key policy (KMS API Reference, `GetKeyPolicy`).
    let builder = builder.key_id(&*at.id).policy_name("default");
    let response = builder.send().await?;
    present(response.policy, "Policy").map(PolicyText::new)
}

async fn grants(aws: &Aws, at: &At) -> Answer<Vec<Grant>> {
    let builder = client(aws, at.region.as_deref()).list_grants().limit(PAGE);
    let builder = builder.key_id(&*at.id);
    let request = |token| builder.clone().set_marker(token).send();
    let mut all = Vec::new();
    let take = |page: ListGrantsOutput| {
        for entry in present(page.grants, "Grants")? {
            all.push(grant(entry)?);
        }
        Ok(())
    };
    pages::each(request, ListGrantsOutput::next_marker, take).await?;
    Ok(all)
}

/// A grant names a principal or a service principal; one that names neither cannot be judged (KMS API
/// Reference, `GrantListEntry`).
fn grant(entry: GrantListEntry) -> Answer<Grant> {
    let grantee = entry.grantee_principal.or(entry.grantee_service_principal);
    let retiring = entry.retiring_principal;
    let operations = present(entry.operations, "Operations")?;
    Ok(Grant {
        id: present_id(entry.grant_id, "GrantId")?,
        grant: KeyGrant {
            grantee_principal: present_id(grantee, "GranteePrincipal")?,
            operations: operations
                .iter()
                .map(GrantOperation::as_str)
                .map(ToOwned::to_owned)
                .collect(),
            constraints: entry.constraints.map(limits),
        },
        retiring_principal: retiring.or(entry.retiring_service_principal),
    })
}

fn limits(of: GrantConstraints) -> policy::GrantConstraints {
    let pairs = |pairs: Option<std::collections::HashMap<_, _>>| pairs.into_iter().flatten();
    policy::GrantConstraints {
        encryption_context_subset: pairs(of.encryption_context_subset).collect(),
        encryption_context_equals: pairs(of.encryption_context_equals).collect(),
        source_arn: of.source_arn,
    }
}
