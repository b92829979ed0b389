//! All principals at once.
use model::iam::{AuthorizationDetails, Directory, Principal, PrincipalKind, SupportAccess};

use super::details::{Details, Entities, Entity};
use crate::Aws;
use crate::fault::Answer;
use crate::reader::{At, Dated, Draw};

impl Draw for AuthorizationDetails {
    async fn draw(aws: &Aws, _: &At) -> Dated<Directory> {
        Details::get(aws).await.draw(|details| {
            let sorts = [
                (PrincipalKind::User, &details.users),
                (PrincipalKind::Group, &details.groups),
                (PrincipalKind::Role, &details.roles),
            ];
            let all = sorts.into_iter().flat_map(|(kind, entities)| {
                let entities = entities.all.iter();
                entities.map(move |one| principal(details, one, kind))
            });
            Ok(Directory::new(all.collect::<Answer<_>>()?))
        })
    }
}

fn principal(details: &Details, one: &Entity, kind: PrincipalKind) -> Answer<Principal> {
    Ok(Principal {
        arn: one.arn.clone(),
        kind,
        policies: details.grants(one)?,
        boundary: details.boundary(one),
        trust: one.trust.clone(),
        groups: one.groups.clone(),
        on_instances: one.on_instances,
        tags: one.tags.clone(),
    })
}

/// What the managed policy that opens cases with AWS Support is called, in every partition.
const SUPPORT: &str = ":iam::aws:policy/AWSSupportAccess";

impl Draw for SupportAccess {
    async fn draw(aws: &Aws, _: &At) -> Dated<Vec<String>> {
        Details::get(aws).await.draw(|details| {
            let has = |one: &&Entity| one.attached.iter().any(|(_, arn)| arn.ends_with(SUPPORT));
            let peopled = |one: &&Entity| !details.members(&one.name).is_empty();
            let of = |entities: &Entities| -> Vec<String> {
                let having = entities.all.iter().filter(has);
                having.map(|one| one.arn.clone()).collect()
            };
            let groups = details.groups.all.iter().filter(has).filter(peopled);
            let groups = groups.map(|one| one.arn.clone());
            let roles = of(&details.roles).into_iter();
            Ok(roles.chain(of(&details.users)).chain(groups).collect())
        })
    }
}
