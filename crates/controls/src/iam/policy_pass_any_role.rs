//! No policy allows `iam:PassRole` on every role and to every service.
//!
//! A condition on `iam:PassedToService` says to which services (IAM user guide, "Grant a user
//! permissions to pass a role to an AWS service"); one that any service meets says nothing.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};
use serde_json::json;

use crate::about::answer::{Answer, statements};
use crate::about::granted::Granted;
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-pass-any-role",
    title: "No policy allows iam:PassRole on all roles to all services",
    severity: Severity::High,
    why: "A role that is passed to a function, an instance or a job runs code with the role's \
          permissions. A principal that can pass every role has the permissions of the most \
          powerful one.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES
        .identity("list the roles that a task passes, and the services it passes them to"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| judge_policy(policy, passes_any),
    remedy: None,
};

/// Whether any role can be passed to any service.
pub(super) fn passes_any(granted: &Granted) -> Answer {
    let role = granted.arn("iam", "", "role/zz-any-role");
    let service = format!("{}.amazonaws.com", crate::about::granted::SERVICE);
    let elsewhere = json!({"StringNotEquals": {"iam:PassedToService": service}});
    let guard = json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": elsewhere});
    let passes = granted.allows("iam:PassRole", &role, Some(&statements(&guard)));
    passes.because(|by| format!("{by} allows `iam:PassRole` on all roles to all services"))
}

#[test]
fn cases() {
    use crate::cases::policy::{allow, allow_if, deny, policies};

    let all = allow("iam:PassRole", "*");
    let to = |operator: &str, service: &str| {
        let condition = format!(r#""{operator}": {{"iam:PassedToService": "{service}"}}"#);
        allow_if("iam:PassRole", &condition)
    };
    let with = r#""ArnLike": {"iam:AssociatedResourceArn": "arn:aws:ec2:*:*:instance/*"}"#;
    let own = "arn:aws:iam::111122223333:role/";
    let but = |role: &str| format!("{all}, {}", deny("iam:Pass*", role));
    policies(&CONTROL, &all)
        .fails("all", &all)
        .fails("by wildcard", &allow("iam:*", &format!("{own}*")))
        .fails("everything", &allow("*", "*"))
        .fails("to any service", &to("StringLike", "*"))
        .fails(
            "to all but one",
            &to("StringNotEquals", "ec2.amazonaws.com"),
        )
        .fails("for instances", &allow_if("iam:PassRole", with))
        .fails("all but one", &but(&format!("{own}admin")))
        .passes("to one service", &to("StringEquals", "ec2.amazonaws.com"))
        .passes("to some", &to("StringLike", "ec2.*"))
        .passes("one role", &allow("iam:PassRole", &format!("{own}app")))
        .passes("some roles", &allow("iam:PassRole", &format!("{own}app-*")))
        .passes("taken back", &but("*"))
        .check();
}
