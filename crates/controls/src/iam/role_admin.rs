//! No role has `AdministratorAccess`, or policies that come to the same, unless it is listed.
//!
//! The roles that may are patterns of ARNs in the setting `iam.administrators`. The roles of
//! permission sets (`AWSReservedSSO_*`) count too: the permission set itself is visible in the
//! management account alone, the role is in every account. A service-linked role is its service's.
use model::iam::{Made, Role, RoleBoundary, RolePolicies, Trust};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

use crate::about::judged_policy::judge_holder;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-admin",
    title: "No role outside the list of administrators has full access",
    severity: Severity::High,
    why: "Everything that runs with the role, such as an instance or a pipeline with every package \
          it loads, controls the account.",
    fix: Fix::new(
        "aws iam detach-role-policy --role-name {name} --policy-arn \
          arn:{partition}:iam::aws:policy/AdministratorAccess",
    ),
    responsibility: IAM_POLICIES
        .identity("list the roles that administer the account, and restrict all others"),
    needs: &[RolePolicies::NEED, RoleBoundary::NEED, Trust::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, settings: &Settings) -> Judged {
    if Role::made(role.id()) == Made::ForService {
        return not_applicable("the role is a service-linked role");
    }
    let grants = role.see::<RolePolicies>()?;
    if settings.document.iam.may_administer(role.id()) {
        return Ok(Verdict::Holds);
    }
    let boundary = role.see::<RoleBoundary>()?.as_ref();
    let gap = |reason| role.gap::<RolePolicies>(reason);
    let judged = judge_holder((role.account(), role.id()), grants, boundary, gap)?;
    let Verdict::Broken { because } = judged else {
        return Ok(judged);
    };
    let who = role.see::<Trust>().ok().map(crate::about::trust::names);
    let who = who.filter(|names| !names.is_empty());
    let who = who
        .map(|names| format!("; its trust policy allows {names}"))
        .unwrap_or_default();
    Ok(broken(format!("{because}{who}")))
}

#[test]
fn cases() {
    use crate::cases::policy::{ADMINISTRATOR, allow, bound, deny, grant, unread_managed};
    use crate::cases::trust::trusting;
    use crate::testing::{Given, given, named, rows};
    use model::iam::Grant;

    fn role_as(role: Given<Role>, grants: Vec<Grant>) -> Given<Role> {
        let trust = trusting(r#"{"Service": "ec2.amazonaws.com"}"#, "");
        role.with::<RolePolicies>(grants)
            .with::<RoleBoundary>(None)
            .with::<Trust>(trust.as_str().into())
    }
    fn role(grants: Vec<Grant>) -> Given<Role> {
        role_as(given::<Role>(), grants)
    }
    fn of(path: &str) -> Given<Role> {
        let role = named::<Role>(&format!("arn:aws:iam::111122223333:role/{path}/R"));
        role_as(role, vec![unread_managed(ADMINISTRATOR)])
    }
    let all = || grant("all", &allow("*", "*"));
    let bounded = role(vec![all()]).with::<RoleBoundary>(Some(bound(&allow("s3:*", "*"))));
    rows(&CONTROL)
        .passes("a service", role(vec![grant("s3", &allow("s3:*", "*"))]))
        .passes(
            "taken back",
            role(vec![all(), grant("none", &deny("*", "*"))]),
        )
        .passes("bounded", bounded)
        .fails("AWS's", role(vec![unread_managed(ADMINISTRATOR)]))
        .fails("its own", role(vec![all()]))
        .fails("trust unread", role(vec![all()]))
        .denied::<Trust>()
        .exempt("a service's", of("aws-service-role/x.amazonaws.com"))
        .fails("a permission set's", of("aws-reserved/sso.amazonaws.com"))
        .gap(
            "document unread",
            role(vec![unread_managed("arn:aws:iam::aws:policy/New")]),
        )
        .unread::<RolePolicies>(role(vec![all()]))
        .unread::<RoleBoundary>(role(vec![all()]))
        .check();
}
