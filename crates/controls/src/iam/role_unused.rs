//! Somebody acted as the role in the last 90 days.
//!
//! AWS tells the last use of 400 days; a role that is younger than the threshold is not stale
//! yet. The threshold is the setting `iam.role-unused-days`.
use model::iam::{LastUse, Made, Role, RoleCreated, RoleLastUse};
use model::{
    Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Timestamp, Verdict, broken,
};

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
        Made::ForService => return Ok(Verdict::NotApplicable("the role is a service-linked role")),
        Made::ByIdentityCenter => {
            return Ok(Verdict::NotApplicable(
                "the role belongs to a permission set",
            ));
        }
        Made::ByCustomer | Made::ByBailiwick => {}
    }
    let limit = settings.document.iam.role_unused_days.value;
    let days = |since: Timestamp| settings.now.duration_since(since).as_hours() / 24;
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

#[cfg(test)]
mod tests {
    use super::{CONTROL, LastUse, Role, RoleCreated, RoleLastUse};
    use crate::testing::{Given, check, exempt, fails, gap, given, named, passes};
    use model::Reason;

    const OLD: &str = "2020-01-01T00:00:00Z";

    fn role_with(role: Given<Role>, made: &str, used: LastUse) -> Given<Role> {
        role.with::<RoleCreated>(made.parse().unwrap())
            .with::<RoleLastUse>(used)
    }
    fn role(made: &str, used: Option<&str>) -> Given<Role> {
        let used = used.map_or(LastUse::Never, |at| LastUse::At(at.parse().unwrap()));
        role_with(given::<Role>(), made, used)
    }
    fn of(path: &str) -> Given<Role> {
        let role = named::<Role>(&format!("arn:aws:iam::111122223333:role/{path}/R"));
        role_with(role, OLD, LastUse::Never)
    }

    #[test]
    fn cases() {
        let denied = || Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        check(
            &CONTROL,
            &[
                passes("yesterday", role(OLD, Some("2026-02-28T00:00:00Z"))),
                passes("90 days ago", role(OLD, Some("2025-12-01T12:00:00Z"))),
                passes("new", role("2026-02-01T00:00:00Z", None)),
                fails("91 days ago", role(OLD, Some("2025-11-30T12:00:00Z"))),
                fails("never", role(OLD, None)),
                exempt("a service's", of("aws-service-role/x.amazonaws.com")),
                exempt("a permission set's", of("aws-reserved/sso.amazonaws.com")),
                gap("unknown", role_with(given::<Role>(), OLD, LastUse::Unknown)),
                gap("unread", role(OLD, None).without::<RoleLastUse>(denied())),
                gap(
                    "age unread",
                    role(OLD, None).without::<RoleCreated>(denied()),
                ),
            ],
        );
    }
}
