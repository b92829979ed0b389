//! Who must allow, and whether they do.
//!
//! AWS: IAM User Guide, "Policy evaluation logic" (within an account) and "Cross-account policy
//! evaluation logic"; KMS Developer Guide, "Key policies"; IAM User Guide, "IAM roles", trust.

use super::matching::Matcher;
use super::{Policies, PolicyKind, Reason};
use crate::arn::Arn;
use crate::caller::Caller;
use crate::compiled::Reach;
use crate::document::Effect;
use crate::request::Request;

type Granted = Result<Vec<Reason>, Vec<Reason>>;

/// Decides a request that nothing denies: the reasons for, or the reasons against.
pub(super) fn decide(matcher: &Matcher<'_>, policies: &Policies<'_>) -> Granted {
    let resource = resource_grant(matcher, policies);
    let caller = &matcher.facts.request.caller;
    if caller.account().is_none() {
        // Without an account of its own a caller has no identity policies.
        return resource
            .map(|(_, reason)| vec![reason])
            .ok_or_else(|| refused(PolicyKind::Resource, NAMES_NOBODY));
    }
    if !matcher.facts.request.is_same_account() {
        return across_accounts(matcher, policies, resource);
    }
    match resource {
        Some((Reach::Direct, reason)) => Ok(vec![reason]),
        Some((Reach::Role, reason)) => within_limits(matcher, policies).map(|()| vec![reason]),
        Some((_, reason)) => by_identity(matcher, policies, vec![reason]),
        None if needs_resource_policy(matcher.facts.request) => {
            Err(refused(PolicyKind::Resource, MUST_NAME))
        }
        None => by_identity(matcher, policies, Vec::new()),
    }
}

const NAMES_NOBODY: &str = "no resource policy allows it to this caller";
const MUST_NAME: &str =
    "the policy of a key or the trust policy of a role must allow it, and does not";
const NO_IDENTITY: &str = "no identity policy allows it";
const NO_RESOURCE: &str =
    "the resource is another account's, whose resource policy does not allow it";

/// Across accounts both sides must allow: the resource's account by its policy, and the caller's
/// account by identity policies.
fn across_accounts(
    matcher: &Matcher<'_>,
    policies: &Policies<'_>,
    resource: Option<(Reach, Reason)>,
) -> Granted {
    match resource {
        Some((_, reason)) => by_identity(matcher, policies, vec![reason]),
        None => Err(refused(PolicyKind::Resource, NO_RESOURCE)),
    }
}

/// Identity policies allow, within boundary and session policies.
fn by_identity(
    matcher: &Matcher<'_>,
    policies: &Policies<'_>,
    mut reasons: Vec<Reason>,
) -> Granted {
    match matcher.allows(&policies.identity, PolicyKind::Identity) {
        Some(reason) => reasons.push(reason),
        None if matches!(matcher.facts.request.caller, Caller::Root(_)) => {
            reasons.push(Reason::plain(
                "the root user may do whatever nothing denies",
            ));
        }
        None => return Err(refused(PolicyKind::Identity, NO_IDENTITY)),
    }
    within_limits(matcher, policies).map(|()| reasons)
}

fn within_limits(matcher: &Matcher<'_>, policies: &Policies<'_>) -> Result<(), Vec<Reason>> {
    for (kind, list) in [
        (PolicyKind::Boundary, &policies.boundaries),
        (PolicyKind::Session, &policies.session),
    ] {
        if !list.is_empty() && matcher.allows(list, kind).is_none() {
            return Err(refused(
                kind,
                &format!("the {} does not allow it", kind.as_str()),
            ));
        }
    }
    Ok(())
}

/// The most direct grant of the resource policy.
fn resource_grant(matcher: &Matcher<'_>, policies: &Policies<'_>) -> Option<(Reach, Reason)> {
    let policy = policies.resource?;
    let allows = policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow);
    let hits = allows
        .filter_map(|clause| Some((matcher.hit(clause, PolicyKind::Resource)?.reach, clause)));
    // Of equals the first counts.
    let best = hits.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((
        best.0,
        Reason::allowance(PolicyKind::Resource, 0, policy, best.1),
    ))
}

/// Keys and roles give nothing away that their own policy does not allow, not even to their
/// account. Aliases and calls that name no key have no such policy.
pub(crate) fn needs_resource_policy(request: &Request) -> bool {
    let action = request.action.to_ascii_lowercase();
    match Arn::parse(&request.resource) {
        Some(arn) if arn.service == "kms" => {
            action.starts_with("kms:") && arn.resource.starts_with("key/")
        }
        Some(arn) if arn.service == "iam" => {
            arn.resource.starts_with("role/") && TRUST_ACTIONS.contains(&action.as_str())
        }
        _ => false,
    }
}

/// What a trust policy governs. AWS: IAM User Guide, "IAM roles", and STS API Reference.
const TRUST_ACTIONS: [&str; 5] = [
    "sts:assumerole",
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
    "sts:tagsession",
    "sts:setsourceidentity",
];

fn refused(kind: PolicyKind, text: &str) -> Vec<Reason> {
    vec![Reason::silence(kind, None, text.into())]
}
