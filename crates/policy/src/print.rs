//! From a [`Document`] back to JSON. Reading what was printed gives the same document.

use crate::document::{Condition, Document, Principal, Selector, Statement};
use crate::json::{Json, Member, Node, Position};
use std::fmt::{self, Write as _};

/// The document on one line.
#[must_use]
pub fn compact(document: &Document) -> String {
    let mut text = String::new();
    write(&to_json(document), None, &mut text);
    text
}

/// The document over several lines, two spaces a level.
#[must_use]
pub fn pretty(document: &Document) -> String {
    let mut text = String::new();
    write(&to_json(document), Some(0), &mut text);
    text
}

impl fmt::Display for Document {
    /// The document as JSON text on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&compact(self))
    }
}

pub(crate) fn to_json(document: &Document) -> Json {
    let mut members = Vec::new();
    members.extend(
        document
            .version
            .map(|version| member("Version", string(version.as_str()))),
    );
    members.extend(document.id.as_ref().map(|id| member("Id", string(id))));
    let statements = document
        .statements
        .iter()
        .map(|s| Node::unplaced(statement(s)))
        .collect();
    members.push(member("Statement", Json::Array(statements)));
    Json::Object(members)
}

fn statement(statement: &Statement) -> Json {
    let mut members = Vec::new();
    members.extend(statement.sid.as_ref().map(|sid| member("Sid", string(sid))));
    members.push(member("Effect", string(statement.effect.as_str())));
    if let Some(selector) = &statement.principal {
        members.push(member(
            &element("Principal", selector),
            principals(selector.listed()),
        ));
    }
    members.push(member(
        &element("Action", &statement.action),
        strings(statement.action.listed()),
    ));
    if let Some(selector) = &statement.resource {
        members.push(member(
            &element("Resource", selector),
            strings(selector.listed()),
        ));
    }
    if !statement.conditions.is_empty() {
        members.push(member("Condition", conditions(&statement.conditions)));
    }
    Json::Object(members)
}

fn element<T>(name: &str, selector: &Selector<T>) -> String {
    if selector.is_except() {
        format!("Not{name}")
    } else {
        name.into()
    }
}

fn principals(principals: &[Principal]) -> Json {
    if principals == [Principal::Everyone] {
        return string("*");
    }
    let mut members: Vec<Member> = Vec::new();
    for kind in ["AWS", "Service", "Federated", "CanonicalUser"] {
        let of_kind = principals.iter().filter(|p| p.kind() == kind);
        let values: Vec<String> = of_kind.map(|p| p.value().to_owned()).collect();
        if !values.is_empty() {
            members.push(member(kind, strings(&values)));
        }
    }
    Json::Object(members)
}

fn conditions(conditions: &[Condition]) -> Json {
    let mut by_operator: Vec<(String, Vec<Member>)> = Vec::new();
    for condition in conditions {
        let operator = condition.operator.to_string();
        let entry = member(&condition.key, strings(&condition.values));
        match by_operator.iter_mut().find(|(name, _)| *name == operator) {
            Some((_, members)) => members.push(entry),
            None => by_operator.push((operator, vec![entry])),
        }
    }
    Json::Object(
        by_operator
            .into_iter()
            .map(|(name, members)| member(&name, Json::Object(members)))
            .collect(),
    )
}

fn member(key: &str, value: Json) -> Member {
    Member {
        key: key.into(),
        at: Position::default(),
        node: Node::unplaced(value),
    }
}

fn string(text: &str) -> Json {
    Json::String(text.into())
}

/// One string stands alone, as AWS itself prints it.
fn strings(values: &[String]) -> Json {
    match values {
        [one] => string(one),
        many => Json::Array(
            many.iter()
                .map(|value| Node::unplaced(string(value)))
                .collect(),
        ),
    }
}

/// Writes a value. It nests as deep as a document, which is six levels.
fn write(value: &Json, indent: Option<usize>, text: &mut String) {
    let inner = indent.map(|level| level + 1);
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Json::Number(digits) => text.push_str(digits),
        Json::String(string) => quote(string, text),
        Json::Array(items) => {
            let each = items.iter().map(|item| (None, item));
            list(each, ['[', ']'], indent, inner, text);
        }
        Json::Object(members) => {
            let each = members
                .iter()
                .map(|member| (Some(member.key.as_str()), &member.node));
            list(each, ['{', '}'], indent, inner, text);
        }
    }
}

fn list<'a>(
    items: impl Iterator<Item = (Option<&'a str>, &'a Node)>,
    [open, close]: [char; 2],
    indent: Option<usize>,
    inner: Option<usize>,
    text: &mut String,
) {
    text.push(open);
    let mut first = true;
    for (key, node) in items {
        if !first {
            text.push(',');
        }
        first = false;
        line(inner, text);
        if let Some(key) = key {
            quote(key, text);
            text.push_str(if indent.is_some() { ": " } else { ":" });
        }
        write(&node.value, inner, text);
    }
    if !first {
        line(indent, text);
    }
    text.push(close);
}

fn line(indent: Option<usize>, text: &mut String) {
    if let Some(level) = indent {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", level));
    }
}

fn quote(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
