//! One request against every policy that has a say: allowed or denied, and by which statement.
//!
//! AWS: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".

mod decision;
mod grant;
mod matching;
mod reserved;

pub use decision::{Decision, Outcome, PolicyKind, Reason};
pub(crate) use grant::needs_resource_policy;
pub use reserved::refusal;

use crate::actions::{RCP_SERVICES, UNGOVERNED};
use crate::compiled::{Policy, Reach};
use crate::document::Effect;
use crate::request::{Facts, Request};
use matching::{Hit, Matcher};

/// Everything that may have a say in a request. What is empty is not there. Policies are borrowed,
/// so that one prepared policy serves many principals and requests.
#[derive(Clone, Debug, Default)]
pub struct Policies<'p> {
    /// Of the caller: its own and its groups', inline and managed.
    pub identity: Vec<&'p Policy>,
    /// Of the resource: bucket policy, key policy, trust policy, ...
    pub resource: Option<&'p Policy>,
    /// Permissions boundary of the caller.
    pub boundaries: Vec<&'p Policy>,
    /// Passed when the caller's session was made.
    pub session: Vec<&'p Policy>,
    /// Service control policies of the caller's account: one list per level, root first. A level
    /// with no policy allows nothing.
    pub service_control: Vec<Vec<&'p Policy>>,
    /// Resource control policies of the resource's account, likewise. AWS attaches
    /// `RCPFullAWSAccess` to every level, so that only their denials count.
    pub resource_control: Vec<Vec<&'p Policy>>,
    /// Of the VPC endpoint the request passes.
    pub endpoint: Vec<&'p Policy>,
    /// The organisation's management account, which organisation policies do not concern.
    pub management_account: Option<&'p str>,
}

/// Decides one request.
///
/// A resource with `*` or `?` asks for a set of resources: allowed means that each policy allows
/// some of the set and no denial covers all of it. An action that takes no resource is asked for
/// with the plain resource `*`.
#[must_use]
pub fn authorize(request: &Request, policies: &Policies<'_>) -> Decision {
    let action = request.action.to_ascii_lowercase();
    if UNGOVERNED.contains(&action.as_str()) {
        return Decision::allowed(vec![Reason::plain(
            "AWS lets every signed caller do this, whatever policies say",
        )]);
    }
    let matcher = Matcher::new(Facts::new(request), &action, policies);
    let denials = denials(&matcher, policies);
    if !denials.is_empty() {
        return Decision::explicitly_denied(denials);
    }
    if let Some(limit) = limits(&matcher, policies) {
        return Decision::implicitly_denied(vec![limit]);
    }
    if let Some(reason) = refusal(&action, &request.resource) {
        return Decision::implicitly_denied(vec![Reason::plain(reason)]);
    }
    match grant::decide(&matcher, policies) {
        Ok(reasons) => Decision::allowed(reasons),
        Err(reasons) => Decision::implicitly_denied(reasons),
    }
}

/// How directly the statements of one effect reach the caller of a request, by the policy alone;
/// where it names no principals at all, as far as an account's own policies do.
pub(crate) fn reach_by(policy: &Policy, effect: Effect, request: &Request) -> Reach {
    let action = request.action.to_ascii_lowercase();
    let policies = Policies::default();
    let matcher = Matcher::new(Facts::new(request), &action, &policies);
    let clauses = policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == effect);
    let reaches = clauses.filter_map(|clause| match clause.principals {
        Some(_) => matcher
            .hit(clause, PolicyKind::Resource)
            .map(|hit| hit.reach),
        None => matcher
            .hit(clause, PolicyKind::Identity)
            .map(|_| Reach::Account),
    });
    reaches.max().unwrap_or(Reach::None)
}

/// A policy that has a say in a request, and its place among its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Concern<'p> {
    pub(crate) kind: PolicyKind,
    level: Option<usize>,
    index: usize,
    pub(crate) policy: &'p Policy,
}

/// Every policy that has a say in the request.
pub(crate) fn concerns<'p>(request: &Request, policies: &'p Policies<'p>) -> Vec<Concern<'p>> {
    let mut concerns = Vec::new();
    let mut add = |kind, level, list: &[&'p Policy]| {
        let all = list.iter().enumerate();
        concerns.extend(all.map(|(index, policy)| Concern {
            kind,
            level,
            index,
            policy,
        }));
    };
    for (level, list) in service_control(request, policies).iter().enumerate() {
        add(PolicyKind::ServiceControl, Some(level), list);
    }
    for (level, list) in resource_control(request, policies).iter().enumerate() {
        add(PolicyKind::ResourceControl, Some(level), list);
    }
    add(PolicyKind::Endpoint, None, &policies.endpoint);
    add(PolicyKind::Resource, None, policies.resource.as_slice());
    add(PolicyKind::Identity, None, &policies.identity);
    add(PolicyKind::Boundary, None, &policies.boundaries);
    add(PolicyKind::Session, None, &policies.session);
    concerns
}

/// Every denial that applies, of whatever policy.
fn denials(matcher: &Matcher<'_>, policies: &Policies<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for concern in concerns(matcher.facts.request, policies) {
        let denials = concern
            .policy
            .clauses
            .iter()
            .filter(|clause| clause.effect == Effect::Deny);
        let hits = denials.filter(|clause| matcher.hit(clause, concern.kind).is_some());
        reasons.extend(hits.map(|clause| {
            Reason::denial(
                concern.kind,
                concern.level,
                concern.index,
                concern.policy,
                clause,
            )
        }));
    }
    reasons
}

/// The first guard rail that lets the request not through: each level of service control
/// policies, and the VPC endpoint's policies, must allow.
fn limits(matcher: &Matcher<'_>, policies: &Policies<'_>) -> Option<Reason> {
    for (level, list) in service_control(matcher.facts.request, policies)
        .iter()
        .enumerate()
    {
        if matcher.allows(list, PolicyKind::ServiceControl).is_none() {
            let text = format!(
                "service control policies of level {} do not allow it",
                level + 1
            );
            return Some(Reason::silence(
                PolicyKind::ServiceControl,
                Some(level),
                text,
            ));
        }
    }
    let endpoint = &policies.endpoint;
    if !endpoint.is_empty() && matcher.allows(endpoint, PolicyKind::Endpoint).is_none() {
        return Some(Reason::silence(
            PolicyKind::Endpoint,
            None,
            "the VPC endpoint policy does not allow it".into(),
        ));
    }
    None
}

/// The service control policies that concern the caller: those of a member account's users and
/// roles, but not of service-linked roles.
pub(crate) fn service_control<'p>(
    request: &Request,
    policies: &'p Policies<'p>,
) -> &'p [Vec<&'p Policy>] {
    let caller = &request.caller;
    let member = caller.account().is_some() && caller.account() != policies.management_account;
    if member && !caller.is_service_linked_role() {
        &policies.service_control
    } else {
        &[]
    }
}

/// The resource control policies that protect the resource.
/// AWS: Organizations User Guide, "Resources and entities not restricted by RCPs".
fn resource_control<'p>(request: &Request, policies: &'p Policies<'p>) -> &'p [Vec<&'p Policy>] {
    let action = request.action.to_ascii_lowercase();
    let service = action.split(':').next().unwrap_or_default();
    let exempt = policies
        .management_account
        .is_some_and(|account| request.owner() == Some(account))
        || request.caller.is_service_linked_role()
        || action == "kms:retiregrant"
        || !RCP_SERVICES.contains(&service);
    if exempt {
        &[]
    } else {
        &policies.resource_control
    }
}

impl Matcher<'_> {
    /// The first statement of these policies that allows, ready to be cited.
    fn allows(&self, policies: &[&Policy], kind: PolicyKind) -> Option<Reason> {
        policies.iter().enumerate().find_map(|(index, policy)| {
            let clause = policy
                .clauses
                .iter()
                .find(|clause| self.is_allowed_by(clause, kind))?;
            Some(Reason::allowance(kind, index, policy, clause))
        })
    }

    fn is_allowed_by(&self, clause: &crate::compiled::Clause, kind: PolicyKind) -> bool {
        clause.effect == Effect::Allow && matches!(self.hit(clause, kind), Some(Hit { .. }))
    }
}
