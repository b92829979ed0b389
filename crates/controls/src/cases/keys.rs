//! KMS keys in the making.
use model::Account;
use model::iam::Organization;
use model::kms::{Grant, Key, KeyGrants, KeyMetadata, KeyPolicy, Metadata};
use policy::KeyGrant;

use crate::cases::policy::document;
use crate::testing::{Given, given};

/// A customer's symmetric encryption key in this state.
pub(crate) fn metadata(state: &str) -> Metadata {
    Metadata {
        by_aws: false,
        state: state.into(),
        spec: "SYMMETRIC_DEFAULT".into(),
        origin: "AWS_KMS".into(),
        replica: false,
    }
}

/// A key of the customer in this state, or of AWS.
pub(crate) fn described(state: &str, by_aws: bool) -> Given<Key> {
    given::<Key>().with::<KeyMetadata>(Metadata {
        by_aws,
        ..metadata(state)
    })
}

/// An Allow of actions to a principal, under a condition.
pub(crate) fn allow(principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "{action}", "Resource": "*", "Condition": {{{condition}}}}}"#
    )
}

/// A customer's key whose policy has these statements beside the default one, without grants, in an account
/// of no organization.
pub(crate) fn key(statements: &[String]) -> Given<Key> {
    let own = allow(r#"{"AWS": "arn:aws:iam::111122223333:root"}"#, "kms:*", "");
    let all: Vec<_> = std::iter::once(own)
        .chain(statements.iter().cloned())
        .collect();
    let text = document(&all.join(", "));
    given::<Account>()
        .with::<Organization>(None)
        .on::<Key>()
        .with::<KeyPolicy>(Some(text.as_str().into()))
        .with::<KeyGrants>(Some(Vec::new()))
}

/// A grant to a principal, which another one may retire.
pub(crate) fn grant(to: &str, retiring: Option<&str>) -> Grant {
    Grant {
        id: "0c237476".into(),
        grant: KeyGrant {
            grantee_principal: to.into(),
            operations: vec!["Decrypt".into()],
            constraints: None,
        },
        retiring_principal: retiring.map(Into::into),
    }
}

/// A customer's key with such a grant.
pub(crate) fn granting(to: &str, retiring: Option<&str>, statements: &[String]) -> Given<Key> {
    key(statements).with::<KeyGrants>(Some(vec![grant(to, retiring)]))
}

/// A key that AWS manages.
pub(crate) fn of_aws() -> Given<Key> {
    given::<Key>()
        .with::<KeyPolicy>(None)
        .with::<KeyGrants>(None)
}
