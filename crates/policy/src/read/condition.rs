//! `Condition`: operators, keys, values.

use super::items;
use crate::diagnostic::Remarks;
use crate::document::Condition;
use crate::json::{Json, Member, Node, Position};
use crate::operator::{self, Operator, Test};

/// Reads the whole element.
///
/// An operator that AWS does not know voids an Allow, which is safe to read on with; a Deny would
/// deny nothing, so that it is an error there.
pub(super) fn read(
    node: &Node,
    denies: bool,
    places: &mut Vec<Position>,
    remarks: &mut Remarks,
) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for by_operator in members(node, "Condition", remarks) {
        let operator = Operator::parse(&by_operator.key);
        if operator.test == Test::Unknown {
            let message = format!("`{}` is not a condition operator of IAM", by_operator.key);
            let remedy = format!("write `{}`", operator::nearest(&by_operator.key));
            if denies {
                remarks.error("operator", by_operator.at, message, &remedy);
            } else {
                let message = format!("{message}, so the condition is never met");
                remarks.warning("operator", by_operator.at, message, &remedy);
            }
        }
        for by_key in members(&by_operator.node, &by_operator.key, remarks) {
            let values = values(by_key, remarks);
            let condition = Condition {
                operator: operator.clone(),
                key: by_key.key.clone(),
                values,
            };
            add(condition, by_key.at, &mut conditions, places, remarks);
        }
    }
    conditions
}

/// Adds a condition; of two on the very same operator and key the last counts.
fn add(
    condition: Condition,
    at: Position,
    conditions: &mut Vec<Condition>,
    places: &mut Vec<Position>,
    remarks: &mut Remarks,
) {
    let same = conditions
        .iter()
        .position(|c| c.operator == condition.operator && c.key == condition.key);
    if let Some(index) = same {
        let message = format!(
            "`{}` stands under `{}` twice; the last one counts",
            condition.key, condition.operator
        );
        remarks.warning("duplicate-key", at, message, "put all values under one key");
        conditions.remove(index);
        places.remove(index);
    }
    conditions.push(condition);
    places.push(at);
}

fn members<'a>(node: &'a Node, what: &str, remarks: &mut Remarks) -> &'a [Member] {
    if let Json::Object(members) = &node.value {
        return members;
    }
    let message = format!("`{what}` takes an object, not {}", node.value.kind());
    remarks.error(
        "not-an-object",
        node.at,
        message,
        "write operator, key and values as nested objects",
    );
    &[]
}

/// The values; AWS takes booleans and numbers by their text.
fn values(member: &Member, remarks: &mut Remarks) -> Vec<String> {
    let mut values = Vec::new();
    for item in items(&member.node) {
        match &item.value {
            Json::String(text) | Json::Number(text) => values.push(text.clone()),
            Json::Bool(value) => values.push(value.to_string()),
            other => {
                let message = format!("`{}` takes strings, not {}", member.key, other.kind());
                remarks.error(
                    "condition-value",
                    item.at,
                    message,
                    "write the value in quotes",
                );
            }
        }
    }
    if values.is_empty() {
        let message = format!("`{}` is compared with no value", member.key);
        remarks.note("empty-list", member.at, message, "give a value");
    }
    values
}
