//! All principals and policies of the account, as one paged call returns them.
use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types::{
    AttachedPermissionsBoundary, AttachedPolicy, EntityType, GroupDetail, ManagedPolicyDetail,
    PolicyDetail, RoleDetail, Tag, UserDetail,
};
use model::iam::{Boundary, Grant, LastUse, PolicyText};
use model::{Kind, Tags, Timestamp, iam};

use super::{client, last_part, time};
use crate::fault::{Answer, Fault, present, present_id};
use crate::reader::Dated;
use crate::shared::Shared;
use crate::{Aws, pages};

/// The most that one page can hold.
const PAGE: i32 = 1000;

/// What the account's principals and policies are, as far as the run asks.
#[derive(Default)]
pub(super) struct Details {
    pub users: Entities,
    pub groups: Entities,
    pub roles: Entities,
    /// Managed policies by ARN: the customer's, and those of AWS's that are attached.
    pub policies: HashMap<String, PolicyText>,
}

/// Principals of one sort, by ARN.
#[derive(Default)]
pub(super) struct Entities {
    pub all: Vec<Entity>,
    by_arn: HashMap<String, usize>,
}

/// A user, group or role.
#[derive(Default)]
pub(super) struct Entity {
    pub arn: String,
    pub name: String,
    pub created: Option<Timestamp>,
    pub inline: Vec<(String, PolicyText)>,
    /// Names and ARNs of managed policies.
    pub attached: Vec<(String, String)>,
    /// The ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// The names of a user's groups.
    pub groups: Vec<String>,
    pub tags: Tags,
    pub trust: Option<PolicyText>,
    pub last_use: Option<LastUse>,
    pub on_instances: bool,
}

impl Entities {
    fn add(&mut self, entity: Entity) {
        self.by_arn.insert(entity.arn.clone(), self.all.len());
        self.all.push(entity);
    }

    pub fn find(&self, arn: &str) -> Option<&Entity> {
        self.all.get(*self.by_arn.get(arn)?)
    }
}

impl Details {
    /// The account's details: requested once in a run.
    pub async fn get(aws: &Aws) -> Dated<Arc<Self>> {
        Shared::get(aws, "", || fetch(aws)).await
    }

    pub fn began(aws: &Aws) -> Option<Timestamp> {
        Shared::<Self>::began(aws, "")
    }

    /// Every policy of a principal, a user's groups' among them.
    pub fn grants(&self, entity: &Entity) -> Answer<Vec<Grant>> {
        let mut grants = self.own_grants(entity, None);
        for name in &entity.groups {
            let group = self.groups.all.iter().find(|group| group.name == *name);
            let odd = format!("group `{name}` of `{}` is not among the groups", entity.arn);
            let group = group.ok_or_else(|| Fault::odd(odd))?;
            grants.extend(self.own_grants(group, Some(name)));
        }
        Ok(grants)
    }

    fn add(&mut self, page: GetAccountAuthorizationDetailsOutput) -> Answer<()> {
        for one in page.user_detail_list.into_iter().flatten() {
            self.users.add(user(one)?);
        }
        for one in page.group_detail_list.into_iter().flatten() {
            self.groups.add(group(one)?);
        }
        for one in page.role_detail_list.into_iter().flatten() {
            self.roles.add(role(one)?);
        }
        for one in page.policies.into_iter().flatten() {
            let (arn, text) = managed(one)?;
            self.policies.insert(arn, text);
        }
        Ok(())
    }

    fn own_grants(&self, entity: &Entity, group: Option<&String>) -> Vec<Grant> {
        let attached = entity.attached.iter().map(|(name, arn)| Grant {
            name: name.clone(),
            arn: Some(arn.clone()),
            group: group.cloned(),
            document: self.policies.get(arn).cloned(),
        });
        let inline = entity.inline.iter().map(|(name, document)| Grant {
            name: name.clone(),
            arn: None,
            group: group.cloned(),
            document: Some(document.clone()),
        });
        attached.chain(inline).collect()
    }

    pub fn boundary(&self, entity: &Entity) -> Option<Boundary> {
        entity.boundary.as_ref().map(|arn| Boundary {
            document: self.policies.get(arn).cloned(),
            arn: arn.clone(),
        })
    }
}

/// Asks for what the run wants; all at once in the fewest pages where it wants everything.
async fn fetch(aws: &Aws) -> Answer<Details> {
    let types = wanted(aws);
    let filter = Some(types).filter(|types| types.len() < 5);
    let builder = client(aws).get_account_authorization_details();
    let builder = builder.set_filter(filter).max_items(PAGE);
    let request = |token| builder.clone().set_marker(token).send();
    let mut details = Details::default();
    let take = |page| details.add(page);
    pages::each(request, GetAccountAuthorizationDetailsOutput::marker, take).await?;
    Ok(details)
}

/// The sorts of entities that the run's facts are drawn from.
fn wanted(aws: &Aws) -> Vec<EntityType> {
    use EntityType::{AwsManagedPolicy, Group, LocalManagedPolicy, Role, User};
    use model::Fact;
    let wants = |ids: &[&str]| ids.iter().any(|id| aws.wants(id));
    let all = wants(&[
        iam::AuthorizationDetails::ID,
        iam::Policy::ID,
        iam::AwsPolicy::ID,
    ]);
    let either = wants(&[iam::EntityPolicies::ID]);
    let users_grants = either || wants(&[iam::UserPolicies::ID]);
    let groups_grants = wants(&[iam::GroupPolicies::ID]);
    let roles_grants = either || wants(&[iam::RolePolicies::ID, iam::UnauthenticatedAccess::ID]);
    let bounded = wants(&[iam::UserBoundary::ID, iam::RoleBoundary::ID]);
    let support = wants(&[iam::SupportAccess::ID]);
    let acting = wants(&[iam::Entity::ID]);
    let users = acting || wants(&[iam::User::ID]) || users_grants || support;
    let groups = wants(&[iam::Group::ID]) || users_grants || groups_grants || support;
    let roles = acting || wants(&[iam::Role::ID, iam::Anchoring::ID]) || roles_grants || support;
    let documents = users_grants || groups_grants || roles_grants || bounded;
    let types = [
        (User, users),
        (Group, groups),
        (Role, roles),
        (LocalManagedPolicy, documents),
        (AwsManagedPolicy, documents),
    ];
    let types = types.into_iter().filter(|(_, wanted)| all || *wanted);
    types.map(|(sort, _)| sort).collect()
}

fn user(detail: UserDetail) -> Answer<Entity> {
    Ok(Entity {
        created: detail.create_date.as_ref().and_then(time),
        inline: inline(detail.user_policy_list)?,
        attached: attached(detail.attached_managed_policies)?,
        boundary: detail.permissions_boundary.map(bounding).transpose()?,
        groups: detail.group_list.unwrap_or_default(),
        tags: tags(detail.tags),
        ..named(detail.arn, detail.user_name)?
    })
}

fn group(detail: GroupDetail) -> Answer<Entity> {
    Ok(Entity {
        created: detail.create_date.as_ref().and_then(time),
        inline: inline(detail.group_policy_list)?,
        attached: attached(detail.attached_managed_policies)?,
        ..named(detail.arn, detail.group_name)?
    })
}

fn role(detail: RoleDetail) -> Answer<Entity> {
    let trust = detail.assume_role_policy_document;
    // An empty element says that the role was not used while AWS remembers; none says nothing.
    let last_use = detail.role_last_used.map(|used| {
        let used = used.last_used_date.as_ref();
        used.map_or(LastUse::Never, |at| {
            time(at).map_or(LastUse::Unknown, LastUse::At)
        })
    });
    Ok(Entity {
        created: detail.create_date.as_ref().and_then(time),
        inline: inline(detail.role_policy_list)?,
        attached: attached(detail.attached_managed_policies)?,
        boundary: detail.permissions_boundary.map(bounding).transpose()?,
        tags: tags(detail.tags),
        trust: trust.map(|text| PolicyText::new(decoded(&text))),
        on_instances: detail
            .instance_profile_list
            .is_some_and(|all| !all.is_empty()),
        last_use,
        ..named(detail.arn, detail.role_name)?
    })
}

fn named(arn: Option<String>, name: Option<String>) -> Answer<Entity> {
    let arn = present_id(arn, "Arn")?;
    Ok(Entity {
        name: name.unwrap_or_else(|| last_part(&arn).to_owned()),
        arn,
        ..Entity::default()
    })
}

fn inline(policies: Option<Vec<PolicyDetail>>) -> Answer<Vec<(String, PolicyText)>> {
    let all = policies.into_iter().flatten();
    all.map(|one| {
        let name = present_id(one.policy_name, "PolicyName")?;
        let text = present_id(one.policy_document, "PolicyDocument")?;
        Ok((name, PolicyText::new(decoded(&text))))
    })
    .collect()
}

fn attached(policies: Option<Vec<AttachedPolicy>>) -> Answer<Vec<(String, String)>> {
    let all = policies.into_iter().flatten();
    all.map(|one| {
        let arn = present_id(one.policy_arn, "PolicyArn")?;
        let name = one.policy_name;
        Ok((name.unwrap_or_else(|| last_part(&arn).to_owned()), arn))
    })
    .collect()
}

fn bounding(boundary: AttachedPermissionsBoundary) -> Answer<String> {
    present_id(boundary.permissions_boundary_arn, "PermissionsBoundaryArn")
}

fn tags(tags: Option<Vec<Tag>>) -> Tags {
    let all = tags.into_iter().flatten();
    all.map(|tag| (tag.key, tag.value)).collect()
}

/// A managed policy's ARN and default version.
fn managed(detail: ManagedPolicyDetail) -> Answer<(String, PolicyText)> {
    let default = detail.default_version_id;
    let mut versions = detail.policy_version_list.into_iter().flatten();
    let version = versions.find(|one| {
        one.is_default_version || one.version_id.is_some() && one.version_id == default
    });
    let text = present(version, "PolicyVersionList")?.document;
    let text = present_id(text, "Document")?;
    let arn = present_id(detail.arn, "Arn")?;
    Ok((arn, PolicyText::shared(decoded(&text))))
}

/// The text of a document that IAM returns URL-encoded (RFC 3986): a plus sign is itself.
fn decoded(text: &str) -> Box<str> {
    if text.trim_start().starts_with('{') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    String::from_utf8(bytes).map_or_else(|_| text.into(), String::into_boxed_str)
}
