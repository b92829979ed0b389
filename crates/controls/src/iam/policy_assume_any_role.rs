//! No policy allows `sts:AssumeRole` on every role.
//!
//! Every role of the account, or roles of every account: `arn:aws:iam::*:role/deploy-*` names
//! roles, yet anybody can call a role of theirs so, and lure the holder's data into it. A condition
//! on the organisation of the role (`aws:ResourceOrgID`) takes that away.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};
use serde_json::json;

use crate::about::answer::{Answer, any, statements};
use crate::about::granted::Granted;
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-assume-any-role",
    title: "No policy allows sts:AssumeRole on all roles",
    severity: Severity::High,
    why: "A principal that can assume every role has the permissions of the most powerful role \
          that trusts the account, including roles created later.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES.identity("list the roles that a task assumes"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| judge_policy(policy, assumes_any),
    remedy: None,
};

const ACTION: &str = "sts:AssumeRole";
/// An account that no policy names.
const STRANGER: &str = "999999999999";

/// Whether any role of the account, or roles of any account, can be assumed.
pub(super) fn assumes_any(granted: &Granted) -> Answer {
    let role = granted.arn("iam", "", "role/zz-any-role");
    let own = granted.allows(ACTION, &role, None);
    let own = own.because(|by| format!("{by} allows `{ACTION}` on all roles of the account"));
    let strange = strange(granted);
    any([
        own,
        strange.because(|by| format!("{by} allows `{ACTION}` on roles of any account")),
    ])
}

/// Roles of an account outside the organization.
fn strange(granted: &Granted) -> Answer {
    let partition = &granted.account().partition;
    let role = format!("arn:{partition}:iam::{STRANGER}:role/*");
    let within = |key: &str| json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {(key): "false"}}});
    let organised = ["aws:ResourceOrgID", "aws:ResourceOrgPaths"].map(within);
    granted.allows(ACTION, &role, Some(&statements(&json!(organised))))
}

#[test]
fn cases() {
    use crate::cases::policy::{allow, allow_if, deny, policies};

    let on = |role: &str| allow("sts:AssumeRole", role);
    let all = on("*");
    let but = |role: &str| format!("{all}, {}", deny("sts:AssumeRole", role));
    let one = "arn:aws:iam::444455556666:role/deploy";
    let own = "arn:aws:iam::111122223333:role/";
    let org = r#""StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}"#;
    let us = r#""StringEquals": {"aws:ResourceAccount": "111122223333"}"#;
    policies(&CONTROL, &all)
        .fails("all", &all)
        .fails("by wildcard", &allow("sts:*", "*"))
        .fails("everything", &allow("*", "*"))
        .fails("of the account", &on(&format!("{own}*")))
        .fails("of any account", &on("arn:aws:iam::*:role/eks-*"))
        .fails("all of ours", &allow_if("sts:AssumeRole", us))
        .fails("all but one", &but(one))
        .passes("one", &on(one))
        .passes("some", &on(&format!("{own}team-*")))
        .passes("all of another", &on("arn:aws:iam::444455556666:role/*"))
        .passes("no roles", &on("arn:aws:iam::111122223333:user/ann"))
        .passes("with a token", &allow("sts:AssumeRoleWith*", "*"))
        .passes(
            "named ones of the organisation",
            &allow_if("sts:AssumeRole", org).replace(r#""*""#, r#""arn:aws:iam::*:role/audit""#),
        )
        .passes("taken back", &but("*"))
        .check();
}
