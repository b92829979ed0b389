//! Somebody acted as the role in the last 90 days.
//!
//! AWS tells the last use of 400 days; a role that is younger than the threshold is not stale
//! yet. The threshold is the setting `iam.role-unused-days`.
use model::iam::{LastUse, Made, Role, RoleCreated, RoleLastUse};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};

use crate::about::age::days;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_LAST_ACCESSED;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-unused",
    title: "The role was used within the last 90 days",
    severity: Severity::Medium,
    why: "An unused role is an unmonitored way into the account: its permissions and its trust \
          policy no longer match a need.",
    fix: Fix::new("aws iam delete-role --role-name {name}"),
    responsibility: IAM_LAST_ACCESSED.identity("delete roles that are no longer needed"),
    needs: &[RoleLastUse::NEED, RoleCreated::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, settings: &Settings) -> Judged {
    match Role::made(role.id()) {
        Made::ForService => return not_applicable("the role is a service-linked role"),
        Made::ByIdentityCenter => return not_applicable("the role belongs to a permission set"),
        Made::ByCustomer | Made::ByBailiwick => {}
    }
    let limit = settings.document.iam.role_unused_days.value;
    let days = |since| days(settings, since);
    let used = *role.see::<RoleLastUse>()?;
    if let LastUse::At(when) = used
        && days(when) <= limit
    {
        return Ok(Verdict::Holds);
    }
    let made = *role.see::<RoleCreated>()?;
    let Some(since) = used.or_since(Some(made)) else {
        return Err(role.gap::<RoleLastUse>(Reason::failed("IAM returned no date of last use")));
    };
    if days(since) <= limit {
        return Ok(Verdict::Holds);
    }
    Ok(match used {
        LastUse::At(_) => broken(format!("the role was not used for {} days", days(since))),
        _ => broken(format!(
            "the role was not used since its creation {} days ago",
            days(since)
        )),
    })
}

#[test]
fn cases() {
    use crate::testing::{named, table_of};
    use LastUse::{Never, Unknown};

    let role = |(path, made, used): (&str, &str, LastUse)| {
        named::<Role>(&format!("arn:aws:iam::111122223333:role/{path}"))
            .with::<RoleCreated>(made.parse().unwrap())
            .with::<RoleLastUse>(used)
    };
    let old = "2020-01-01T00:00:00Z";
    let at = |time: &str| LastUse::At(time.parse().unwrap());
    table_of(&CONTROL, role)
        .passes("yesterday", ("R", old, at("2026-02-28T00:00:00Z")))
        .passes("90 days ago", ("R", old, at("2025-12-01T12:00:00Z")))
        .passes("new", ("R", "2026-02-01T00:00:00Z", Never))
        .fails("91 days ago", ("R", old, at("2025-11-30T12:00:00Z")))
        .fails("never", ("R", old, Never))
        .exempt(
            "a service's",
            ("aws-service-role/x.amazonaws.com/R", old, Never),
        )
        .exempt(
            "a permission set's",
            ("aws-reserved/sso.amazonaws.com/R", old, Never),
        )
        .gap("unknown", ("R", old, Unknown))
        .unread::<RoleLastUse>(("R", old, Never))
        .unread::<RoleCreated>(("R", old, Never))
        .check();
}
