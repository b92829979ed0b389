//! No policy that is not attached would make its holder an administrator.
//!
//! An unattached policy grants nothing yet. So the controls on what attached policies allow leave
//! it out, and this one asks the gravest of their questions at a lower severity: full access,
//! privilege escalation, every role to assume or to pass. `iam.policy-kms-decrypt-all` and
//! `iam.policy-service-wildcard` count unattached policies too, as Security Hub's KMS.1 and IAM.21
//! do. A permissions boundary is attached as such and grants nothing.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use super::policy_assume_any_role::assumes_any;
use super::policy_pass_any_role::passes_any;
use super::policy_privilege_escalation::escalates;
use crate::about::answer::any;
use crate::about::judged_policy::judge_document;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-unattached-admin",
    title: "No unattached policy would make its holder an administrator",
    severity: Severity::Medium,
    why: "Attaching an existing policy takes one call that is less conspicuous than creating an \
          administrator policy. A policy that is not attached is not needed.",
    fix: Fix::new("aws iam delete-policy --policy-arn {arn}"),
    responsibility: IAM_POLICIES.identity("delete policies that are not attached"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    if policy.see::<PolicyUse>()?.any() {
        return not_applicable("the policy is attached: see `iam.policy-full-admin`");
    }
    judge_document(policy, |granted| {
        any([
            escalates(granted, Some(policy.id())),
            assumes_any(granted),
            passes_any(granted),
        ])
    })
}

#[test]
fn cases() {
    use crate::cases::policy::{
        allow, attached, bounding, inline, unattached, unknown_use, unread, used,
    };
    use crate::testing::rows;
    use model::iam::Uses;

    let all = allow("*", "*");
    let unread = unread().with::<PolicyUse>(Uses::default());
    rows(&CONTROL)
        .fails("all", unattached(&all))
        .fails("escalates", unattached(&allow("iam:CreateAccessKey", "*")))
        .fails("any role", unattached(&allow("sts:AssumeRole", "*")))
        .fails("passes any role", unattached(&allow("iam:PassRole", "*")))
        .passes("one service", unattached(&allow("s3:*", "*")))
        .passes("nothing", used("", Uses::default()))
        .exempt("in use", attached(&all))
        .exempt("inline", inline(&all))
        .exempt("boundary", bounding(&all))
        .gap("unread", unread)
        .gap("unknown use", unknown_use(&all))
        .check();
}
