//! An account's principals and policies, as the engine of escalations takes them.
use std::collections::BTreeMap;

use escalate::{
    Account, Attached, Boundary, Details, Group, Inline, InstanceProfile, Managed, PolicyVersion,
    Role, Tag, User,
};
use model::AccountRef;
use model::iam::{Grant, PolicyText, Principal, PrincipalKind};
use policy::Written;

use crate::about::granted::administrator;
use crate::about::granted::read;

/// The account as the engine takes it.
pub(crate) fn described(
    principals: &[Principal],
    account: &AccountRef,
    levels: &[Vec<PolicyText>],
) -> Account {
    let mut details = Details::default();
    let mut managed: BTreeMap<&str, Option<&PolicyText>> = BTreeMap::new();
    for one in principals {
        for grant in &one.policies {
            if let Some(arn) = &grant.arn {
                managed.insert(arn, grant.document.as_ref());
            }
        }
        if let Some(boundary) = &one.boundary {
            managed.insert(&boundary.arn, boundary.document.as_ref());
        }
        enter(&mut details, one);
    }
    let documents = managed
        .into_iter()
        .filter_map(|(arn, text)| in_force(arn, text));
    details.policies = documents.collect();
    let level = |level: &Vec<PolicyText>| level.iter().map(written).collect();
    Account {
        id: account.id.to_string(),
        details,
        compute: Vec::new(),
        service_control: levels.iter().map(level).collect(),
    }
}

fn enter(details: &mut Details, one: &Principal) {
    let own = one.policies.iter().filter(|grant| grant.group.is_none());
    let inline = own
        .clone()
        .filter(|grant| grant.arn.is_none())
        .filter_map(inline);
    let attached = own
        .filter_map(|grant| grant.arn.clone())
        .map(|policy_arn| Attached { policy_arn });
    let (inline, attached_managed_policies) = (inline.collect(), attached.collect());
    let permissions_boundary = one.boundary.as_ref().map(|boundary| Boundary {
        permissions_boundary_arn: boundary.arn.clone(),
    });
    let tag = |(key, value): (&String, &String)| Tag {
        key: key.clone(),
        value: value.clone(),
    };
    let tags = Some(one.tags.iter().map(tag).collect());
    let arn = one.arn.clone();
    match one.kind {
        PrincipalKind::User => details.user_detail_list.push(User {
            arn,
            user_policy_list: inline,
            group_list: one.groups.clone(),
            attached_managed_policies,
            permissions_boundary,
            tags,
        }),
        PrincipalKind::Group => details.group_detail_list.push(Group {
            arn,
            group_name: None,
            group_policy_list: inline,
            attached_managed_policies,
        }),
        PrincipalKind::Role => details.role_detail_list.push(Role {
            assume_role_policy_document: one.trust.as_ref().map(written),
            role_policy_list: inline,
            attached_managed_policies,
            permissions_boundary,
            instance_profile_list: Some(profiles(one)),
            tags,
            arn,
        }),
    }
}

fn inline(grant: &Grant) -> Option<Inline> {
    Some(Inline {
        policy_name: Some(grant.name.clone()),
        policy_document: written(grant.document.as_ref()?),
    })
}

fn profiles(role: &Principal) -> Vec<InstanceProfile> {
    let name = role.arn.rsplit('/').next().unwrap_or_default();
    let arn = role.arn.replace(":role/", ":instance-profile/");
    let profile = InstanceProfile {
        instance_profile_name: name.into(),
        arn,
    };
    if role.on_instances {
        vec![profile]
    } else {
        Vec::new()
    }
}

/// A managed policy's document; one that AWS did not tell is left out, as unknown.
fn in_force(arn: &str, text: Option<&PolicyText>) -> Option<Managed> {
    let document = match text {
        Some(text) => written(text),
        None if arn.ends_with(":iam::aws:policy/AdministratorAccess") => {
            Written::Read(administrator().ok()?.0.clone())
        }
        None => return None,
    };
    let version = PolicyVersion {
        version_id: Some("v1".into()),
        is_default_version: true,
        document,
    };
    Some(Managed {
        arn: arn.into(),
        default_version_id: Some("v1".into()),
        policy_version_list: vec![version],
    })
}

fn written(text: &PolicyText) -> Written {
    match read(text) {
        Ok(read) => Written::Read(read.0.clone()),
        Err(reason) => Written::Unreadable(reason.word().into()),
    }
}
