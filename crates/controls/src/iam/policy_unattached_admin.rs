//! No policy that nobody has grants every action on every resource.
//!
//! What that is, [`super::policy_full_admin`] says. One that only bounds what others grant is no
//! such policy: attached by itself it would be, but that is for boundaries to be told of.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Judged, Resource, Settings, Severity, Verdict};

use crate::about::granted::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-unattached-admin",
    title: "No unattached policy allows all actions on all resources",
    severity: Severity::Medium,
    why: "Attaching an existing policy takes one call that is less conspicuous than creating an \
          administrator policy. A policy that is not attached is not needed.",
    fix: "aws iam delete-policy --policy-arn {arn}",
    responsibility: IAM_POLICIES.identity("delete policies that are not attached"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    if policy.see::<PolicyUse>()?.any() {
        return Ok(Verdict::NotApplicable(
            "it is in use: see `iam.policy-full-admin`",
        ));
    }
    judge_policy(policy, |granted| {
        let everything = granted.everything();
        everything.because(|by| format!("{by} would allow every action on every resource"))
    })
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
        allow, attached, bounding, inline, unattached, unknown_use, unread, used,
    };
    use crate::testing::{check, exempt, fails, gap, passes};
    use model::iam::Uses;

    #[test]
    fn cases() {
        let all = allow("*", "*");
        let unread = unread().with::<super::PolicyUse>(Uses::default());
        check(
            &CONTROL,
            &[
                fails("all", unattached(&all)),
                passes("one service", unattached(&allow("s3:*", "*"))),
                passes("nothing", used("", Uses::default())),
                exempt("in use", attached(&all)),
                exempt("inline", inline(&all)),
                exempt("boundary", bounding(&all)),
                gap("unread", unread),
                gap("unknown use", unknown_use(&all)),
            ],
        );
    }
}
