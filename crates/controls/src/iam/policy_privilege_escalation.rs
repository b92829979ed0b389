//! No single policy carries a known escalation by itself.
//!
//! As the 65 paths of pathfinding.cloud describe them, given an account that has what they take: a
//! role to pass, a user to impersonate. A role or user that the policy names in full is not taken
//! for an administrator. A policy that allows everything carries them all.
use escalate::escalates_alone;
use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::answer::{Answer, any};
use crate::about::escalation::in_words;
use crate::about::granted::Granted;
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_policy;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-privilege-escalation",
    title: "No single policy allows privilege escalation",
    severity: Severity::High,
    why: "With a few permissions a principal can make itself an administrator in one or two calls. \
          A policy that contains them is an administrator policy for everyone it is attached to.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES
        .identity("limit permissions that lead to privilege escalation to named resources"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    let managed = policy.see::<PolicyUse>()?.inline.is_none();
    let arn = managed.then(|| policy.id());
    judge_policy(policy, |granted| escalates(granted, arn))
}

/// Whether the holder of the policy is, or can become, an administrator.
pub(super) fn escalates(granted: &Granted, arn: Option<&str>) -> Answer {
    let everything = granted.everything();
    let everything = everything.because(|by| format!("{by} allows all actions on all resources"));
    let account = &granted.account().id;
    let documents = granted.documents();
    let mut paths = documents.flat_map(|document| escalates_alone(document, arn, account));
    let path = paths.next();
    let alone = path.map_or(Answer::No, |path| Answer::Yes(in_words(&path)));
    any([everything, alone])
}

#[test]
fn cases() {
    use crate::cases::policy::{allow, deny, of_a_service, policies};
    use crate::testing::exempt;

    let key = allow("iam:CreateAccessKey", "*");
    let pass = allow("iam:PassRole", "*");
    let run = allow("ec2:RunInstances", "*");
    let both = format!("{pass}, {run}");
    let none = deny("dynamodb:PutItem", "*").replace("Action", "NotAction");
    let one = "arn:aws:iam::111122223333:role/ecs";
    policies(&CONTROL, &key)
        .fails("others' keys", &key)
        .fails("all of IAM", &allow("iam:*", "*"))
        .fails("by wildcard", &allow("iam:Put*y", "*"))
        .fails("two together", &both)
        .fails("everything", &allow("*", "*"))
        .passes("half of two", &run)
        .passes("a named role", &allow("iam:PassRole", one))
        .passes("denied", &format!("{both}, {none}"))
        .passes("reads", &allow("iam:Get*", "*"))
        .and(exempt("a service's", of_a_service(&key)))
        .check();
}
