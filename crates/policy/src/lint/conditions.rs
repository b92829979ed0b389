//! Context keys: what the catalogue does not know, and what no action of the statement carries.

use super::{Place, Subject};
use crate::budget::Budget;
use crate::catalogue::{Action, ActionPattern, ConditionKey, DATE, condition_key, service};
use crate::compiled::Check;
use crate::diagnostic::Remarks;
use crate::document::{Condition, Effect, Selector};
use crate::glob::{Colons, Pattern, Syntax};
use crate::json::Position;
use crate::operator::{Qualifier, Test};

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    let variables = subject.document.has_variables();
    subject.each(remarks, |place, remarks| {
        for (index, condition) in place.statement.conditions.iter().enumerate() {
            let at = place.condition(index);
            key(condition, place, at, remarks);
            for_all_values(condition, place, at, remarks);
            tags(condition, place, at, remarks);
        }
        if variables {
            used_variables(place, remarks);
        }
    });
}

fn key(condition: &Condition, place: &Place<'_>, at: Position, remarks: &mut Remarks) {
    if is_of_provider(&condition.key) {
        return;
    }
    // AWS: checks "Unsupported global condition key" and "Deprecated global condition key".
    if condition.key.eq_ignore_ascii_case("aws:ARN") {
        let message = format!("`{}` is not supported", condition.key);
        return remarks.error(
            "unsupported-key",
            at,
            message,
            "use aws:PrincipalArn or aws:SourceArn",
        );
    }
    match condition_key(&condition.key) {
        Ok(key) => carried(key, condition, place, at, remarks),
        Err(unknown) => {
            let remedy = "correct the key, unless AWS has added it since";
            remarks.warning("unknown-condition-key", at, unknown.to_string(), remedy);
        }
    }
}

/// Keys of identity providers begin with the provider's address; which claims it sends is known
/// to the provider alone. AWS: IAM User Guide, "IAM and AWS STS condition context keys".
fn is_of_provider(key: &str) -> bool {
    key.split(':')
        .next()
        .is_some_and(|prefix| prefix.contains('.'))
}

/// A key that no request for these actions carries makes the condition hold always or never.
fn carried(
    key: ConditionKey,
    condition: &Condition,
    place: &Place<'_>,
    at: Position,
    remarks: &mut Remarks,
) {
    let actions = &place.statement.action;
    if key.in_any_request() || actions.is_except() || condition.operator.test == Test::Null {
        return;
    }
    for written in actions.listed() {
        // Where the service is open, or not known, so is the answer.
        let open = written
            .split(':')
            .next()
            .is_none_or(|service| service.contains(['*', '?']));
        let pattern = ActionPattern::new(written);
        let Ok(mut covered) = pattern.actions() else {
            return;
        };
        if open || covered.any(|action| carries(action, key)) {
            return;
        }
    }
    let check = Check::new(condition, false);
    let outcome = if check.holds_absent() {
        "always holds"
    } else {
        "never holds"
    };
    let message = format!(
        "no action of the statement is known to carry `{}`, so that the condition {outcome} (catalogue of {DATE})",
        condition.key
    );
    remarks.warning(
        "key-not-of-action",
        at,
        message,
        "use a key that the actions carry, or divide the statement",
    );
}

fn carries(action: Action, key: ConditionKey) -> bool {
    action.condition_keys().any(|own| own == key)
        || action.resource_types().any(|used| {
            used.condition_keys().any(|own| own == key)
                || used.resource_type().condition_keys().any(|own| own == key)
        })
}

/// A denial by the tags of the resource spares the services that send none. AWS: check "Deny with
/// unsupported tag condition key for service", and its neighbours for `NotAction` and for Allow.
fn tags(condition: &Condition, place: &Place<'_>, at: Position, remarks: &mut Remarks) {
    let Ok(key) = condition_key(&condition.key) else {
        return;
    };
    let is_tag = condition
        .key
        .to_ascii_lowercase()
        .starts_with("aws:resourcetag/");
    // Where the key is missing, a condition that then holds is met all the same.
    if !is_tag
        || condition.operator.test == Test::Null
        || Check::new(condition, false).holds_absent()
    {
        return;
    }
    let denies = place.statement.effect == Effect::Deny;
    let outcome = if denies { "denied" } else { "allowed" };
    if place.statement.action.is_except() {
        let message = format!(
            "actions of services that send no `{}` are never {outcome}",
            condition.key
        );
        let remedy = "name with `Action` the actions of services that send tags";
        return push(remarks, denies, at, message, remedy);
    }
    for written in place.statement.action.listed() {
        let prefix = written
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let Ok(service) = service(&prefix) else {
            continue;
        };
        if !service.actions().any(|action| carries(action, key)) {
            let message = format!(
                "no action of `{prefix}` is known to send `{}`, so that `{written}` is never {outcome}",
                condition.key
            );
            return push(
                remarks,
                denies,
                at,
                message,
                "give the action a statement without the tag",
            );
        }
    }
}

fn push(remarks: &mut Remarks, denies: bool, at: Position, message: String, remedy: &str) {
    if denies {
        remarks.warning("tag-not-sent", at, message, remedy);
    } else {
        remarks.note("tag-not-sent", at, message, remedy);
    }
}

/// `ForAllValues` holds where the request has no such key at all. AWS: IAM User Guide, "Set
/// operators for multivalued context keys": not with Allow, unless `Null` asks for the key.
fn for_all_values(condition: &Condition, place: &Place<'_>, at: Position, remarks: &mut Remarks) {
    let statement = place.statement;
    if statement.effect == Effect::Deny
        || condition.operator.qualifier != Some(Qualifier::ForAllValues)
    {
        return;
    }
    let asks_for_key = |other: &Condition| {
        let present = other.operator.test == Test::Null && other.values == ["false"];
        let positive =
            other.operator.qualifier == Some(Qualifier::ForAnyValue) && !other.operator.if_exists;
        other.key.eq_ignore_ascii_case(&condition.key) && (present || positive)
    };
    if !statement.conditions.iter().any(asks_for_key) {
        let message = format!(
            "`ForAllValues` with Allow lets in requests without `{}`",
            condition.key
        );
        let remedy = format!("add `\"Null\": {{\"{}\": \"false\"}}`", condition.key);
        remarks.warning("for-all-values", at, message, &remedy);
    }
}

/// Policy variables that name no known key.
fn used_variables(place: &Place<'_>, remarks: &mut Remarks) {
    let resources = place.statement.resource.iter().flat_map(Selector::listed);
    for (index, written) in resources.enumerate() {
        variables_of(written, place.resource(index), remarks);
    }
    for (index, condition) in place.statement.conditions.iter().enumerate() {
        for written in &condition.values {
            variables_of(written, place.condition(index), remarks);
        }
    }
}

fn variables_of(written: &str, at: Position, remarks: &mut Remarks) {
    let pattern = Pattern::new(
        written,
        Syntax {
            wildcards: true,
            variables: true,
        },
        Colons::Plain,
    );
    for variable in pattern.variables() {
        if !is_of_provider(&variable.key) && condition_key(&variable.key).is_err() {
            let message = format!(
                "`${{{}}}` is no context key known to the catalogue of {DATE}",
                variable.key
            );
            remarks.warning(
                "unknown-variable",
                at,
                message,
                "correct the name of the key",
            );
        }
    }
}
