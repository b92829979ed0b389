//! Whether an organization policy draws a data perimeter: keeps those outside the organization from
//! its resources, or its principals from resources outside, and leaves the inside alone.
//!
//! Asked of the policy engine with a principal and a resource that no policy names: what is denied
//! across the boundary, and not within, is denied by organization, however the policy says it.
//! AWS: "Building a data perimeter on AWS".
use model::AccountRef;
use model::iam::{OrganizationPolicy, PolicyType};
use policy::catalogue::ActionPattern;
use policy::{Budget, Caller, Document, Effect, Policies, Policy, Possibility, Selector, possible};
use serde_json::{Value as Json, json};

use crate::about::answer::{Answer, any, statements};
use crate::about::granted::read;

/// An account and an organization that no policy names.
const STRANGER: &str = "999999999999";
const ELSEWHERE: &str = "o-zzzzzzzzzz";
/// What is asked where a statement covers more than it names: services that both kinds of policy
/// cover.
const USUAL: [&str; 5] = [
    "s3:GetObject",
    "s3:PutObject",
    "sts:AssumeRole",
    "kms:Decrypt",
    "sqs:SendMessage",
];
/// Keys that every request has, or that say which side of the boundary it comes from.
const GIVEN: [&str; 16] = [
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:resourceaccount",
    "aws:currenttime",
    "aws:epochtime",
    "aws:requestedregion",
    "aws:securetransport",
    "aws:useragent",
    "aws:userid",
    "aws:viaawsservice",
];

/// Whether the policy denies some action across the boundary alone; which.
pub(crate) fn draws(
    policy: &OrganizationPolicy,
    account: &AccountRef,
    organization: &str,
) -> Result<Answer, Box<str>> {
    let read = read(&policy.document).map_err(|reason| match reason {
        model::Reason::Failed(why) => why,
        other => other.word().into(),
    })?;
    let boundary = Boundary {
        document: &read.0,
        policy: &read.1,
        kind: policy.kind,
        account,
        organization,
    };
    let actions = actions(&read.0);
    Ok(any(actions.iter().map(|action| boundary.denies(action))))
}

struct Boundary<'a> {
    document: &'a Document,
    policy: &'a Policy,
    kind: PolicyType,
    account: &'a AccountRef,
    organization: &'a str,
}

impl Boundary<'_> {
    fn denies(&self, action: &str) -> Answer {
        match (self.ask(action, true), self.ask(action, false)) {
            (Possibility::Never, Possibility::By(_)) => Answer::Yes(format!("`{action}`")),
            (Possibility::Undecided, _) | (_, Possibility::Undecided) => Answer::Undecided,
            _ => Answer::No,
        }
    }

    /// Whether a request that crosses the boundary, or one within it, is possible.
    fn ask(&self, action: &str, across: bool) -> Possibility {
        let from_outside = across && self.kind == PolicyType::ResourceControl;
        let to_outside = across && self.kind == PolicyType::ServiceControl;
        let account = |outside: bool| if outside { STRANGER } else { &*self.account.id };
        let caller = format!(
            "arn:{}:iam::{}:role/zz-any-role",
            self.account.partition,
            account(from_outside)
        );
        let everything = open();
        let guard = self.guard(from_outside, to_outside);
        let levels = || vec![vec![&everything, self.policy]];
        let mut policies = Policies {
            identity: vec![&everything, &guard],
            resource: Some(&everything),
            ..Policies::default()
        };
        match self.kind {
            PolicyType::ServiceControl => policies.service_control = levels(),
            PolicyType::ResourceControl => policies.resource_control = levels(),
        }
        let resource = resource(action, &self.account.partition, account(to_outside));
        let owner = Some(account(to_outside));
        let caller = Caller::parse(&caller);
        possible(
            &caller,
            action,
            &resource,
            owner,
            &policies,
            &Budget::default(),
        )
    }

    /// Denies requests from or to the other side, and those that an exception of the policy is for:
    /// tags, networks, other services.
    fn guard(&self, from_outside: bool, to_outside: bool) -> Policy {
        let side = |outside: bool| {
            if outside {
                ELSEWHERE
            } else {
                self.organization
            }
        };
        let conditions = self
            .document
            .statements
            .iter()
            .flat_map(|one| &one.conditions);
        let other = conditions.filter(|one| !GIVEN.contains(&&*one.key.to_ascii_lowercase()));
        let absent = other.map(|one| match one.key.eq_ignore_ascii_case("aws:SourceIp") {
            true => deny(&json!({"IpAddress": {(&one.key): one.values}})),
            false => deny(&json!({"Null": {(&one.key): "false"}})),
        });
        let sides = [
            deny(&json!({"StringNotEquals": {"aws:PrincipalOrgID": side(from_outside)}})),
            deny(&json!({"StringNotEquals": {"aws:ResourceOrgID": side(to_outside)}})),
            deny(&json!({"Bool": {"aws:ViaAWSService": "true"}})),
        ];
        let all: Vec<Json> = absent.chain(sides).collect();
        statements(&json!(all))
    }
}

fn deny(condition: &Json) -> Json {
    json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition})
}

/// What allows everything, to whomever.
fn open() -> Policy {
    statements(&json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}))
}

/// A resource of the action's service that no policy names.
fn resource(action: &str, partition: &str, account: &str) -> String {
    match action.split(':').next().unwrap_or_default() {
        "s3" => format!("arn:{partition}:s3:::zz-any-bucket/zz-any-object"),
        "sts" => format!("arn:{partition}:iam::{account}:role/zz-any-other-role"),
        "kms" => format!("arn:{partition}:kms:us-east-1:{account}:key/zz-any-key"),
        service => format!("arn:{partition}:{service}:us-east-1:{account}:zz-any"),
    }
}

/// Actions that the document's denials are about.
fn actions(document: &Document) -> Vec<String> {
    let denials = document
        .statements
        .iter()
        .filter(|one| one.effect == Effect::Deny);
    let mut all: Vec<String> = USUAL.map(Into::into).to_vec();
    for text in denials.flat_map(|one| match &one.action {
        Selector::Only(list) => list.as_slice(),
        Selector::Except(_) => &[],
    }) {
        let pattern = ActionPattern::new(text);
        let first = pattern.actions().ok().and_then(|mut all| all.next());
        let first = first.map(|one| format!("{}:{}", one.service().prefix(), one.name()));
        all.extend(first.filter(|one| !all.contains(one)));
    }
    all
}
