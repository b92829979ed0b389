//! Policies: what they say, and who has them.
use std::collections::BTreeSet;

use model::Timestamp;
use model::iam::{
    AwsPolicy, AwsPolicyUsers, Inline, Policy, PolicyDocument, PolicyText, PolicyUse, Uses,
};

use super::details::{Details, Entity};
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, Dated, Draw, List, Listed, Only};

/// How the ARN of one of AWS's own policies goes on after the partition.
const BY_AWS: &str = ":iam::aws:policy/";

impl List for Policy {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let details = Details::get(aws).await.answer?;
        let managed = details.policies.keys().filter(|arn| !arn.contains(BY_AWS));
        let mut ids: Vec<String> = managed.cloned().collect();
        ids.extend(
            inline(&details).map(|(principal, name)| Policy::inline_id(&principal.arn, name)),
        );
        // The order of a map is another each time.
        ids.sort_unstable();
        Ok(only.of(ids.iter().map(String::as_str)))
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}

/// Every inline policy: whose, and its name.
fn inline(details: &Details) -> impl Iterator<Item = (&Entity, &str)> {
    let all = details.principals();
    all.flat_map(|one| one.inline.iter().map(move |(name, _)| (one, &**name)))
}

impl Details {
    /// Users, groups and roles.
    fn principals(&self) -> impl Iterator<Item = &Entity> {
        let users = self.users.all.iter();
        users.chain(&self.groups.all).chain(&self.roles.all)
    }

    /// The ARNs of those who have a managed policy.
    fn having(&self, policy: &str) -> Vec<String> {
        let has = |one: &&Entity| one.attached.iter().any(|(_, arn)| arn == policy);
        let having = self.principals().filter(has);
        having.map(|one| one.arn.clone()).collect()
    }

    /// The ARNs of those whose boundary a managed policy is.
    fn bounded_by(&self, policy: &str) -> Vec<String> {
        let bounds = |one: &&Entity| one.boundary.as_deref() == Some(policy);
        let bounded = self.principals().filter(bounds);
        bounded.map(|one| one.arn.clone()).collect()
    }

    /// The names of the users in a group.
    pub fn members(&self, group: &str) -> Vec<String> {
        let in_it = |user: &&Entity| user.groups.iter().any(|name| name == group);
        let members = self.users.all.iter().filter(in_it);
        members.map(|user| user.name.clone()).collect()
    }

    /// What a policy says, by its row's id.
    fn document(&self, id: &str) -> Option<&PolicyText> {
        let Some((principal, name)) = id.split_once('#') else {
            return self.policies.get(id);
        };
        let sorts = [&self.users, &self.groups, &self.roles];
        let entity = sorts.into_iter().find_map(|sort| sort.find(principal))?;
        let mut inline = entity.inline.iter();
        inline.find(|(own, _)| own == name).map(|(_, text)| text)
    }
}

impl Draw for PolicyDocument {
    async fn draw(aws: &Aws, at: &At) -> Dated<PolicyText> {
        Details::get(aws).await.draw(|details| {
            let text = details.document(&at.id).cloned();
            text.ok_or_else(|| Fault::odd("the account's details do not have its document"))
        })
    }
}

impl Draw for PolicyUse {
    async fn draw(aws: &Aws, at: &At) -> Dated<Uses> {
        Details::get(aws).await.draw(|details| {
            let inline = at.id.split_once('#').map(|(principal, name)| Inline {
                principal: principal.into(),
                name: name.into(),
            });
            Ok(Uses {
                inline,
                attached: details.having(&at.id),
                bounds: details.bounded_by(&at.id),
            })
        })
    }
}

impl List for AwsPolicy {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let details = Details::get(aws).await.answer?;
        let attached = details.principals().flat_map(|one| &one.attached);
        let arns = attached.map(|(_, arn)| arn.clone());
        let mut arns: BTreeSet<String> = arns.filter(|arn| arn.contains(BY_AWS)).collect();
        // It exists in every account, and is listed also where it is not attached.
        let partition = &aws.account().partition;
        arns.insert(format!("arn:{partition}{BY_AWS}AWSCloudShellFullAccess"));
        Ok(only.of(arns.iter().map(String::as_str)))
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}

impl Draw for AwsPolicyUsers {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<String>> {
        let details = Details::get(aws).await;
        details.draw(|details| Ok(details.having(&at.id)))
    }
}
