//! One statement.

use super::{Element, condition, elements, items, principal, text};
use crate::diagnostic::Remarks;
use crate::document::{Effect, Selector, Statement};
use crate::json::{Json, Node, Position};

/// Where a statement and its elements stand in the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementPositions {
    /// The statement's opening brace.
    pub statement: Position,
    /// `Effect`.
    pub effect: Position,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<Position>,
    /// Each value of `Action` or `NotAction`.
    pub actions: Vec<Position>,
    /// Each value of `Resource` or `NotResource`.
    pub resources: Vec<Position>,
    /// Each context key, in the order of [`Statement::conditions`].
    pub conditions: Vec<Position>,
}

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Reads one statement; `None` where an error was remarked.
pub(super) fn read(node: &Node, remarks: &mut Remarks) -> Option<(Statement, StatementPositions)> {
    let Json::Object(members) = &node.value else {
        let message = format!(
            "a statement is a JSON object, this is {}",
            node.value.kind()
        );
        remarks.error(
            "not-an-object",
            node.at,
            message,
            "write the statement as an object",
        );
        return None;
    };
    let mut places = StatementPositions {
        statement: node.at,
        ..StatementPositions::default()
    };
    let elements = elements(members, &ELEMENTS, remarks);
    let get = |name: &str| elements.iter().find(|element| element.name == name);

    let sid = get("Sid").and_then(|element| text(element.node, "Sid", remarks));
    remarks.sid.clone_from(&sid);
    let effect = effect(get("Effect"), node.at, remarks);
    places.effect = get("Effect").map_or(node.at, |element| element.at);
    let principal = principal::read(get("Principal"), get("NotPrincipal"), remarks);
    places.principal = get("Principal")
        .or(get("NotPrincipal"))
        .map(|element| element.at);
    let action = globs(
        "Action",
        get("Action"),
        get("NotAction"),
        &mut places.actions,
        remarks,
    );
    let resource = globs(
        "Resource",
        get("Resource"),
        get("NotResource"),
        &mut places.resources,
        remarks,
    );
    let denies = effect == Some(Effect::Deny);
    let conditions = get("Condition")
        .map(|element| condition::read(element.node, denies, &mut places.conditions, remarks));

    let Some(action) = action else {
        missing("Action", node.at, remarks);
        return None;
    };
    if resource.is_none() && !is_trust(&action) {
        let message = "no `Resource`; read as every resource".into();
        remarks.warning(
            "no-resource",
            node.at,
            message,
            "add `Resource`, except in a role trust policy",
        );
    }
    let conditions = conditions.unwrap_or_default();
    Some((
        Statement {
            sid,
            effect: effect?,
            principal,
            action,
            resource,
            conditions,
        },
        places,
    ))
}

/// Role trust policies have no `Resource`: they stand on the role itself.
fn is_trust(action: &Selector<String>) -> bool {
    action
        .listed()
        .iter()
        .any(|action| action.to_ascii_lowercase().starts_with("sts:"))
}

fn missing(name: &str, at: Position, remarks: &mut Remarks) {
    if !remarks.has_error() {
        let message = format!("a statement needs `{name}` or `Not{name}`");
        remarks.error("missing-element", at, message, "add the element");
    }
}

/// `Effect` is the one value AWS compares with regard to case.
fn effect(element: Option<&Element<'_>>, at: Position, remarks: &mut Remarks) -> Option<Effect> {
    let Some(element) = element else {
        remarks.error(
            "missing-element",
            at,
            "a statement needs `Effect`".into(),
            "write `Allow` or `Deny`",
        );
        return None;
    };
    match &element.node.value {
        Json::String(text) if text == "Allow" => Some(Effect::Allow),
        Json::String(text) if text == "Deny" => Some(Effect::Deny),
        other => {
            let shown = if let Json::String(text) = other {
                format!("`{text}`")
            } else {
                other.kind().into()
            };
            let message = format!("{shown} is no effect; AWS tells upper from lower case here");
            remarks.error(
                "effect",
                element.node.at,
                message,
                "write `Allow` or `Deny`",
            );
            None
        }
    }
}

/// `Action`, `Resource` and their `Not` forms: one string or an array of them.
fn globs(
    name: &str,
    only: Option<&Element<'_>>,
    except: Option<&Element<'_>>,
    places: &mut Vec<Position>,
    remarks: &mut Remarks,
) -> Option<Selector<String>> {
    if let (Some(_), Some(second)) = (only, except) {
        let message = format!("`{name}` and `Not{name}` in one statement");
        remarks.error("both-forms", second.at, message, "keep one of them");
        return None;
    }
    let element = only.or(except)?;
    let mut values = Vec::new();
    for item in items(element.node) {
        let Some(value) = text(item, name, remarks) else {
            continue;
        };
        if value.trim() != value {
            let message =
                format!("`{value}` has white space around it, which AWS compares as written");
            remarks.warning("white-space", item.at, message, "remove the white space");
        }
        places.push(item.at);
        values.push(value);
    }
    if values.is_empty() {
        let message = format!("`{name}` lists nothing");
        remarks.warning(
            "empty-list",
            element.at,
            message,
            "name something, or remove the statement",
        );
    }
    Some(if only.is_some() {
        Selector::Only(values)
    } else {
        Selector::Except(values)
    })
}
