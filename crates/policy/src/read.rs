//! From JSON to a [`Document`]: strict where AWS refuses, lenient with a remark where AWS or old
//! tools left something behind.
//!
//! AWS: IAM User Guide, "Grammar of the IAM JSON policy language".

mod condition;
mod principal;
mod statement;
mod url;

use crate::diagnostic::{Diagnostic, ParseError, Remarks};
use crate::document::{Document, Statement, Version};
use crate::json::{self, Json, Member, Node, Position};

pub use statement::StatementPositions;

/// The longest text read, in bytes: eight times the largest policy AWS stores (32 KiB, a KMS key
/// policy), so that hostile input is refused before it costs anything.
pub const MAX_TEXT: usize = 256 * 1024;

/// A document read from text, with what was noticed on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What the text says.
    pub document: Document,
    /// Warnings and notes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each statement and its elements stand.
    pub positions: Vec<StatementPositions>,
}

impl Document {
    /// Reads a policy from JSON text, plain or URL-encoded (RFC 3986) as IAM returns it.
    ///
    /// # Errors
    /// Everything found wrong, where the text is not a policy AWS could have stored.
    pub fn parse(text: &str) -> Result<Parsed, ParseError> {
        let mut remarks = Remarks::default();
        bounded(text.len())?;
        let decoded = url::decode(text);
        let parsed = json::parse(decoded.as_deref().unwrap_or(text));
        match parsed {
            Ok(node) => finish(&node, remarks),
            Err(error) => {
                remarks.error("json", error.at, error.message, "correct the JSON");
                Err(ParseError {
                    diagnostics: remarks.list,
                })
            }
        }
    }

    /// Reads a policy from a JSON value, or from a JSON string that holds one.
    pub(crate) fn from_node(node: &Node) -> Result<Parsed, ParseError> {
        let mut remarks = Remarks::default();
        if let Json::String(text) = &node.value {
            return Document::parse(text);
        }
        if !node.is_shallow() {
            remarks.error(
                "json",
                node.at,
                "nested deeper than any policy".into(),
                "pass one policy document",
            );
            return Err(ParseError {
                diagnostics: remarks.list,
            });
        }
        bounded(node.length())?;
        finish(node, remarks)
    }
}

/// Refuses what is longer than any policy.
fn bounded(length: usize) -> Result<(), ParseError> {
    if length <= MAX_TEXT {
        return Ok(());
    }
    let mut remarks = Remarks::default();
    let message = format!("{length} bytes of text; the largest policy AWS stores has 32 KiB");
    remarks.error(
        "too-long",
        Position::default(),
        message,
        "pass one policy document",
    );
    Err(ParseError {
        diagnostics: remarks.list,
    })
}

fn finish(node: &Node, mut remarks: Remarks) -> Result<Parsed, ParseError> {
    let (document, positions) = document(node, &mut remarks);
    remarks.statement = None;
    if remarks.has_error() {
        return Err(ParseError {
            diagnostics: remarks.list,
        });
    }
    Ok(Parsed {
        document,
        diagnostics: remarks.list,
        positions,
    })
}

fn document(node: &Node, remarks: &mut Remarks) -> (Document, Vec<StatementPositions>) {
    let mut read = Document::default();
    let mut statements = None;
    let Json::Object(members) = &node.value else {
        let message = format!("a policy is a JSON object, this is {}", node.value.kind());
        remarks.error("not-an-object", node.at, message, "pass the whole document");
        return (read, Vec::new());
    };
    for member in elements(members, &["Version", "Id", "Statement"], remarks) {
        match member.name {
            "Version" => read.version = version(member.node, remarks),
            "Id" => read.id = text(member.node, "Id", remarks),
            _ => statements = Some(member.node),
        }
    }
    let Some(statements) = statements else {
        remarks.error(
            "no-statement",
            node.at,
            "a policy needs `Statement`".into(),
            "add `Statement`",
        );
        return (read, Vec::new());
    };
    let positions = self::statements(statements, &mut read.statements, remarks);
    (read, positions)
}

fn statements(
    node: &Node,
    into: &mut Vec<Statement>,
    remarks: &mut Remarks,
) -> Vec<StatementPositions> {
    let mut positions = Vec::new();
    for (index, one) in items(node).enumerate() {
        remarks.statement = Some(index);
        remarks.sid = None;
        if let Some((statement, place)) = statement::read(one, remarks) {
            into.push(statement);
            positions.push(place);
        }
    }
    remarks.statement = None;
    remarks.sid = None;
    positions
}

fn version(node: &Node, remarks: &mut Remarks) -> Option<Version> {
    match &node.value {
        Json::String(text) if text == Version::V2012.as_str() => Some(Version::V2012),
        Json::String(text) if text == Version::V2008.as_str() => Some(Version::V2008),
        other => {
            let shown = if let Json::String(text) = other {
                format!("`{text}`")
            } else {
                other.kind().into()
            };
            let message = format!("{shown} is no version of the policy language");
            remarks.error("version", node.at, message, "write `2012-10-17`");
            None
        }
    }
}

/// A member of an object by its proper name.
struct Element<'a> {
    name: &'static str,
    at: Position,
    node: &'a Node,
}

/// The known elements of an object, each once, with remarks on the rest. Of duplicates the last
/// counts, as with every common JSON reader.
fn elements<'a>(
    members: &'a [Member],
    names: &[&'static str],
    remarks: &mut Remarks,
) -> Vec<Element<'a>> {
    let mut elements: Vec<Element<'a>> = Vec::new();
    for member in members {
        let Some(name) = names
            .iter()
            .find(|name| name.eq_ignore_ascii_case(&member.key))
        else {
            let message = format!("`{}` is no element of a policy", member.key);
            remarks.warning(
                "unknown-element",
                member.at,
                message,
                "remove it; AWS refuses it",
            );
            continue;
        };
        if *name != member.key {
            let message = format!("`{}` is written `{name}`", member.key);
            remarks.warning(
                "element-case",
                member.at,
                message,
                "write the element as AWS does",
            );
        }
        if elements.iter().any(|element| element.name == *name) {
            let message = format!("`{name}` stands here twice; the last one counts");
            remarks.warning("duplicate-element", member.at, message, "keep one");
            elements.retain(|element| element.name != *name);
        }
        elements.push(Element {
            name,
            at: member.at,
            node: &member.node,
        });
    }
    elements
}

/// The items of an array, or the one value that stands in its place.
fn items(node: &Node) -> std::slice::Iter<'_, Node> {
    match &node.value {
        Json::Array(items) => items.iter(),
        _ => std::slice::from_ref(node).iter(),
    }
}

/// A string, where the grammar wants one; numbers and booleans are taken by their text.
fn text(node: &Node, what: &str, remarks: &mut Remarks) -> Option<String> {
    match &node.value {
        Json::String(text) | Json::Number(text) => Some(text.clone()),
        Json::Bool(value) => Some(value.to_string()),
        other => {
            let message = format!("`{what}` takes a string, not {}", other.kind());
            remarks.error("not-a-string", node.at, message, "write a string in quotes");
            None
        }
    }
}
