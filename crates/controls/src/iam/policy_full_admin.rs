//! No policy that somebody has grants every action on every resource.
//!
//! CIS 2.14 and Security Hub IAM.1 mean a policy of the customer's own, in its default version,
//! that allows `*` on `*`. `NotAction` of next to nothing comes to the same, as does a condition
//! on who asks and from where: it says who is the administrator. A condition on tags of the
//! resource, or a Deny of everything but a few actions, leaves less than everything.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};

use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-full-admin",
    title: "No attached policy allows all actions on all resources",
    severity: Severity::High,
    why: "Anyone with such a policy, or with stolen credentials of someone who has it, controls \
          the account: its data, its users and its logs.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES
        .identity("grant only the actions and resources that a task requires"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| {
        judge_policy(policy, |granted| {
            let everything = granted.everything();
            everything.because(|by| format!("{by} allows all actions on all resources"))
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::policy::{allow, allow_if, deny, of_a_service, policies};
    use crate::testing::exempt;

    const MFA: &str = r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#;
    const TAGGED: &str = r#""StringEquals": {"aws:ResourceTag/team": "a"}"#;
    const NOBODY: &str = r#""StringEquals": {"aws:PrincipalAccount": "444455556666"}"#;
    let all = allow("*", "*");
    let not = |excepted: &str| allow(excepted, "*").replace("Action", "NotAction");
    let but = |denied: &str| format!("{all}, {denied}");
    policies(&CONTROL, &all)
        .fails("all", &all)
        .fails("in other words", &allow("*:*", "arn:*"))
        .fails("with MFA", &allow_if("*", MFA))
        .fails("all but one", &but(&deny("s3:DeleteBucket", "*")))
        .fails("not next to nothing", &not("iam:DeleteUser"))
        .fails(
            "in two halves",
            &format!("{}, {}", not("s3:*"), allow("s3:*", "*")),
        )
        .passes("one service", &allow("s3:*", "*"))
        .passes("one service's resources", &allow("*", "arn:aws:s3:::*"))
        .passes("all but a service", &not("iam:*"))
        .passes("taken back", &but(&deny("*", "*")))
        .passes(
            "nearly all taken back",
            &but(&deny("s3:GetObject", "*").replace("Action", "NotAction")),
        )
        .passes("what is tagged", &allow_if("*", TAGGED))
        .passes("for nobody here", &allow_if("*", NOBODY))
        .and(exempt("a service's", of_a_service(&all)))
        .gap("no policy", "7")
        .check();
}
