//! No policy grants `cloudtrail:*` on every trail.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};

use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-cloudtrail-full",
    title: "No policy allows all CloudTrail actions on all trails",
    severity: Severity::Medium,
    why: "A principal that can stop or delete a trail, or change its event selectors, can act \
          without being recorded.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: CLOUDTRAIL
        .detection("separate the permission to change trails from daily work"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| {
        judge_policy(policy, |granted| {
            let trail = granted.arn("cloudtrail", "*", "trail/zz-any-trail");
            let all = granted.every_action("cloudtrail", &trail);
            all.because(|by| format!("{by} allows all CloudTrail actions on all trails"))
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::policy::{allow, deny, policies};

    let all = allow("cloudtrail:*", "*");
    let not = |service: &str| allow(service, "*").replace("Action", "NotAction");
    let trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    policies(&CONTROL, &all)
        .fails("all", &all)
        .fails("everything", &allow("*", "*"))
        .fails("all but S3", &not("s3:*"))
        .passes("all but CloudTrail", &not("cloudtrail:*"))
        .passes("reading", &allow("cloudtrail:Get*", "*"))
        .passes("one trail", &allow("cloudtrail:*", trail))
        .passes(
            "taken back",
            &format!("{all}, {}", deny("cloudtrail:*", "*")),
        )
        .check();
}
