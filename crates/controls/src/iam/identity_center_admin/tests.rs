use super::{Assignment, CONTROL, PermissionSet, PermissionSetAccess};
use crate::testing::{Given, check, exempt, fails, gap, given, passes};
use model::Reason;
use model::iam::{SetAccess, SetBoundary};

const ALL: &str = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;

fn set(managed: &str, inline: Option<&str>, assigned: Option<bool>) -> Given<PermissionSet> {
    let assigned = assigned.map(|group| Assignment {
        account: "444455556666".into(),
        group,
        principal: "906764e7".into(),
    });
    given::<PermissionSet>().with::<PermissionSetAccess>(SetAccess {
        managed: vec![format!("arn:aws:iam::aws:policy/{managed}")],
        inline: inline.map(Into::into),
        assignments: assigned.into_iter().collect(),
        ..SetAccess::default()
    })
}
/// Assigned to a group, and otherwise so.
fn edited(
    managed: &str,
    inline: Option<&str>,
    edit: impl FnOnce(&mut SetAccess),
) -> Given<PermissionSet> {
    let mut access = SetAccess {
        managed: vec![format!("arn:aws:iam::aws:policy/{managed}")],
        inline: inline.map(Into::into),
        assignments: vec![Assignment {
            account: "444455556666".into(),
            group: true,
            principal: "906764e7".into(),
        }],
        ..SetAccess::default()
    };
    edit(&mut access);
    given::<PermissionSet>().with::<PermissionSetAccess>(access)
}
fn allow(statement: &str) -> String {
    format!(r#"{{"Statement": {{"Effect": "Allow", "Resource": "*", {statement}}}}}"#)
}

#[test]
fn cases() {
    const ADMIN: &str = "AdministratorAccess";
    let denied = Reason::Denied("sso:ListManagedPoliciesInPermissionSet".into());
    let unread = given::<PermissionSet>().without::<PermissionSetAccess>(denied);
    let not_action = allow(r#""NotAction": "s3:DeleteBucket""#);
    let prefixes = allow(r#""Action": ["?*", "a*:*"]"#);
    let rest = allow(r#""Action": ["iam:*", "organizations:*", "account:*"]"#);
    let denied_again = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]}"#;
    let bounded = |boundary| edited(ADMIN, None, |set| set.boundary = Some(boundary));
    let by = |name: &str| SetBoundary::Managed(format!("arn:aws:iam::aws:policy/{name}"));
    let customer = |managed| edited(managed, None, |set| set.customer_managed.push("own".into()));
    let unassigned = edited("ReadOnlyAccess", None, |set| {
        set.customer_managed.push("own".into());
        set.assignments.clear();
    });
    check(
        &CONTROL,
        &[
            passes("assigned to nobody", set(ADMIN, None, None)),
            fails("to a group", set(ADMIN, None, Some(true))),
            fails("to a user", set(ADMIN, None, Some(false))),
            fails("inline", set("ReadOnlyAccess", Some(ALL), Some(true))),
            fails(
                "NotAction",
                set("ReadOnlyAccess", Some(&not_action), Some(true)),
            ),
            fails(
                "by prefixes",
                set("ReadOnlyAccess", Some(&prefixes), Some(true)),
            ),
            fails(
                "two together",
                set("PowerUserAccess", Some(&rest), Some(true)),
            ),
            fails("bounded by everything", bounded(by(ADMIN))),
            fails("a customer managed policy more", customer(ADMIN)),
            passes("a customer managed policy, assigned to nobody", unassigned),
            exempt(
                "denied again",
                set("ReadOnlyAccess", Some(denied_again), Some(true)),
            ),
            exempt("power users", set("PowerUserAccess", None, Some(true))),
            exempt("bounded", bounded(by("ReadOnlyAccess"))),
            gap("a customer managed policy", customer("ReadOnlyAccess")),
            gap(
                "a customer managed boundary",
                bounded(SetBoundary::CustomerManaged("own".into())),
            ),
            exempt("no administrators", set("ReadOnlyAccess", None, Some(true))),
            gap("denied", unread),
        ],
    );
}
