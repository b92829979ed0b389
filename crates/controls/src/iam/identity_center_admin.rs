//! Permission sets with full access are assigned to few, listed groups.
//!
//! Listed are the ids of groups, or the ARNs of permission sets, under `iam.administrators` of the
//! settings. Single users are never listed: group membership decides who they are. What a set
//! grants is asked of the policy engine (`about/set_access.rs`).
use model::iam::{Assignment, PermissionSet, PermissionSetAccess};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, broken_if};

use crate::about::set_access::{Access, full_access};
use crate::about::verdicts::not_applicable;
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
        return not_applicable("the permission set does not grant full access");
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

#[test]
fn cases() {
    use crate::cases::permission_sets::{ADMIN, READ_ONLY, allow, bounded, custom, set};
    use model::iam::SetBoundary::{CustomerManaged, Managed};

    let power = "PowerUserAccess";
    let all = allow(r#""Action": "*""#);
    let but = all.replace(
        "}}",
        r#"}, {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]}"#,
    );
    let denied_again = but.replace(r#""Statement": {"#, r#""Statement": [{"#);
    let (group, user) = (Some(true), Some(false));
    let inline = |statement: &str| set(READ_ONLY, Some(&allow(statement)), group);
    let rest = allow(r#""Action": ["iam:*", "organizations:*", "account:*"]"#);
    let by = |name: &str| Managed(format!("arn:aws:iam::aws:policy/{name}"));
    crate::testing::table::<PermissionSetAccess>(&CONTROL)
        .passes("assigned to nobody", set(ADMIN, None, None))
        .fails("to a group", set(ADMIN, None, group))
        .fails("to a user", set(ADMIN, None, user))
        .fails("inline", inline(r#""Action": "*""#))
        .fails("NotAction", inline(r#""NotAction": "s3:DeleteBucket""#))
        .fails("by prefixes", inline(r#""Action": ["?*", "a*:*"]"#))
        .fails("two together", set(power, Some(&rest), group))
        .fails("bounded by everything", bounded(by(ADMIN)))
        .fails("a customer managed policy more", custom(ADMIN, group))
        .passes(
            "a customer managed policy to nobody",
            custom(READ_ONLY, None),
        )
        .exempt("denied again", set(READ_ONLY, Some(&denied_again), group))
        .exempt("power users", set(power, None, group))
        .exempt("bounded", bounded(by(READ_ONLY)))
        .gap("a customer managed policy", custom(READ_ONLY, group))
        .gap(
            "a customer managed boundary",
            bounded(CustomerManaged("own".into())),
        )
        .exempt("no administrators", set(READ_ONLY, None, group))
        .check();
}
