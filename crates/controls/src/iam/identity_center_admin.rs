//! `AdministratorAccess` by permission set is assigned to few, listed groups.
//!
//! Listed are the ids of groups, or the ARNs of permission sets, under `iam.administrators` of the
//! settings. Single users are never listed: who they are is decided where groups are.
use model::iam::{Assignment, PermissionSet, PermissionSetAccess};
use model::{Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<PermissionSet> = Control {
    id: "iam.identity-center-admin",
    title: "Permission sets with full access are assigned only to listed groups",
    severity: Severity::High,
    why: "A permission set can grant full access to many accounts at once. Every assignment is a \
          way into all of them.",
    fix: "aws sso-admin delete-account-assignment --region {region} --instance-arn INSTANCE-ARN \
          --permission-set-arn {arn} --target-type AWS_ACCOUNT --target-id ACCOUNT-ID \
          --principal-type PRINCIPAL-TYPE --principal-id PRINCIPAL-ID",
    responsibility: IAM_POLICIES
        .identity("assign administrative permission sets to few, listed groups"),
    needs: &[PermissionSetAccess::NEED],
    judge,
    remedy: None,
};

fn judge(set: Resource<PermissionSet>, settings: &Settings) -> Judged {
    let access = set.see::<PermissionSetAccess>()?;
    if !access.grants_everything() {
        return Ok(Verdict::NotApplicable(
            "the permission set makes no administrators",
        ));
    }
    let settings = &settings.document.iam;
    let known = settings.may_administer(set.id());
    let listed =
        |one: &&Assignment| one.group && (known || settings.may_administer(&one.principal));
    let unlisted: Vec<_> = access
        .assignments
        .iter()
        .filter(|one| !listed(one))
        .collect();
    let first = unlisted.first().map_or(String::new(), |one| {
        let what = if one.group { "group" } else { "user" };
        format!(", among them {what} {} in {}", one.principal, one.account)
    });
    let because = format!("{} assignments are not listed{first}", unlisted.len());
    Ok(broken_if(!unlisted.is_empty(), because))
}

#[cfg(test)]
mod tests {
    use super::{Assignment, CONTROL, PermissionSet, PermissionSetAccess};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::SetAccess;

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
        })
    }

    #[test]
    fn cases() {
        const ADMIN: &str = "AdministratorAccess";
        let denied = Reason::Denied("sso:ListManagedPoliciesInPermissionSet".into());
        let unread = given::<PermissionSet>().without::<PermissionSetAccess>(denied);
        check(
            &CONTROL,
            &[
                passes("assigned to nobody", set(ADMIN, None, None)),
                fails("to a group", set(ADMIN, None, Some(true))),
                fails("to a user", set(ADMIN, None, Some(false))),
                fails("inline", set("ReadOnlyAccess", Some(ALL), Some(true))),
                exempt("no administrators", set("ReadOnlyAccess", None, Some(true))),
                gap("denied", unread),
            ],
        );
    }
}
