//! Permission sets of IAM Identity Center: what each grants, and who has it where.
use aws_sdk_ssoadmin::Client;
use aws_sdk_ssoadmin::types::PrincipalType;
use model::iam::{Assignment, PermissionSet, PermissionSetAccess, PolicyText, SetAccess};

use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, List, Listed, Only, Read};

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

impl List for PermissionSet {
    /// An instance is told in its own Region alone: there is at most one of the organisation.
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = client(aws, &region.id);
        let mut pages = client.list_instances().into_paginator().send();
        let mut instances = Vec::new();
        while let Some(page) = pages.next().await {
            let all = page?.instances.into_iter().flatten();
            instances.extend(all.filter_map(|one| one.instance_arn));
        }
        let mut sets = Vec::new();
        for instance in instances {
            let asked = client.list_permission_sets().instance_arn(instance);
            let mut pages = asked.into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| Fault::from(error).of("sso:ListPermissionSets"))?;
                sets.extend(page.permission_sets.into_iter().flatten());
            }
        }
        Ok(only.of(sets.iter().map(String::as_str)))
    }
}

impl Read for PermissionSetAccess {
    async fn read(aws: &Aws, set: &At) -> Answer<SetAccess> {
        let client = client(aws, set.region.as_deref().unwrap_or_default());
        let asked = Asked {
            instance: instance_of(aws, &set.id),
            set: set.id.to_string(),
            client,
        };
        let mut access = SetAccess {
            managed: asked.managed().await?,
            inline: asked.inline().await?,
            assignments: Vec::new(),
        };
        if access.grants_everything() {
            access.assignments = asked.assignments().await?;
        }
        Ok(access)
    }
}

/// `arn:aws:sso:::instance/ssoins-1` of `arn:aws:sso:::permissionSet/ssoins-1/ps-2`.
fn instance_of(aws: &Aws, set: &str) -> String {
    let instance = set.split('/').nth(1).unwrap_or_default();
    let partition = &aws.account().partition;
    format!("arn:{partition}:sso:::instance/{instance}")
}

/// Questions about one permission set.
struct Asked {
    client: Client,
    instance: String,
    set: String,
}

impl Asked {
    async fn managed(&self) -> Answer<Vec<String>> {
        let asked = self.client.list_managed_policies_in_permission_set();
        let asked = asked
            .instance_arn(&self.instance)
            .permission_set_arn(&self.set);
        let mut pages = asked.into_paginator().send();
        let mut arns = Vec::new();
        while let Some(page) = pages.next().await {
            let all = page?.attached_managed_policies.into_iter().flatten();
            arns.extend(all.filter_map(|policy| policy.arn));
        }
        Ok(arns)
    }

    async fn inline(&self) -> Answer<Option<PolicyText>> {
        let asked = self.client.get_inline_policy_for_permission_set();
        let asked = asked
            .instance_arn(&self.instance)
            .permission_set_arn(&self.set);
        let told = asked.send().await;
        let told =
            told.map_err(|error| Fault::from(error).of("sso:GetInlinePolicyForPermissionSet"))?;
        let text = told.inline_policy.filter(|text| !text.is_empty());
        Ok(text.map(PolicyText::new))
    }

    async fn accounts(&self) -> Answer<Vec<String>> {
        let asked = self.client.list_accounts_for_provisioned_permission_set();
        let asked = asked
            .instance_arn(&self.instance)
            .permission_set_arn(&self.set);
        let mut pages = asked.into_paginator().send();
        let mut accounts = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| {
                Fault::from(error).of("sso:ListAccountsForProvisionedPermissionSet")
            })?;
            accounts.extend(page.account_ids.into_iter().flatten());
        }
        Ok(accounts)
    }

    async fn assignments(&self) -> Answer<Vec<Assignment>> {
        let mut all = Vec::new();
        for account in self.accounts().await? {
            let asked = self.client.list_account_assignments().account_id(account);
            let asked = asked
                .instance_arn(&self.instance)
                .permission_set_arn(&self.set);
            let mut pages = asked.into_paginator().send();
            while let Some(page) = pages.next().await {
                let page =
                    page.map_err(|error| Fault::from(error).of("sso:ListAccountAssignments"))?;
                all.extend(
                    page.account_assignments
                        .into_iter()
                        .flatten()
                        .map(|one| Assignment {
                            account: one.account_id.unwrap_or_default(),
                            group: one.principal_type == Some(PrincipalType::Group),
                            principal: one.principal_id.unwrap_or_default(),
                        }),
                );
            }
        }
        Ok(all)
    }
}
