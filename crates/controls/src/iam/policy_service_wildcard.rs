//! No policy grants every action of a service.
//!
//! Security Hub IAM.21 means an Allow of `service:*` whatever its resources and conditions, and an
//! Allow with `NotAction`, which grants whole services as well. It looks at managed policies alone;
//! an inline policy that does so opens just as much, and is told too.
use std::collections::BTreeSet;

use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Severity};
use policy::{Effect, catalogue};

use crate::about::answer::{Answer, any};
use crate::about::granted::{Granted, SERVICE};
use crate::about::iam_fixes;
use crate::about::judged_policy::judge_document;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-service-wildcard",
    title: "No policy allows all actions of a service",
    severity: Severity::Low,
    why: "A wildcard grants deletion and administration beside the intended actions, and every \
          action that AWS adds to the service later.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_POLICIES.identity("list the actions that a task requires"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge: |policy, _| judge_document(policy, whole_service),
    remedy: None,
};

/// The first service of which everything is allowed, whatever the resource.
fn whole_service(granted: &Granted) -> Answer {
    let most = granted.every_action(SERVICE, "*");
    let most = most.because(|by| format!("{by} allows all actions of most services"));
    let of = |service: String| {
        let all = granted.every_action(&service, "*");
        all.because(|by| format!("{by} allows all actions of `{service}`"))
    };
    any(std::iter::once(most).chain(services(granted).into_iter().map(of)))
}

/// The services that Allow statements speak of: all that there are, where one says so by wildcard.
fn services(granted: &Granted) -> BTreeSet<String> {
    let allows = granted.statements(Effect::Allow);
    let listed = allows.flat_map(|(_, statement)| statement.action.listed());
    let prefixes = listed.filter_map(|action| action.split(':').next());
    let named: BTreeSet<_> = prefixes.map(str::to_ascii_lowercase).collect();
    if named.iter().any(|name| name.contains(['*', '?'])) {
        return catalogue::services()
            .map(|service| service.prefix().to_owned())
            .collect();
    }
    named
}

#[test]
fn cases() {
    use crate::cases::policy::{allow, allow_if, deny, of_any_policy, unattached};
    use crate::testing::fails;

    let region = r#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#;
    let but = |denied: &str| format!("{}, {}", allow("s3:*", "*"), deny(denied, "*"));
    let not = allow("iam:*", "*").replace("Action", "NotAction");
    of_any_policy(&CONTROL, &allow("s3:*", "*"))
        .fails("a service", &allow("ec2:*", "*"))
        .fails("in any case", &allow("EC2:*", "*"))
        .fails("a service's bucket", &allow("s3:*", "arn:aws:s3:::b"))
        .fails("under a condition", &allow_if("ec2:*", region))
        .fails("all services", &allow("*", "*"))
        .fails("all but one", &not)
        .fails("some services", &allow("ec*:*", "*"))
        .and(fails("unattached", unattached(&allow("s3:*", "*"))))
        .fails("but one action", &but("s3:DeleteBucket"))
        .passes("taken back", &but("s3:*"))
        .passes("some actions", &allow("s3:Get*", "*"))
        .passes("nothing", &deny("s3:*", "*"))
        .check();
}
