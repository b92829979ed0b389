//! No group has `AdministratorAccess`, or a policy that comes to the same, unless it is listed.
//!
//! The groups that may are patterns of ARNs in the setting `iam.administrators`.
use model::iam::{Group, GroupPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict};

use crate::about::granted::judge_holder;
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

#[cfg(test)]
mod tests {
    use super::{CONTROL, Group, GroupPolicies};
    use crate::cases::policy::{ADMINISTRATOR, allow, deny, grant, unread_managed};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::Grant;

    fn group(grants: Vec<Grant>) -> Given<Group> {
        given::<Group>().with::<GroupPolicies>(grants)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        let all = || grant("all", &allow("*", "*"));
        check(
            &CONTROL,
            &[
                passes("no policies", group(vec![])),
                passes("a service", group(vec![grant("s3", &allow("s3:*", "*"))])),
                passes(
                    "taken back",
                    group(vec![all(), grant("none", &deny("*", "*"))]),
                ),
                fails("AWS's", group(vec![unread_managed(ADMINISTRATOR)])),
                fails("its own", group(vec![all()])),
                fails(
                    "its own, another document unread",
                    group(vec![all(), unread_managed("arn:aws:iam::aws:policy/New")]),
                ),
                gap(
                    "document unread",
                    group(vec![unread_managed("arn:aws:iam::aws:policy/New")]),
                ),
                gap("unread", given::<Group>().without::<GroupPolicies>(denied)),
            ],
        );
    }
}
