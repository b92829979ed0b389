//! No group has `AdministratorAccess`, or a policy that comes to the same, unless it is listed.
//!
//! The groups that may are patterns of ARNs in the setting `iam.administrators`.
use model::iam::{Group, GroupPolicies};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, Verdict};

use crate::granted::judge_holder;

pub(super) const CONTROL: Control<Group> = Control {
    id: "iam.group-admin",
    title: "No group outside the list of administrators has every permission",
    severity: Severity::High,
    why: "Whoever may add a user to such a group makes administrators, and each of its members is one \
          with every long-lived credential that they have.",
    fix: "aws iam detach-group-policy --group-name {name} --policy-arn \
          arn:{partition}:iam::aws:policy/AdministratorAccess",
    responsibility: super::duty(
        Layer::Identity,
        super::EVALUATES,
        "say who may administer the account, and give others what they need",
    ),
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
    use crate::policy_cases::{ADMINISTRATOR, allow, deny, grant, untold};
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
                fails("AWS's", group(vec![untold(ADMINISTRATOR)])),
                fails("its own", group(vec![all()])),
                fails(
                    "its own, another untold",
                    group(vec![all(), untold("arn:aws:iam::aws:policy/New")]),
                ),
                gap("untold", group(vec![untold("arn:aws:iam::aws:policy/New")])),
                gap("unread", given::<Group>().without::<GroupPolicies>(denied)),
            ],
        );
    }
}
