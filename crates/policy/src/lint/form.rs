//! The document as a whole: version, length, names, and the elements its kind wants.

use super::{DocumentKind, Place, Subject};
use crate::budget::Budget;
use crate::diagnostic::Remarks;
use crate::document::{Effect, Selector};
use std::collections::BTreeSet;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    version(subject, remarks);
    length(subject, remarks);
    sids(subject, remarks);
    subject.each(remarks, |place, remarks| {
        principal(subject.kind, place, remarks);
        negations(subject.kind, place, remarks);
        match subject.kind {
            DocumentKind::Trust => trust(place, remarks),
            DocumentKind::ResourceControl => resource_control(place, remarks),
            _ => {}
        }
    });
}

/// AWS: IAM User Guide, "IAM JSON policy elements: Version".
fn version(subject: &Subject<'_>, remarks: &mut Remarks) {
    let document = subject.document;
    if document.statements.is_empty() {
        let message = "no statements, so nothing is allowed or denied".into();
        remarks.warning(
            "no-statements",
            subject.start(),
            message,
            "add a statement, or remove the policy",
        );
    }
    if document.has_variables() {
        return;
    }
    let conditions = document
        .statements
        .iter()
        .flat_map(|statement| &statement.conditions);
    let resources = document
        .statements
        .iter()
        .filter_map(|statement| statement.resource.as_ref());
    let values = conditions.flat_map(|condition| &condition.values);
    let mut values = values.chain(resources.flat_map(Selector::listed));
    if let Some(value) = values.find(|value| value.contains("${")) {
        let message =
            format!("`{value}` is taken literally: version 2008-10-17 has no policy variables");
        remarks.warning(
            "inert-variable",
            subject.start(),
            message,
            "write `\"Version\": \"2012-10-17\"`",
        );
    } else if document.version.is_none() {
        let message = "no `Version`, which means 2008-10-17".into();
        remarks.note(
            "no-version",
            subject.start(),
            message,
            "write `\"Version\": \"2012-10-17\"`",
        );
    }
}

fn length(subject: &Subject<'_>, remarks: &mut Remarks) {
    let Some(limit) = subject.kind.limit() else {
        return;
    };
    let (size, what) = if limit.all {
        (subject.size.all, "characters")
    } else {
        (
            subject.size.without_white_space,
            "characters without white space",
        )
    };
    if size > limit.characters {
        let (kind, most) = (subject.kind.as_str(), limit.characters);
        let message = format!("{size} {what}; a policy of kind `{kind}` has {most} at the most");
        remarks.error(
            "over-limit",
            subject.start(),
            message,
            "shorten it, or divide it in two policies",
        );
    }
}

/// AWS: IAM User Guide, "IAM JSON policy elements: Sid": unique in a policy; letters and digits
/// only in IAM, services may take more.
fn sids(subject: &Subject<'_>, remarks: &mut Remarks) {
    let mut seen = BTreeSet::new();
    subject.each(remarks, |place, remarks| {
        let Some(sid) = place.statement.sid.as_deref().filter(|sid| !sid.is_empty()) else {
            return;
        };
        if !seen.insert(sid) {
            let message = format!("another statement is called `{sid}` as well");
            remarks.error(
                "duplicate-sid",
                place.statement(),
                message,
                "give each statement its own `Sid`",
            );
        }
        let plain = sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if subject.kind.is_without_principal() && !plain {
            let message = format!("`{sid}` is no `Sid`: IAM takes letters and digits only");
            remarks.error(
                "sid-form",
                place.statement(),
                message,
                "leave out the other characters",
            );
        }
    });
}

fn principal(kind: DocumentKind, place: &Place<'_>, remarks: &mut Remarks) {
    match (kind.is_without_principal(), &place.statement.principal) {
        (true, Some(_)) => {
            let message = format!("a policy of kind `{}` takes no `Principal`", kind.as_str());
            let remedy = "remove it: the policy concerns whom it is attached to";
            remarks.error("principal", place.principal(), message, remedy);
        }
        (false, None) => {
            let message = format!("a policy of kind `{}` needs `Principal`", kind.as_str());
            remarks.error(
                "principal",
                place.statement(),
                message,
                "say whom the statement concerns",
            );
        }
        _ => {}
    }
}

/// What is allowed by naming what is not.
fn negations(kind: DocumentKind, place: &Place<'_>, remarks: &mut Remarks) {
    let statement = place.statement;
    let excepts = statement
        .principal
        .as_ref()
        .is_some_and(Selector::is_except);
    if statement.effect == Effect::Deny {
        if excepts {
            // AWS: IAM User Guide, "AWS JSON policy elements: NotPrincipal".
            let message =
                "`NotPrincipal` spares exactly those named, not the sessions of a role".into();
            let remedy = "deny `\"Principal\": \"*\"` with a condition on aws:PrincipalArn";
            remarks.note("not-principal", place.principal(), message, remedy);
        }
        return;
    }
    if excepts {
        let message =
            "`NotPrincipal` with Allow lets in everyone else, without credentials too".into();
        remarks.warning(
            "not-principal",
            place.principal(),
            message,
            "name with `Principal` who is meant",
        );
    }
    if statement.action.is_except() && !kind.is_guard() {
        let message =
            "`NotAction` with Allow gives every other action, those AWS adds later too".into();
        remarks.warning(
            "not-action",
            place.action(0),
            message,
            "name with `Action` what is meant",
        );
    }
    if statement.resource.as_ref().is_some_and(Selector::is_except) && !kind.is_guard() {
        let message =
            "`NotResource` with Allow gives every other resource, those made later too".into();
        remarks.warning(
            "not-resource",
            place.resource(0),
            message,
            "name with `Resource` what is meant",
        );
    }
}

/// AWS: IAM User Guide, "Roles terms and concepts", trust policy; STS API Reference, actions.
fn trust(place: &Place<'_>, remarks: &mut Remarks) {
    if place.statement.resource.is_some() {
        let message = "a trust policy takes no `Resource`: it stands on the role itself".into();
        remarks.error(
            "resource-in-trust",
            place.resource(0),
            message,
            "remove `Resource`",
        );
    }
    for (index, action) in place.statement.action.listed().iter().enumerate() {
        let service = action.split(':').next().unwrap_or_default();
        if !service.eq_ignore_ascii_case("sts") && action != "*" {
            let message = format!("`{action}` is no action that a trust policy decides");
            let remedy = "write sts:AssumeRole or another action of sts";
            remarks.error("trust-action", place.action(index), message, remedy);
        }
    }
}

/// AWS: Organizations User Guide, "RCP syntax".
fn resource_control(place: &Place<'_>, remarks: &mut Remarks) {
    if place.statement.effect == Effect::Allow {
        let message = "a resource control policy only denies".into();
        remarks.error(
            "only-deny",
            place.effect(),
            message,
            "write `Deny`, and the conditions to match",
        );
    }
    if !place.is_for_everyone() {
        let message = "a resource control policy takes no principal but `*`".into();
        let remedy = "write `\"Principal\": \"*\"` and a condition on who is meant";
        remarks.error("everyone-only", place.principal(), message, remedy);
    }
    if place.statement.action.is_except() {
        let message = "a resource control policy does not support `NotAction`".into();
        remarks.error(
            "not-action-in-rcp",
            place.action(0),
            message,
            "list the actions with `Action`",
        );
    }
    for (index, action) in place.statement.action.listed().iter().enumerate() {
        if !action.contains(':') {
            let message = format!("`{action}`: a resource control policy names the service");
            remarks.error(
                "service-needed",
                place.action(index),
                message,
                "write it as `service:*`",
            );
        }
    }
}
