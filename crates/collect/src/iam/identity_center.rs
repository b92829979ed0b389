//! Permission sets of IAM Identity Center: what each grants, and who has it where.
use calls::Call;
use calls::sso_admin::Client;
use calls::sso_admin::get_inline_policy_for_permission_set::GetInlinePolicyForPermissionSet;
use calls::sso_admin::get_permissions_boundary_for_permission_set::{
    GetPermissionsBoundaryForPermissionSet, RESOURCE_NOT_FOUND_EXCEPTION,
};
use calls::sso_admin::list_account_assignments::ListAccountAssignments;
use calls::sso_admin::list_accounts_for_provisioned_permission_set::ListAccountsForProvisionedPermissionSet;
use calls::sso_admin::list_customer_managed_policy_references_in_permission_set::ListCustomerManagedPolicyReferencesInPermissionSet;
use calls::sso_admin::list_instances::ListInstances;
use calls::sso_admin::list_managed_policies_in_permission_set::ListManagedPoliciesInPermissionSet;
use calls::sso_admin::list_permission_sets::ListPermissionSets;
use model::Reason;
use model::iam::{
    Assignment, PermissionSet, PermissionSetAccess, PolicyText, SetAccess, SetBoundary,
};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, List, Listed, Only, Read};

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

impl List for PermissionSet {
    /// An instance is listed in its own Region alone: there is at most one of the organization. Its
    /// members see it as well, though another account owns it; its permission sets are for that
    /// account and its delegated administrators to list, so that a refusal elsewhere is no lost
    /// sight (IAM Identity Center API Reference, `ListInstances`).
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = client(aws, &region.id);
        let response = ListInstances::new().send(&client).await?;
        let mut sets = Vec::new();
        for instance in response.instances {
            let request = ListPermissionSets::new(instance.instance_arn);
            let response = request.send(&client).await;
            let response =
                response.map_err(|error| Fault::from(error).of("sso:ListPermissionSets"));
            let owner = instance.owner_account_id;
            let is_own = owner.is_none_or(|owner| *owner == *aws.account().id);
            match response {
                Ok(response) => sets.extend(response.permission_sets),
                Err(fault) if !is_own && matches!(fault.reason(""), Reason::Denied(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(only.of(sets.iter().map(String::as_str)))
    }
}

impl Read for PermissionSetAccess {
    async fn read(aws: &Aws, set: &At) -> Answer<SetAccess> {
        let client = client(aws, set.region.as_deref().unwrap_or_default());
        let requests = Requests {
            instance: instance_of(aws, &set.id),
            set: set.id.to_string(),
            client,
        };
        let mut access = SetAccess {
            managed: requests.managed().await?,
            customer_managed: requests.customer_managed().await?,
            inline: requests.inline().await?,
            boundary: requests.boundary().await?,
            assignments: Vec::new(),
        };
        if access.may_grant_everything() {
            access.assignments = requests.assignments().await?;
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

/// Requests about one permission set.
struct Requests {
    client: Client,
    instance: String,
    set: String,
}

impl Requests {
    fn names(&self) -> (&str, &str) {
        (&self.instance, &self.set)
    }

    async fn managed(&self) -> Answer<Vec<String>> {
        let (instance, set) = self.names();
        let request = ListManagedPoliciesInPermissionSet::new(instance, set);
        let response = request.send(&self.client).await?;
        let policies = response.attached_managed_policies.into_iter();
        Ok(policies.map(|policy| policy.arn).collect())
    }

    async fn inline(&self) -> Answer<Option<PolicyText>> {
        let (instance, set) = self.names();
        let request = GetInlinePolicyForPermissionSet::new(instance, set);
        let response = request.send(&self.client).await;
        let response = response
            .map_err(|error| Fault::from(error).of("sso:GetInlinePolicyForPermissionSet"))?;
        // Empty where the set has none.
        let text = present(response.inline_policy, "InlinePolicy")?;
        Ok(Some(text)
            .filter(|text| !text.is_empty())
            .map(PolicyText::new))
    }

    async fn customer_managed(&self) -> Answer<Vec<String>> {
        const ACTION: &str = "sso:ListCustomerManagedPolicyReferencesInPermissionSet";
        let (instance, set) = self.names();
        let request = ListCustomerManagedPolicyReferencesInPermissionSet::new(instance, set);
        let response = request.send(&self.client).await;
        let response = response.map_err(|error| Fault::from(error).of(ACTION))?;
        let references = response.customer_managed_policy_references.into_iter();
        Ok(references.map(|reference| reference.name).collect())
    }

    /// AWS answers with an error where the set has none.
    async fn boundary(&self) -> Answer<Option<SetBoundary>> {
        let (instance, set) = self.names();
        let request = GetPermissionsBoundaryForPermissionSet::new(instance, set);
        let response = match request.send(&self.client).await.map_err(Fault::from) {
            Err(fault) if &*fault.code == RESOURCE_NOT_FOUND_EXCEPTION => return Ok(None),
            Err(fault) => return Err(fault.of("sso:GetPermissionsBoundaryForPermissionSet")),
            Ok(response) => response,
        };
        let boundary = present(response.permissions_boundary, "PermissionsBoundary")?;
        let by_customer = boundary.customer_managed_policy_reference;
        let by_customer = by_customer.map(|policy| SetBoundary::CustomerManaged(policy.name));
        let managed = || boundary.managed_policy_arn.map(SetBoundary::Managed);
        let either = by_customer.or_else(managed);
        present(either, "ManagedPolicyArn").map(Some)
    }

    async fn accounts(&self) -> Answer<Vec<String>> {
        let (instance, set) = self.names();
        let request = ListAccountsForProvisionedPermissionSet::new(instance, set);
        let response = request.send(&self.client).await;
        let response = response.map_err(|error| {
            Fault::from(error).of("sso:ListAccountsForProvisionedPermissionSet")
        })?;
        Ok(response.account_ids)
    }

    async fn assignments(&self) -> Answer<Vec<Assignment>> {
        let (instance, set) = self.names();
        let mut all = Vec::new();
        for account in self.accounts().await? {
            let request = ListAccountAssignments::new(instance, set, account);
            let response = request.send(&self.client).await;
            let response =
                response.map_err(|error| Fault::from(error).of("sso:ListAccountAssignments"))?;
            for assignment in response.account_assignments {
                let kind = present(assignment.principal_type, "PrincipalType")?;
                all.push(Assignment {
                    account: assignment.account_id,
                    group: kind == "GROUP",
                    principal: assignment.principal_id,
                });
            }
        }
        Ok(all)
    }
}
