//! What belongs in the policy of one sort of resource: its service's actions and ARNs, principals
//! that can call it, keys that those principals have.
//!
//! AWS: IAM User Guide, "IAM policy validation check reference".

use super::{DocumentKind, Place, Subject};
use crate::arn::Arn;
use crate::budget::Budget;
use crate::catalogue::service;
use crate::compiled::Check;
use crate::diagnostic::Remarks;
use crate::document::{Effect, Principal, Selector};
use crate::operator::Test;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    let kind = subject.kind;
    subject.each(remarks, |place, remarks| {
        if let Some(own) = kind.service() {
            actions(own, kind, place, remarks);
            resources(own, kind, place, remarks);
        }
        let Some(selector) = &place.statement.principal else {
            return;
        };
        federated(kind, selector, place, remarks);
        keys_of_services(selector, place, remarks);
        if kind == DocumentKind::Trust {
            everyone(selector, place, remarks);
            actions_for_keys(place, remarks);
        }
    });
}

/// AWS: check "Unsupported action in policy".
fn actions(own: &str, kind: DocumentKind, place: &Place<'_>, remarks: &mut Remarks) {
    for (index, action) in place.statement.action.listed().iter().enumerate() {
        let prefix = action.split_once(':').map_or("", |(prefix, _)| prefix);
        // A service that nobody knows is remarked on as such.
        if service(&prefix.to_ascii_lowercase()).is_ok() && !prefix.eq_ignore_ascii_case(own) {
            let message = format!(
                "`{action}`: a policy of kind `{}` decides actions of {own} alone",
                kind.as_str()
            );
            remarks.error("action-of-other", place.action(index), message, "remove it");
        }
    }
}

/// AWS: check "Unsupported resource ARN in policy".
fn resources(own: &str, kind: DocumentKind, place: &Place<'_>, remarks: &mut Remarks) {
    let listed = place.statement.resource.iter().flat_map(Selector::listed);
    for (index, written) in listed.enumerate() {
        let other = |arn: &Arn<'_>| arn.service != own && !arn.service.contains(['*', '?', '$']);
        if Arn::parse(written).is_some_and(|arn| other(&arn)) {
            let message = format!(
                "`{written}`: a policy of kind `{}` is about {own} alone",
                kind.as_str()
            );
            remarks.error(
                "resource-of-other",
                place.resource(index),
                message,
                "name the resource itself",
            );
        }
    }
}

/// Who signs in with an identity provider assumes a role, and calls as a session of it.
/// AWS: check "Federated principal not supported".
fn federated(
    kind: DocumentKind,
    selector: &Selector<Principal>,
    place: &Place<'_>,
    remarks: &mut Remarks,
) {
    if kind == DocumentKind::Trust || kind.is_without_principal() {
        return;
    }
    for principal in selector.listed() {
        if let Principal::Federated(name) = principal {
            let message =
                format!("`{name}`: only the trust policy of a role takes an identity provider");
            let remedy = "name the role that its users assume";
            remarks.error(
                "federated-outside-trust",
                place.principal(),
                message,
                remedy,
            );
        }
    }
}

/// Keys of users and roles, which services acting by themselves do not have.
const OF_PRINCIPALS: [&str; 6] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:userid",
    "aws:username",
];

/// AWS: check "Unsupported condition key for service principal".
fn keys_of_services(selector: &Selector<Principal>, place: &Place<'_>, remarks: &mut Remarks) {
    let is_service = |principal: &Principal| matches!(principal, Principal::Service(_));
    let services = !selector.is_except() && selector.listed().iter().all(is_service);
    if !services || selector.listed().is_empty() {
        return;
    }
    for (index, condition) in place.statement.conditions.iter().enumerate() {
        let key = condition.key.to_ascii_lowercase();
        let listed = OF_PRINCIPALS.contains(&key.as_str()) || key.starts_with("aws:principaltag/");
        let never = !Check::new(condition, false).holds_absent();
        if listed && never && !matches!(condition.operator.test, Test::Null | Test::Unknown) {
            let message = format!(
                "a service has no `{}`, so that the condition is never met",
                condition.key
            );
            let remedy = "use aws:SourceOrgID, aws:SourceAccount or aws:SourceArn";
            remarks.error(
                "key-not-of-service",
                place.condition(index),
                message,
                remedy,
            );
        }
    }
}

/// AWS: check "Role trust policy unsupported wildcard in principal". `{"AWS": "*"}` is stored, and
/// lets in every account.
fn everyone(selector: &Selector<Principal>, place: &Place<'_>, remarks: &mut Remarks) {
    if place.statement.effect == Effect::Deny || selector.is_except() {
        return;
    }
    let remedy = "name the accounts, roles or services that may assume the role";
    if selector.listed().contains(&Principal::Everyone) {
        let message = "a role trust policy does not support `\"Principal\": \"*\"`".to_owned();
        remarks.error("everyone-in-trust", place.principal(), message, remedy);
    } else if place.is_for_everyone() && place.statement.conditions.is_empty() {
        let message = "every AWS account may assume the role".to_owned();
        remarks.warning("everyone-in-trust", place.principal(), message, remedy);
    }
}

/// Keys that a call of `sts:AssumeRole` sets, and the action that setting them needs.
/// AWS: check "Missing action for condition key"; STS API Reference, `AssumeRole`.
const SET_BY: [(&str, &str); 4] = [
    ("aws:requesttag/", "sts:TagSession"),
    ("aws:tagkeys", "sts:TagSession"),
    ("sts:transitivetagkeys", "sts:TagSession"),
    ("sts:sourceidentity", "sts:SetSourceIdentity"),
];

fn actions_for_keys(place: &Place<'_>, remarks: &mut Remarks) {
    for (index, condition) in place.statement.conditions.iter().enumerate() {
        let key = condition.key.to_ascii_lowercase();
        let setter = SET_BY
            .iter()
            .find(|(name, _)| key == *name || (name.ends_with('/') && key.starts_with(name)));
        let Some((_, action)) = setter.filter(|(_, action)| !place.covers(action)) else {
            continue;
        };
        let message = format!(
            "`{}` is there only where `{action}` is allowed as well",
            condition.key
        );
        let remedy = format!("add `{action}` to the actions");
        remarks.error("action-for-key", place.condition(index), message, &remedy);
    }
}
