//! Trust policies in the making.
use model::iam::{Membership, Organization, OrganizationAccounts, Role, Trust};
use model::{Account, Kind, Reason};

use crate::cases::policy::document;
use crate::testing::{Given, given, named};

/// A statement that lets a principal become the role, under conditions.
pub(crate) fn let_in(principal: &str, condition: &str) -> String {
    let action = if principal.contains("Federated") {
        "sts:AssumeRoleWithWebIdentity"
    } else {
        "sts:AssumeRole"
    };
    format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "{action}", "Condition": {{{condition}}}}}"#
    )
}
/// The same as a document.
pub(crate) fn trusting(principal: &str, condition: &str) -> String {
    document(&let_in(principal, condition))
}
pub(crate) fn role(statements: &str) -> Given<Role> {
    given::<Role>().with::<Trust>(document(statements).as_str().into())
}
/// A role that trusts a principal, under conditions.
pub(crate) fn trusted(principal: &str, condition: &str) -> Given<Role> {
    role(&let_in(principal, condition))
}
pub(crate) fn of_a_service() -> Given<Role> {
    let arn = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R";
    let trust = trusting(r#"{"Service": "x.amazonaws.com"}"#, "");
    named::<Role>(arn).with::<Trust>(trust.as_str().into())
}
pub(crate) fn denied(action: &str) -> Reason {
    Reason::Denied(action.into())
}
pub(crate) fn unread() -> Given<Role> {
    given::<Role>().without::<Trust>(denied("iam:GetAccountAuthorizationDetails"))
}
/// In no organisation.
pub(crate) fn alone(role: Given<Role>) -> Given<Role> {
    role.on::<Account>().with::<Organization>(None).on::<Role>()
}
/// In an account of which it could not be read whether it has an organization.
pub(crate) fn blind(role: Given<Role>) -> Given<Role> {
    let account = role.on::<Account>();
    account
        .without::<Organization>(denied("organizations:DescribeOrganization"))
        .on::<Role>()
}
/// In an organisation of which the accounts may be read, or not.
pub(crate) fn organised<K: Kind>(given: Given<K>, accounts: Option<&[&str]>) -> Given<K> {
    let membership = Membership {
        id: "o-a1b2c3d4e5".into(),
        management: "777788889999".into(),
        all_features: true,
    };
    let account = given.on::<Account>().with::<Organization>(Some(membership));
    let account = match accounts {
        Some(all) => {
            let all = all.iter().map(|one| (*one).to_owned()).collect();
            account.with::<OrganizationAccounts>(Some(all))
        }
        None => account.without::<OrganizationAccounts>(denied("organizations:ListAccounts")),
    };
    account.on::<K>()
}
/// A role for those who sign in with a web identity provider, with these claims.
pub(crate) fn by(provider: &str, claims: &[(&str, &str)]) -> Given<Role> {
    let own = !["cognito-identity.amazonaws.com", "accounts.google.com"].contains(&provider);
    let arn = if own {
        "arn:aws:iam::111122223333:oidc-provider/"
    } else {
        ""
    };
    let claims = claims
        .iter()
        .map(|(key, value)| format!(r#""{provider}:{key}": "{value}""#));
    let claims = claims.collect::<Vec<_>>().join(", ");
    let condition = format!(r#""StringLike": {{{claims}}}"#);
    trusted(
        &format!(r#"{{"Federated": "{arn}{provider}"}}"#),
        &condition,
    )
}
/// The same for STS and one subject.
pub(crate) fn on(provider: &str, subject: &str) -> Given<Role> {
    by(provider, &[("aud", "sts.amazonaws.com"), ("sub", subject)])
}
