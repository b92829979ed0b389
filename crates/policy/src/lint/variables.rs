//! Policy variables as written: braces, quotes, spaces, and where they have no meaning.
//!
//! AWS: IAM User Guide, "IAM policy elements: Variables and tags".

use super::{Place, Subject};
use crate::budget::Budget;
use crate::diagnostic::Remarks;
use crate::document::{Principal, Selector};
use crate::json::Position;
use crate::operator::Test;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    if !subject.document.has_variables() {
        return;
    }
    subject.each(remarks, |place, remarks| {
        elsewhere(place, remarks);
        let resources = place.statement.resource.iter().flat_map(Selector::listed);
        for (index, written) in resources.enumerate() {
            form(written, place.resource(index), remarks);
        }
        for (index, condition) in place.statement.conditions.iter().enumerate() {
            let test = condition.operator.test;
            let takes = test.is_text() || matches!(test, Test::Unknown | Test::Binary);
            for written in &condition.values {
                form(written, place.condition(index), remarks);
                if written.contains("${") && !takes {
                    let message = format!("`{}` takes no policy variable", condition.operator);
                    let remedy = "use a String or ARN operator, or write the value out";
                    remarks.error("variable-operator", place.condition(index), message, remedy);
                }
            }
        }
    });
}

/// Only `Resource` and `Condition` take variables.
fn elsewhere(place: &Place<'_>, remarks: &mut Remarks) {
    for (index, action) in place.statement.action.listed().iter().enumerate() {
        if action.contains("${") {
            let message = format!("`{action}`: an action takes no policy variable");
            remarks.error(
                "variable-element",
                place.action(index),
                message,
                "write the action out",
            );
        }
    }
    let principals = place.statement.principal.iter().flat_map(Selector::listed);
    if let Some(principal) = principals
        .map(Principal::value)
        .find(|value| value.contains("${"))
    {
        let message = format!("`{principal}`: a principal takes no policy variable");
        remarks.error(
            "variable-element",
            place.principal(),
            message,
            "name the principal, or use aws:PrincipalArn",
        );
    }
}

fn form(written: &str, at: Position, remarks: &mut Remarks) {
    let mut rest = written;
    while let Some((_, after)) = rest.split_once("${") {
        let Some((inside, behind)) = after.split_once('}') else {
            let message = format!("`{written}`: a policy variable has no closing brace");
            return remarks.error(
                "variable-brace",
                at,
                message,
                "close it, as `${aws:username}`",
            );
        };
        rest = behind;
        let (name, default) = inside
            .split_once(',')
            .map_or((inside, None), |(name, default)| (name, Some(default)));
        if inside.is_empty() {
            let message = format!("`{written}`: a policy variable is empty");
            remarks.error(
                "variable-empty",
                at,
                message,
                "name a context key, as `${aws:username}`",
            );
        } else if name.contains(char::is_whitespace) {
            let message = format!("`${{{inside}}}`: the name of a policy variable holds no space");
            remarks.error("variable-space", at, message, "remove the space");
        } else if default.is_some_and(|default| !is_quoted(default.trim())) {
            let message = format!(
                "`${{{inside}}}`: the default of a policy variable stands in single quotes"
            );
            remarks.error(
                "variable-quote",
                at,
                message,
                "write it as `${aws:PrincipalTag/team, 'none'}`",
            );
        }
    }
}

fn is_quoted(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'')
}
