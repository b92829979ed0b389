//! No policy grants `cloudtrail:*` on every trail.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::granted::judge_policy;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-cloudtrail-full",
    title: "No policy allows all CloudTrail actions on all trails",
    severity: Severity::Medium,
    why: "A principal that can stop or delete a trail, or change its event selectors, can act \
          without being recorded.",
    fix: Fix::new(super::NARROW),
    responsibility: CLOUDTRAIL
        .detection("separate the permission to change trails from daily work"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_policy(policy, |granted| {
        let trail = granted.arn("cloudtrail", "*", "trail/zz-any-trail");
        let all = granted.every_action("cloudtrail", &trail);
        all.because(|by| format!("{by} allows all CloudTrail actions on all trails"))
    })
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
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
                exempt("unattached", unattached(&all)),
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
