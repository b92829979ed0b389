//! No group has `AdministratorAccess`, or a policy that comes to the same, unless it is listed.
//!
//! The groups that may are patterns of ARNs in the setting `iam.administrators`.
use model::iam::{Group, GroupPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict};

use crate::about::judged_policy::judge_holder;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Group> = Control {
    id: "iam.group-admin",
    title: "No group outside the list of administrators has full access",
    severity: Severity::High,
    why: "Anyone who can add users to the group can create administrators, and every member is one \
          with each of its long-term credentials.",
    fix: Fix::new(
        "aws iam detach-group-policy --group-name {name} --policy-arn \
          arn:{partition}:iam::aws:policy/AdministratorAccess",
    ),
    responsibility: IAM_POLICIES
        .identity("list the administrators, and grant everybody else least privilege"),
    needs: &[GroupPolicies::NEED],
    judge,
    remedy: None,
};

fn judge(group: Resource<Group>, settings: &Settings) -> Judged {
    let grants = group.see::<GroupPolicies>()?;
    if settings.document.iam.may_administer(group.id()) {
        return Ok(Verdict::Holds);
    }
    let gap = |reason| group.gap::<GroupPolicies>(reason);
    judge_holder((group.account(), group.id()), grants, None, gap)
}

#[test]
fn cases() {
    use crate::cases::policy::{ADMINISTRATOR, allow, deny, grant, unread_managed};
    let all = || grant("all", &allow("*", "*"));
    let new = || unread_managed("arn:aws:iam::aws:policy/New");
    crate::testing::table::<GroupPolicies>(&CONTROL)
        .passes("no policies", vec![])
        .passes("a service", vec![grant("s3", &allow("s3:*", "*"))])
        .passes("taken back", vec![all(), grant("none", &deny("*", "*"))])
        .fails("AWS's", vec![unread_managed(ADMINISTRATOR)])
        .fails("its own", vec![all()])
        .fails("its own, another document unread", vec![all(), new()])
        .gap("document unread", vec![new()])
        .check();
}
