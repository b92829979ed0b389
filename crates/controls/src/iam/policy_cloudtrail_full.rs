//! No policy grants `cloudtrail:*` on every trail.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity};

use crate::granted::judge_policy;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-cloudtrail-full",
    title: "No policy grants every CloudTrail action on every trail",
    severity: Severity::Medium,
    why: "Whoever may stop or delete a trail, or choose its events, acts unseen from then on.",
    fix: super::NARROW,
    responsibility: super::duty(
        Layer::Detection,
        "records every call that a trail asks for",
        "keep the permission to change trails apart from day-to-day work",
    ),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_policy(policy, |granted| {
        let trail = granted.arn("cloudtrail", "*", "trail/zz-any-trail");
        let all = granted.every_action("cloudtrail", &trail);
        all.because(|by| format!("{by} allows every CloudTrail action on every trail"))
    })
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::policy_cases::{
        allow, attached, bounding, deny, inline, unattached, unknown_use, unread,
    };
    use crate::testing::{check, exempt, fails, gap, passes};

    #[test]
    fn cases() {
        let all = allow("cloudtrail:*", "*");
        let not = |service: &str| allow(service, "*").replace("Action", "NotAction");
        let trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
        check(
            &CONTROL,
            &[
                fails("all", attached(&all)),
                fails("inline", inline(&all)),
                fails("unattached", unattached(&all)),
                fails("everything", attached(&allow("*", "*"))),
                fails("all but S3", attached(&not("s3:*"))),
                passes("all but CloudTrail", attached(&not("cloudtrail:*"))),
                passes("reading", attached(&allow("cloudtrail:Get*", "*"))),
                passes("one trail", attached(&allow("cloudtrail:*", trail))),
                passes(
                    "taken back",
                    attached(&format!("{all}, {}", deny("cloudtrail:*", "*"))),
                ),
                exempt("boundary", bounding(&all)),
                gap("unread", unread()),
                gap("unknown use", unknown_use(&all)),
            ],
        );
    }
}
