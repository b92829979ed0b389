//! Permission sets of IAM Identity Center in the making.
use model::iam::{Assignment, SetAccess, SetBoundary};

pub(crate) const ADMIN: &str = "AdministratorAccess";
pub(crate) const READ_ONLY: &str = "ReadOnlyAccess";

/// A policy of one Allow statement on everything.
pub(crate) fn allow(statement: &str) -> String {
    format!(r#"{{"Statement": {{"Effect": "Allow", "Resource": "*", {statement}}}}}"#)
}

/// With one policy of AWS's, an inline policy, and assigned: to a group, to a user, or to nobody.
pub(crate) fn set(managed: &str, inline: Option<&str>, group: Option<bool>) -> SetAccess {
    let assigned = group.map(|group| Assignment {
        account: "444455556666".into(),
        group,
        principal: "906764e7".into(),
    });
    SetAccess {
        managed: vec![format!("arn:aws:iam::aws:policy/{managed}")],
        inline: inline.map(Into::into),
        assignments: assigned.into_iter().collect(),
        ..SetAccess::default()
    }
}

/// An administrator's, within a boundary.
pub(crate) fn bounded(boundary: SetBoundary) -> SetAccess {
    SetAccess {
        boundary: Some(boundary),
        ..set(ADMIN, None, Some(true))
    }
}

/// With a customer managed policy beside one of AWS's.
pub(crate) fn custom(managed: &str, group: Option<bool>) -> SetAccess {
    SetAccess {
        customer_managed: vec!["own".into()],
        ..set(managed, None, group)
    }
}
