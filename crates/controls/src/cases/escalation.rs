//! Accounts in the making: one principal, and an administrator that it might become.
use model::iam::{
    AuthorizationDetails, BindingPolicies, Directory, Entity, Membership, Organization,
    OrganizationPolicy, PolicyType, Principal, PrincipalKind,
};
use model::{Account, Reason, Tags};

use crate::cases::policy::{allow, deny, document, grant};
use crate::cases::trust::trusting;
use crate::testing::{ACCOUNT, Given, given, named};

fn principal(path: &str, statements: &str) -> Principal {
    let role = path.starts_with("role/");
    let trust = trusting(&format!(r#"{{"AWS": "{ACCOUNT}"}}"#), "");
    Principal {
        arn: format!("arn:aws:iam::{ACCOUNT}:{path}"),
        kind: if role {
            PrincipalKind::Role
        } else {
            PrincipalKind::User
        },
        policies: vec![grant("own", statements)],
        boundary: None,
        trust: role.then(|| trust.as_str().into()),
        groups: Vec::new(),
        on_instances: false,
        tags: Tags::new(),
    }
}

/// A user or role with these permissions, beside a role that is an administrator and trusts the
/// account.
pub(crate) fn entity(path: &str, statements: &str) -> Given<Entity> {
    let one = principal(path, statements);
    let entity = named::<Entity>(&one.arn);
    let administrator = principal("role/administrator", &allow("*", "*"));
    let all = Directory::new(vec![one, administrator]);
    entity
        .on::<Account>()
        .with::<AuthorizationDetails>(all)
        .on::<Entity>()
}
pub(crate) fn unread() -> Given<Entity> {
    let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
    let account = given::<Entity>().on::<Account>();
    in_no_organisation(
        account
            .without::<AuthorizationDetails>(denied)
            .on::<Entity>(),
    )
}
pub(crate) fn in_no_organisation(entity: Given<Entity>) -> Given<Entity> {
    let account = entity.on::<Account>().with::<Organization>(None);
    account.with::<BindingPolicies>(None).on::<Entity>()
}
/// A policy of the organisation that denies an action and allows all else.
pub(crate) fn service_control(denied: &str) -> OrganizationPolicy {
    let statements = format!("{}, {}", allow("*", "*"), deny(denied, "*"));
    OrganizationPolicy {
        arn: "arn:aws:organizations::777788889999:policy/o-a1b2c3d4e5/p-1".into(),
        name: "guard".into(),
        kind: PolicyType::ServiceControl,
        by_aws: false,
        target: ACCOUNT.into(),
        document: document(&statements).as_str().into(),
    }
}
fn member(entity: Given<Entity>, management: &str) -> Given<Account> {
    let membership = Membership {
        id: "o-a1b2c3d4e5".into(),
        management: management.into(),
        all_features: true,
    };
    entity
        .on::<Account>()
        .with::<Organization>(Some(membership))
}
/// In an account of an organisation, under a policy.
pub(crate) fn bound_by(entity: Given<Entity>, policy: &OrganizationPolicy) -> Given<Entity> {
    let account = member(entity, "777788889999");
    account
        .with::<BindingPolicies>(Some(vec![policy.clone()]))
        .on::<Entity>()
}
/// In the management account of an organisation that has a policy.
pub(crate) fn managing(entity: Given<Entity>, policy: &OrganizationPolicy) -> Given<Entity> {
    let account = member(entity, ACCOUNT);
    account
        .with::<BindingPolicies>(Some(vec![policy.clone()]))
        .on::<Entity>()
}
/// In an account of an organisation whose policies may not be read.
pub(crate) fn unbound(entity: Given<Entity>) -> Given<Entity> {
    let denied = Reason::Denied("organizations:ListPoliciesForTarget".into());
    member(entity, "777788889999")
        .without::<BindingPolicies>(denied)
        .on::<Entity>()
}
