//! Users, groups and roles: which there are, and what the account's details say of each.
use model::iam::{
    Boundary, EntityCreated, EntityPolicies, Grant, Group, GroupPolicies, LastUse, PolicyText,
    Role, RoleBoundary, RoleCreated, RoleLastUse, RolePolicies, RoleTags, Trust, User,
    UserBoundary, UserPolicies, UserTags,
};
use model::{Tags, Timestamp};

use super::details::{Details, Entities, Entity};
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, Dated, Draw, List, Listed, Only};

impl List for User {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        Ok(listed(&Details::get(aws).await.answer?.users, &only))
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}
impl List for Group {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        Ok(listed(&Details::get(aws).await.answer?.groups, &only))
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}
impl List for Role {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        Ok(listed(&Details::get(aws).await.answer?.roles, &only))
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}

impl List for model::iam::Entity {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let details = Details::get(aws).await.answer?;
        let mut all = listed(&details.users, &only);
        all.extend(listed(&details.roles, &only));
        Ok(all)
    }
    fn began(aws: &Aws) -> Option<Timestamp> {
        Details::began(aws)
    }
}

fn listed(entities: &Entities, only: &Only) -> Vec<Listed> {
    let matching = only.of(entities.all.iter().map(|one| one.arn.as_str()));
    match only {
        Only::One(arn) if matching.is_empty() => by_name(entities, arn),
        _ => matching,
    }
}

/// A principal that was named without its path, as events do: names are unique in an account
/// (IAM User Guide, "IAM identifiers").
fn by_name(entities: &Entities, arn: &str) -> Vec<Listed> {
    let pathless = arn.matches('/').count() == 1;
    let named = entities.all.iter();
    let named = named.filter(|one| pathless && one.name == super::last_part(arn));
    Only::All(None).of(named.map(|one| one.arn.as_str()))
}

/// What the details say of one principal.
async fn draw<V>(
    aws: &Aws,
    at: &At,
    of: fn(&Details) -> &Entities,
    how: impl FnOnce(&Details, &Entity) -> Answer<V>,
) -> Dated<V> {
    Details::get(aws).await.draw(|details| {
        let entity = of(details).find(&at.id);
        let entity = entity.ok_or_else(|| Fault::odd("the account's details do not list it"))?;
        how(details, entity)
    })
}

fn users(details: &Details) -> &Entities {
    &details.users
}
fn groups(details: &Details) -> &Entities {
    &details.groups
}
fn roles(details: &Details) -> &Entities {
    &details.roles
}

fn created(entity: &Entity) -> Answer<Timestamp> {
    let created = entity.created;
    created.ok_or_else(|| Fault::odd("the response has no creation time"))
}

/// What the details say of a user or a role, whichever it is.
async fn of_either<V>(
    aws: &Aws,
    at: &At,
    how: impl FnOnce(&Details, &Entity) -> Answer<V>,
) -> Dated<V> {
    let user = at.id.contains(":user/");
    draw(aws, at, if user { users } else { roles }, how).await
}

impl Draw for EntityCreated {
    async fn draw(aws: &Aws, at: &At) -> Dated<Timestamp> {
        of_either(aws, at, |_, entity| created(entity)).await
    }
}
impl Draw for EntityPolicies {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Grant>> {
        of_either(aws, at, Details::grants).await
    }
}

impl Draw for UserTags {
    async fn draw(aws: &Aws, at: &At) -> Dated<Tags> {
        draw(aws, at, users, |_, user| Ok(user.tags.clone())).await
    }
}
impl Draw for UserPolicies {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Grant>> {
        draw(aws, at, users, Details::grants).await
    }
}
impl Draw for UserBoundary {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<Boundary>> {
        draw(aws, at, users, |details, user| Ok(details.boundary(user))).await
    }
}

impl Draw for GroupPolicies {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Grant>> {
        draw(aws, at, groups, Details::grants).await
    }
}

impl Draw for RoleCreated {
    async fn draw(aws: &Aws, at: &At) -> Dated<Timestamp> {
        draw(aws, at, roles, |_, role| created(role)).await
    }
}
impl Draw for RoleTags {
    async fn draw(aws: &Aws, at: &At) -> Dated<Tags> {
        draw(aws, at, roles, |_, role| Ok(role.tags.clone())).await
    }
}
impl Draw for RoleLastUse {
    async fn draw(aws: &Aws, at: &At) -> Dated<LastUse> {
        let last_use = |role: &Entity| role.last_use.unwrap_or(LastUse::Unknown);
        draw(aws, at, roles, |_, role| Ok(last_use(role))).await
    }
}
impl Draw for RolePolicies {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Grant>> {
        draw(aws, at, roles, Details::grants).await
    }
}
impl Draw for RoleBoundary {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<Boundary>> {
        draw(aws, at, roles, |details, role| Ok(details.boundary(role))).await
    }
}
impl Draw for Trust {
    async fn draw(aws: &Aws, at: &At) -> Dated<PolicyText> {
        draw(aws, at, roles, |_, role| {
            let trust = role.trust.clone();
            trust.ok_or_else(|| Fault::odd("the response has no trust policy"))
        })
        .await
    }
}
