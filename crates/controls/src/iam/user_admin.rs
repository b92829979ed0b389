//! No user has `AdministratorAccess`, or policies that come to the same, by itself or by a group.
//!
//! What the boundary or a Deny keeps from it, it does not have. A user for emergencies may be
//! listed in the setting `iam.administrators`.
use model::iam::{User, UserBoundary, UserPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict};

use crate::about::judged_policy::judge_holder;
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

#[test]
fn cases() {
    use crate::cases::policy::{
        ADMINISTRATOR, allow, bound, deny, grant, grant_by, unread_managed,
    };
    use crate::testing::{given, table_of};

    let user = |(grants, boundary)| {
        given::<User>()
            .with::<UserPolicies>(grants)
            .with::<UserBoundary>(boundary)
    };
    let all = || grant("all", &allow("*", "*"));
    let within = |boundary: &str| (vec![all()], Some(bound(boundary)));
    let new = || unread_managed("arn:aws:iam::aws:policy/New");
    table_of(&CONTROL, user)
        .passes("no policies", (vec![], None))
        .passes("a service", (vec![grant("s3", &allow("s3:*", "*"))], None))
        .passes(
            "taken back",
            (vec![all(), grant("none", &deny("*", "*"))], None),
        )
        .passes("bounded", within(&allow("s3:*", "*")))
        .fails("AWS's", (vec![unread_managed(ADMINISTRATOR)], None))
        .fails("its own", (vec![all()], None))
        .fails(
            "by a group",
            (vec![grant_by("staff", &allow("*", "*"))], None),
        )
        .fails("bounded by everything", within(&allow("*", "*")))
        .gap("document unread", (vec![new()], None))
        .unread::<UserPolicies>((vec![all()], None))
        .unread::<UserBoundary>((vec![all()], None))
        .gap("boundary is none", within("7"))
        .check();
}
