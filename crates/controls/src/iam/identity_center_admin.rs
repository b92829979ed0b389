//! Permission sets with full access are assigned to few, listed groups.
//!
//! Listed are the ids of groups, or the ARNs of permission sets, under `iam.administrators` of the
//! settings. Single users are never listed: group membership decides who they are. What a set
//! grants is asked of the policy engine (`about/set_access.rs`).
use model::iam::{Assignment, PermissionSet, PermissionSetAccess};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::about::set_access::{Access, full_access};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<PermissionSet> = Control {
    id: "iam.identity-center-admin",
    title: "Permission sets with full access are assigned only to listed groups",
    severity: Severity::High,
    why: "A permission set can grant full access to many accounts at once. Every assignment is a \
          way into all of them.",
    fix: Fix::new(
        "aws sso-admin delete-account-assignment --region {region} --instance-arn INSTANCE-ARN \
          --permission-set-arn {arn} --target-type AWS_ACCOUNT --target-id ACCOUNT-ID \
          --principal-type PRINCIPAL-TYPE --principal-id PRINCIPAL-ID",
    ),
    responsibility: IAM_POLICIES
        .identity("assign administrative permission sets to few, listed groups"),
    needs: &[PermissionSetAccess::NEED],
    judge,
    remedy: None,
};

fn judge(set: Resource<PermissionSet>, settings: &Settings) -> Judged {
    let access = set.see::<PermissionSetAccess>()?;
    let granted = full_access(set)?;
    if granted == Access::Less {
        return Ok(Verdict::NotApplicable(
            "the permission set does not grant full access",
        ));
    }
    let settings = &settings.document.iam;
    let set_is_listed = settings.may_administer(set.id());
    let listed =
        |one: &&Assignment| one.group && (set_is_listed || settings.may_administer(&one.principal));
    let assignments = access.assignments.iter();
    let unlisted: Vec<_> = assignments.filter(|one| !listed(one)).collect();
    let first = unlisted.first().map_or(String::new(), |one| {
        let what = if one.group { "group" } else { "user" };
        format!(", such as {what} {} in {}", one.principal, one.account)
    });
    match granted {
        Access::Unknown(gap) if !unlisted.is_empty() => Err(gap),
        _ => {
            let because = format!(
                "{} assignments are to principals that are not listed{first}",
                unlisted.len()
            );
            Ok(broken_if(!unlisted.is_empty(), because))
        }
    }
}

#[cfg(test)]
mod tests {
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
        let customer =
            |managed| edited(managed, None, |set| set.customer_managed.push("own".into()));
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
}
