//! No Allow statement grants what it does not name, by `NotAction` or `NotResource`.
//!
//! AWS warns of both (IAM user guide, "IAM JSON policy elements: `NotAction`", "... `NotResource`"):
//! with Allow they grant everything else there is, and all that is to come. In a Deny they are
//! fine. What the policy itself denies again is not granted.
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};
use policy::{Effect, Selector, Statement};

use crate::about::answer::{Answer, any, called};
use crate::about::granted::{Granted, SERVICE};
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-allow-not-action",
    title: "No policy uses NotAction or NotResource with Allow",
    severity: Severity::Medium,
    why: "An Allow statement with NotAction or NotResource grants every action or resource that it \
          does not list, including those of services that AWS adds later.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES
        .identity("list what is allowed, and use NotAction and NotResource only with Deny"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_policy(policy, |granted| {
        let statements = granted.statements(Effect::Allow);
        any(statements.map(|(index, statement)| unnamed(granted, index, statement)))
    })
}

fn unnamed(granted: &Granted, index: usize, statement: &Statement) -> Answer {
    let by = called(statement.sid.as_deref(), index);
    let by = |element| format!("{by} uses `{element}` with Allow");
    if statement.action.is_except() {
        let alone = granted.only(index);
        return alone
            .every_action(SERVICE, "*")
            .because(|_| by("NotAction"));
    }
    let Some(Selector::Except(_)) = &statement.resource else {
        return Answer::No;
    };
    let alone = granted.only(index);
    let grants = |action: &String| {
        let action = action.replace('*', "ZzAny").replace('?', "Z");
        let (service, _) = action.split_once(':').unwrap_or((SERVICE, ""));
        let resource = granted.arn(service, "*", "zz-any/zz-any");
        let action = if action.contains(':') {
            action.clone()
        } else {
            format!("{SERVICE}:{action}")
        };
        alone.allows(&action, &resource, None)
    };
    any(statement.action.listed().iter().map(grants)).because(|_| by("NotResource"))
}

#[test]
fn cases() {
    use crate::cases::policy::{allow, deny, policies};

    let action = |resource: &str| allow("iam:*", resource).replace("Action", "NotAction");
    let resource =
        |action: &str| allow(action, "arn:aws:s3:::secret/*").replace("Resource", "NotResource");
    let not = action("*");
    let but = |denied: &str| format!("{not}, {}", deny(denied, "*"));
    policies(&CONTROL, &not)
        .fails("NotAction", &not)
        .fails("in one bucket", &action("arn:aws:s3:::b/*"))
        .fails("NotResource", &resource("s3:GetObject"))
        .fails("NotResource, wide", &resource("*"))
        .fails("some denied", &but("s3:*"))
        .passes("Action", &allow("iam:*", "*"))
        .passes("denied again", &but("*"))
        .passes("in a Deny", &not.replace("Allow", "Deny"))
        .passes("all excepted", &action("*").replace("iam:*", "*"))
        .check();
}
