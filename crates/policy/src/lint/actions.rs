//! Actions: what the catalogue does not know, and what another pattern of the list covers.

use super::{Place, Subject};
use crate::budget::{Budget, Exhausted};
use crate::catalogue::{ActionPattern, Unknown};
use crate::diagnostic::Remarks;
use crate::document::Effect;
use crate::glob::{Glob, includes};
use crate::json::Position;

/// The steps that looking for an action costs.
const LOOKUP: u64 = 50;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, budget: &mut Budget) {
    subject.each(remarks, |place, remarks| {
        for (index, action) in place.statement.action.listed().iter().enumerate() {
            if budget.spend(LOOKUP).is_err() {
                let message =
                    "not every action was looked up in the catalogue: there are too many".into();
                remarks.note(
                    "undecided",
                    place.action(index),
                    message,
                    "divide the document",
                );
                break;
            }
            in_catalogue(action, place, index, remarks);
        }
        if subject.kind.is_without_principal() && !subject.kind.is_guard() {
            pass_role(place, remarks);
        }
        let actions = place.statement.action.listed();
        let places = |index| place.action(index);
        redundant(
            "redundant-action",
            actions,
            Glob::action,
            places,
            remarks,
            budget,
        );
        if let Some(resources) = &place.statement.resource {
            let places = |index| place.resource(index);
            redundant(
                "redundant-resource",
                resources.listed(),
                Glob::resource,
                places,
                remarks,
                budget,
            );
        }
    });
}

fn in_catalogue(action: &str, place: &Place<'_>, index: usize, remarks: &mut Remarks) {
    let at = place.action(index);
    if !action.contains(':') && action != "*" {
        // AWS refuses it: "Actions/Conditions must be prefaced by a vendor".
        let message = format!("`{action}` is not of the form `service:Name`");
        remarks.error(
            "action-form",
            at,
            message,
            "put the service before it, or write `*`",
        );
        return;
    }
    let pattern = ActionPattern::new(action);
    let Err(unknown) = pattern.actions() else {
        return;
    };
    let id = if let Unknown::Service(_) = unknown {
        "unknown-service"
    } else {
        "unknown-action"
    };
    let unknown = match unknown {
        Unknown::Pattern(text) if !text.contains(['*', '?']) => {
            format!(
                "action `{text}` is unknown to the catalogue of {}",
                crate::catalogue::DATE
            )
        }
        unknown => unknown.to_string(),
    };
    remarks.warning(
        id,
        at,
        unknown,
        "correct the name, unless AWS has added it since",
    );
}

/// `iam:PassRole` hands roles to services: on every role, to every service, it is a way to become
/// any of them. AWS: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
fn pass_role(place: &Place<'_>, remarks: &mut Remarks) {
    let statement = place.statement;
    let limited = statement
        .conditions
        .iter()
        .any(|condition| condition.key.to_ascii_lowercase().starts_with("iam:"));
    let any_role = place
        .resources()
        .is_some_and(|resources| resources.iter().any(|r| r == "*"));
    if statement.effect == Effect::Deny || statement.action.is_except() || limited || !any_role {
        return;
    }
    let passes = |action: &String| Glob::action(action).matches("iam:PassRole");
    if let Some(index) = statement.action.listed().iter().position(passes) {
        let message = "any role may be passed to any service".into();
        let remedy = "name the roles in `Resource`, or the services with iam:PassedToService";
        remarks.warning("pass-any-role", place.action(index), message, remedy);
    }
}

/// Patterns that another of the list covers. Of two that are the same, the first stays.
fn redundant(
    id: &str,
    written: &[String],
    glob: fn(&str) -> Glob,
    place: impl Fn(usize) -> Position,
    remarks: &mut Remarks,
    budget: &mut Budget,
) {
    // A policy variable is more than its text.
    let fixed: Vec<(usize, &String)> = written
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.contains("${"))
        .collect();
    let globs: Vec<Glob> = fixed.iter().map(|(_, text)| glob(text)).collect();
    for (position, (index, text)) in fixed.iter().enumerate() {
        match covering(position, &globs, budget) {
            Ok(None) => {}
            Ok(Some(by)) => {
                let by = fixed.get(by).map_or("", |(_, by)| by.as_str());
                let message = format!("`{by}` covers `{text}`");
                remarks.note(id, place(*index), message, "remove the narrower of the two");
            }
            Err(Exhausted) => return,
        }
    }
}

/// The index of a pattern that covers the one at `index`.
fn covering(index: usize, globs: &[Glob], budget: &mut Budget) -> Result<Option<usize>, Exhausted> {
    let Some(inner) = globs.get(index) else {
        return Ok(None);
    };
    for (other, outer) in globs
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
    {
        budget.spend(1)?;
        if inner == outer {
            if other < index {
                return Ok(Some(other));
            }
            continue;
        }
        let covers = match (inner.as_exact(), outer.as_exact()) {
            (Some(text), _) => outer.matches(text),
            (None, Some(_)) => false,
            _ => {
                includes(std::slice::from_ref(outer), std::slice::from_ref(inner), budget)?
                    // Of two that mean the same, the first stays.
                    && (other < index
                        || !includes(std::slice::from_ref(inner), std::slice::from_ref(outer), budget)?)
            }
        };
        if covers {
            return Ok(Some(other));
        }
    }
    Ok(None)
}
