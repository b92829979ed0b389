//! Cognito identity pools, and what they give to visitors who do not sign in.
use aws_sdk_cognitoidentity::Client;
use model::iam::{IdentityPool, UnauthenticatedAccess, UnauthenticatedRole};

use super::details::Details;
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, List, Listed, Only, Read};

/// The most that one page can hold.
const PAGE: i32 = 60;

fn client(aws: &Aws, at: Option<&str>) -> Client {
    aws.client(at, Client::new)
}

impl List for IdentityPool {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let asked = client(aws, Some(&region.id)).list_identity_pools();
        let mut pages = asked.max_results(PAGE).into_paginator().send();
        let mut arns = Vec::new();
        while let Some(page) = pages.next().await {
            for pool in page?.identity_pools.into_iter().flatten() {
                let id = pool.identity_pool_id.unwrap_or_default();
                let (here, account) = (&region.id, aws.account());
                let (partition, number) = (&account.partition, &account.id);
                arns.push(format!(
                    "arn:{partition}:cognito-identity:{here}:{number}:identitypool/{id}"
                ));
            }
        }
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Read for UnauthenticatedAccess {
    async fn read(aws: &Aws, pool: &At) -> Answer<Option<UnauthenticatedRole>> {
        let client = client(aws, pool.region.as_deref());
        let id = pool.id.split_once('/').map_or("", |(_, id)| id);
        let told = client.describe_identity_pool().identity_pool_id(id);
        let told = told.send().await?;
        if !told.allow_unauthenticated_identities {
            return Ok(None);
        }
        let roles = client.get_identity_pool_roles().identity_pool_id(id);
        let roles = roles.send().await;
        let roles = roles
            .map_err(|error| Fault::from(error).of("cognito-identity:GetIdentityPoolRoles"))?
            .roles;
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
            classic_flow: told.allow_classic_flow.unwrap_or_default(),
            arn,
        }))
    }
}
