//! No user has `AdministratorAccess`, or policies that come to the same, by itself or by a group.
//!
//! What the boundary or a Deny keeps from it, it does not have. A user for emergencies may be
//! listed in the setting `iam.administrators`.
use model::iam::{User, UserBoundary, UserPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict};

use crate::about::granted::judge_holder;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-admin",
    title: "No user has full access, directly or through a group",
    severity: Severity::Critical,
    why: "Passwords and access keys of a user do not expire: every copy in a script or on a laptop \
          gives control of the account until it is noticed.",
    fix: Fix::new(
        "aws iam detach-user-policy --user-name {name} --policy-arn \
          arn:{partition}:iam::aws:policy/AdministratorAccess (by a group: \
          aws iam remove-user-from-group --user-name {name} --group-name GROUP)",
    ),
    responsibility: IAM_POLICIES
        .identity("let administrators sign in through federation and assume a role"),
    needs: &[UserPolicies::NEED, UserBoundary::NEED],
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, settings: &Settings) -> Judged {
    let grants = user.see::<UserPolicies>()?;
    if settings.document.iam.may_administer(user.id()) {
        return Ok(Verdict::Holds);
    }
    let boundary = user.see::<UserBoundary>()?.as_ref();
    let gap = |reason| user.gap::<UserPolicies>(reason);
    judge_holder((user.account(), user.id()), grants, boundary, gap)
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserBoundary, UserPolicies};
    use crate::cases::policy::{
        ADMINISTRATOR, allow, bound, deny, grant, grant_by, unread_managed,
    };
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::Grant;

    fn user(grants: Vec<Grant>) -> Given<User> {
        given::<User>()
            .with::<UserPolicies>(grants)
            .with::<UserBoundary>(None)
    }
    fn bounded(by: &str) -> Given<User> {
        user(vec![grant("all", &allow("*", "*"))]).with::<UserBoundary>(Some(bound(by)))
    }

    #[test]
    fn cases() {
        let denied = || Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        let all = || grant("all", &allow("*", "*"));
        check(
            &CONTROL,
            &[
                passes("no policies", user(vec![])),
                passes("a service", user(vec![grant("s3", &allow("s3:*", "*"))])),
                passes(
                    "taken back",
                    user(vec![all(), grant("none", &deny("*", "*"))]),
                ),
                passes("bounded", bounded(&allow("s3:*", "*"))),
                fails("AWS's", user(vec![unread_managed(ADMINISTRATOR)])),
                fails("its own", user(vec![all()])),
                fails(
                    "by a group",
                    user(vec![grant_by("staff", &allow("*", "*"))]),
                ),
                fails("bounded by everything", bounded(&allow("*", "*"))),
                gap(
                    "document unread",
                    user(vec![unread_managed("arn:aws:iam::aws:policy/New")]),
                ),
                gap(
                    "unread",
                    user(vec![all()]).without::<UserPolicies>(denied()),
                ),
                gap(
                    "boundary unread",
                    user(vec![all()]).without::<UserBoundary>(denied()),
                ),
                gap("boundary is none", bounded("7")),
            ],
        );
    }
}
