//! Cognito identity pools, and what they give to visitors who do not sign in.
use calls::Call;
use calls::cognito_identity::Client;
use calls::cognito_identity::describe_identity_pool::DescribeIdentityPool;
use calls::cognito_identity::get_identity_pool_roles::GetIdentityPoolRoles;
use calls::cognito_identity::list_identity_pools::ListIdentityPools;
use model::iam::{IdentityPool, UnauthenticatedAccess, UnauthenticatedRole};

use super::details::Details;
use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, List, Listed, Only, Read};

fn client(aws: &Aws, at: Option<&str>) -> Client {
    aws.client(at, Client::new)
}

impl List for IdentityPool {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = client(aws, Some(&region.id));
        let response = ListIdentityPools::new().send(&client).await?;
        let (region, account) = (&region.id, aws.account());
        let (partition, number) = (&account.partition, &account.id);
        let arns = response.identity_pools.into_iter().map(|pool| {
            let id = pool.identity_pool_id;
            format!("arn:{partition}:cognito-identity:{region}:{number}:identitypool/{id}")
        });
        let arns: Vec<_> = arns.collect();
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Read for UnauthenticatedAccess {
    async fn read(aws: &Aws, pool: &At) -> Answer<Option<UnauthenticatedRole>> {
        let client = client(aws, pool.region.as_deref());
        let id = pool.id.split_once('/').map_or("", |(_, id)| id);
        let settings = DescribeIdentityPool::new(id).send(&client).await?;
        let allowed = settings.allow_unauthenticated_identities;
        if !present(allowed, "AllowUnauthenticatedIdentities")? {
            return Ok(None);
        }
        let response = GetIdentityPoolRoles::new(id).send(&client).await;
        let roles = response
            .map_err(|error| Fault::from(error).of("cognito-identity:GetIdentityPoolRoles"))?
            .roles;
        // `Roles` is left out where none were set.
        let Some(arn) = roles.unwrap_or_default().remove("unauthenticated") else {
            return Ok(None);
        };
        let details = Details::get(aws).await.answer;
        let details = details.map_err(|fault| fault.of("iam:GetAccountAuthorizationDetails"))?;
        // A role of another account, or one that was deleted, is not among ours.
        let role = details.roles.find(&arn);
        let policies = role.map(|role| details.grants(role)).transpose()?;
        Ok(Some(UnauthenticatedRole {
            policies,
            // Left out where it was never set, which is disabled.
            classic_flow: settings.allow_classic_flow.unwrap_or_default(),
            arn,
        }))
    }
}
