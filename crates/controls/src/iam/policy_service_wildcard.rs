//! No policy grants every action of a service.
//!
//! Security Hub IAM.21 means an Allow of `service:*` whatever its resources and conditions, and an
//! Allow with `NotAction`, which grants whole services as well. It looks at managed policies alone;
//! an inline policy that does so opens just as much, and is told too.
use std::collections::BTreeSet;

use model::iam::{Policy, PolicyDocument, PolicyUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};
use policy::{Effect, catalogue};

use crate::about::answer::{Answer, any};
use crate::about::granted::{Granted, SERVICE, judge_document};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-service-wildcard",
    title: "No policy allows all actions of a service",
    severity: Severity::Low,
    why: "A wildcard grants deletion and administration beside the intended actions, and every \
          action that AWS adds to the service later.",
    fix: Fix::new(super::NARROW),
    responsibility: IAM_POLICIES.identity("list the actions that a task requires"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    judge_document(policy, whole_service)
}

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

#[cfg(test)]
mod tests {
    use super::CONTROL;
    use crate::cases::policy::{
        allow, allow_if, attached, bounding, deny, inline, unattached, unknown_use, unread,
    };
    use crate::testing::{check, exempt, fails, gap, passes};

    #[test]
    fn cases() {
        let region = r#""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#;
        let but = |denied: &str| format!("{}, {}", allow("s3:*", "*"), deny(denied, "*"));
        let not = allow("iam:*", "*").replace("Action", "NotAction");
        check(
            &CONTROL,
            &[
                fails("a service", attached(&allow("ec2:*", "*"))),
                fails("in any case", attached(&allow("EC2:*", "*"))),
                fails(
                    "a service's bucket",
                    attached(&allow("s3:*", "arn:aws:s3:::b")),
                ),
                fails("under a condition", attached(&allow_if("ec2:*", region))),
                fails("all services", attached(&allow("*", "*"))),
                fails("all but one", attached(&not)),
                fails("some services", attached(&allow("ec*:*", "*"))),
                fails("unattached", unattached(&allow("s3:*", "*"))),
                fails("inline", inline(&allow("s3:*", "*"))),
                fails("but one action", attached(&but("s3:DeleteBucket"))),
                passes("taken back", attached(&but("s3:*"))),
                passes("some actions", attached(&allow("s3:Get*", "*"))),
                passes("nothing", attached(&deny("s3:*", "*"))),
                exempt("boundary", bounding(&allow("s3:*", "*"))),
                gap("unread", unread()),
                gap("unknown use", unknown_use(&allow("s3:*", "*"))),
            ],
        );
    }
}
