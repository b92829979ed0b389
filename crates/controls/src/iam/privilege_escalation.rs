//! A user or role that is no administrator cannot become one.
//!
//! Every policy that it has counts, with its boundary and the service control policies of the
//! organisation: acting as others, passing roles to what runs code, changing policies, credentials
//! and trust, alone and in chains. Where the service control policies cannot be read, a way that
//! they may close is not assessed; `iam.policy-privilege-escalation` tells of policies regardless.
use model::iam::{AuthorizationDetails, BindingPolicies, Entity, Made, Organization, Role};
use model::{
    Account, Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken,
};

use crate::about::escalation::{Fate, in_words, levels, outcomes};
use crate::about::trust::SERVICE_LINKED;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Entity> = Control {
    id: "iam.privilege-escalation",
    title: "No principal other than administrators can escalate its privileges",
    severity: Severity::High,
    why: "A principal that can change its own permissions, or act as a more privileged principal, \
          effectively has those permissions, and so does anyone who steals its credentials.",
    fix: Fix::new(
        "aws iam put-role-permissions-boundary --role-name {name} --permissions-boundary BOUNDARY_ARN \
         (replaces the permissions boundary, if there is one; a user: aws iam put-user-permissions-boundary \
         --user-name {name} --permissions-boundary BOUNDARY_ARN)",
    ),
    responsibility: IAM_POLICIES
        .identity("evaluate permissions in combination, and limit them by boundaries"),
    needs: &[
        AuthorizationDetails::NEED,
        BindingPolicies::NEED,
        Organization::NEED,
    ],
    judge,
    remedy: None,
};

fn judge(entity: Resource<Entity>, _: &Settings) -> Judged {
    if Role::made(entity.id()) == Made::ForService {
        return not_applicable(SERVICE_LINKED);
    }
    let account = entity.parent();
    let directory = account.see::<AuthorizationDetails>()?;
    let levels = levels(account);
    let bound = levels.as_deref().unwrap_or_default();
    let outcomes = outcomes(directory, entity.account(), bound);
    match outcomes.fate(entity.id()) {
        Fate::Harmless => Ok(Verdict::Holds),
        // Whether a service control policy keeps it from that is not known.
        Fate::Administrator | Fate::Becomes(_) | Fate::Open(_) if levels.is_err() => {
            levels.map(|_| Verdict::Holds)
        }
        Fate::Administrator => not_applicable("the principal is an administrator"),
        Fate::Becomes(path) => Ok(broken(in_words(path))),
        Fate::Open(why) => Err(gap(
            account,
            format!("the principal can become an administrator: {why}"),
        )),
    }
}

fn gap(account: Resource<Account>, why: String) -> model::Gap {
    account.gap::<AuthorizationDetails>(Reason::failed(why))
}

#[test]
fn cases() {
    use crate::cases::escalation::{
        bound_by, entity, in_no_organisation, managing, service_control, unbound, unread,
    };
    use crate::cases::policy::{allow, deny};
    use crate::testing::rows;

    let user = |statements: &str| in_no_organisation(entity("user/ann", statements));
    let own = allow("iam:PutUserPolicy", "*");
    let member = |statements: &str| entity("user/ann", statements);
    rows(&CONTROL)
        .passes("reads", user(&allow("s3:Get*", "*")))
        .passes("denied", user(&format!("{own}, {}", deny("iam:*", "*"))))
        .passes(
            "kept by the organisation",
            bound_by(member(&own), &service_control("iam:*")),
        )
        .passes(
            "reads, organisation unread",
            unbound(member(&allow("s3:Get*", "*"))),
        )
        .fails("its own policy", user(&own))
        .fails("acts as another", user(&allow("sts:AssumeRole", "*")))
        .fails("not kept", bound_by(member(&own), &service_control("s3:*")))
        .fails(
            "of the management account",
            managing(member(&own), &service_control("iam:*")),
        )
        .exempt("administrator", user(&allow("*", "*")))
        .exempt(
            "a service's",
            in_no_organisation(entity("role/aws-service-role/x.amazonaws.com/R", &own)),
        )
        .gap("organisation unread", unbound(member(&own)))
        .gap("unread", unread())
        .check();
}
