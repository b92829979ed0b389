//! No policy that somebody has grants every action on every resource.
//!
//! CIS 2.14 and Security Hub IAM.1 mean a policy of the customer's own, in its default version,
//! that allows `*` on `*`. `NotAction` of next to nothing comes to the same, as does a condition
//! on who asks and from where: it says who is the administrator. A condition on tags of the
//! resource, or a Deny of everything but a few actions, leaves less than everything.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::granted::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-full-admin",
    title: "No attached policy allows all actions on all resources",
    severity: Severity::High,
    why: "Anyone with such a policy, or with stolen credentials of someone who has it, controls \
          the account: its data, its users and its logs.",
    fix: Fix::new(super::NARROW),
    responsibility: IAM_POLICIES
        .identity("grant only the actions and resources that a task requires"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_policy(policy, |granted| {
        let everything = granted.everything();
        everything.because(|by| format!("{by} allows all actions on all resources"))
    })
}

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
        allow, allow_if, attached, bounding, deny, inline, of_a_service, unattached, unknown_use,
        unread,
    };
    use crate::testing::{check, exempt, fails, gap, passes};

    const MFA: &str = r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#;
    const TAGGED: &str = r#""StringEquals": {"aws:ResourceTag/team": "a"}"#;
    const NOBODY: &str = r#""StringEquals": {"aws:PrincipalAccount": "444455556666"}"#;

    #[test]
    fn cases() {
        let all = allow("*", "*");
        let not = |excepted: &str| allow(excepted, "*").replace("Action", "NotAction");
        let but = |denied: &str| format!("{all}, {denied}");
        check(
            &CONTROL,
            &[
                fails("all", attached(&all)),
                fails("inline", inline(&all)),
                fails("in other words", attached(&allow("*:*", "arn:*"))),
                fails("with MFA", attached(&allow_if("*", MFA))),
                fails("all but one", attached(&but(&deny("s3:DeleteBucket", "*")))),
                fails("not next to nothing", attached(&not("iam:DeleteUser"))),
                fails(
                    "in two halves",
                    attached(&format!("{}, {}", not("s3:*"), allow("s3:*", "*"))),
                ),
                passes("one service", attached(&allow("s3:*", "*"))),
                passes(
                    "one service's resources",
                    attached(&allow("*", "arn:aws:s3:::*")),
                ),
                passes("all but a service", attached(&not("iam:*"))),
                passes("taken back", attached(&but(&deny("*", "*")))),
                passes(
                    "nearly all taken back",
                    attached(&but(
                        &deny("s3:GetObject", "*").replace("Action", "NotAction")
                    )),
                ),
                passes("what is tagged", attached(&allow_if("*", TAGGED))),
                passes("for nobody here", attached(&allow_if("*", NOBODY))),
                exempt("not in use", unattached(&all)),
                exempt("boundary", bounding(&all)),
                exempt("a service's", of_a_service(&all)),
                gap("unread", unread()),
                gap("unknown use", unknown_use(&all)),
                gap("no policy", attached("7")),
            ],
        );
    }
}
