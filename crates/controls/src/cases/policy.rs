//! Policies in the making.
use model::iam::{Boundary, Grant, Inline, Policy, PolicyDocument, PolicyUse, Uses};
use model::{Demand, Reason};

use crate::testing::{Given, Table, exempt, fails, gap, given, table_of};

pub(crate) const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const USER: &str = "arn:aws:iam::111122223333:user/ann";

/// The table of a control on policies: a row is the statements of one that is attached to a user.
/// `wrong` fails inline as well; what is not attached and what only bounds is left to others.
pub(crate) fn policies<'a>(control: &'static dyn Demand, wrong: &str) -> Table<'a, &'a str> {
    of_any_policy(control, wrong).and(exempt("unattached", unattached(wrong)))
}
/// The same, of a control that counts policies that are not attached too.
pub(crate) fn of_any_policy<'a>(control: &'static dyn Demand, wrong: &str) -> Table<'a, &'a str> {
    table_of(control, attached)
        .and(fails("inline", inline(wrong)))
        .and(exempt("boundary", bounding(wrong)))
        .and(gap("unread", unread()))
        .and(gap("use unread", unknown_use(wrong)))
}

/// Statements as a document.
pub(crate) fn document(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}
/// An Allow of an action on a resource.
pub(crate) fn allow(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
}
/// An Allow of an action on everything, under a condition.
pub(crate) fn allow_if(action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*", "Condition": {{{condition}}}}}"#
    )
}
/// The same statement as a Deny.
pub(crate) fn deny(action: &str, resource: &str) -> String {
    allow(action, resource).replace("Allow", "Deny")
}
/// A principal's inline policy.
pub(crate) fn grant(name: &str, statements: &str) -> Grant {
    let text = document(statements);
    Grant {
        name: name.into(),
        arn: None,
        group: None,
        document: Some(text.as_str().into()),
    }
}
/// The same by way of a group.
pub(crate) fn grant_by(group: &str, statements: &str) -> Grant {
    Grant {
        group: Some(group.into()),
        ..grant(group, statements)
    }
}
/// A managed policy of AWS's without its document.
pub(crate) fn unread_managed(arn: &str) -> Grant {
    Grant {
        name: arn.rsplit('/').next().unwrap_or_default().into(),
        arn: Some(arn.into()),
        group: None,
        document: None,
    }
}
/// An inline policy of this text.
pub(crate) fn written(name: &str, text: &str) -> Grant {
    Grant {
        document: Some(text.into()),
        ..grant(name, "")
    }
}
/// The same policy by way of a group.
pub(crate) fn by_group(grant: Grant) -> Grant {
    Grant {
        group: Some("staff".into()),
        ..grant
    }
}
/// A managed policy of AWS's by its name, without its document.
pub(crate) fn managed(name: &str) -> Grant {
    unread_managed(&format!("arn:aws:iam::aws:policy/{name}"))
}
/// A boundary.
pub(crate) fn bound(statements: &str) -> Boundary {
    let text = document(statements);
    Boundary {
        arn: "arn:aws:iam::111122223333:policy/bound".into(),
        document: Some(text.as_str().into()),
    }
}
pub(crate) fn used(statements: &str, uses: Uses) -> Given<Policy> {
    let text = document(statements);
    given::<Policy>()
        .with::<PolicyDocument>(text.as_str().into())
        .with::<PolicyUse>(uses)
}
pub(crate) fn attached(statements: &str) -> Given<Policy> {
    let attached = vec![USER.into()];
    let uses = Uses {
        attached,
        ..Uses::default()
    };
    used(statements, uses)
}
pub(crate) fn unattached(statements: &str) -> Given<Policy> {
    used(statements, Uses::default())
}
pub(crate) fn bounding(statements: &str) -> Given<Policy> {
    let bounds = vec![USER.into()];
    used(
        statements,
        Uses {
            bounds,
            ..Uses::default()
        },
    )
}
pub(crate) fn inline_of(principal: &str, statements: &str) -> Given<Policy> {
    let (principal, name) = (principal.into(), "own".into());
    let inline = Some(Inline { principal, name });
    used(
        statements,
        Uses {
            inline,
            ..Uses::default()
        },
    )
}
pub(crate) fn inline(statements: &str) -> Given<Policy> {
    inline_of(USER, statements)
}
pub(crate) fn of_a_service(statements: &str) -> Given<Policy> {
    inline_of(
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X",
        statements,
    )
}
fn denied() -> Reason {
    Reason::Denied("iam:GetAccountAuthorizationDetails".into())
}
pub(crate) fn unread() -> Given<Policy> {
    attached("").without::<PolicyDocument>(denied())
}
pub(crate) fn unknown_use(statements: &str) -> Given<Policy> {
    attached(statements).without::<PolicyUse>(denied())
}
