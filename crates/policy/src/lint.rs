//! Remarks on a document: what AWS does not know, what has no effect, what is not what it seems.
//!
//! Each rule is a function over the document and adds remarks in its own words; the files below
//! hold them by what they look at. What the catalogue of its date does not know is called just
//! that, and never wrong. Whether a statement has an effect is decided exactly, by inclusion; what
//! is not settled within the budget is said to be.

mod actions;
mod arns;
mod belongs;
mod conditions;
mod effect;
mod form;
mod forms;
mod kind;
mod operators;
mod principals;
mod raised;
mod resources;
mod sensitive;
mod variables;

pub use kind::DocumentKind;

use crate::budget::Budget;
use crate::diagnostic::{Diagnostic, Remarks};
use crate::document::{Document, Principal, Selector, Statement};
use crate::glob::Glob;
use crate::json::Position;
use crate::json::{Json, Node};
use crate::print;
use crate::read::{Parsed, StatementPositions};
use serde::Deserialize;

/// A document under review.
struct Subject<'a> {
    document: &'a Document,
    /// One for each statement; none where the document did not come from text.
    positions: &'a [StatementPositions],
    kind: DocumentKind,
    size: Size,
}

/// How long a document is, in characters.
#[derive(Clone, Copy)]
struct Size {
    all: usize,
    without_white_space: usize,
}

/// A statement under review, and where its parts stand.
struct Place<'a> {
    statement: &'a Statement,
    at: Option<&'a StatementPositions>,
}

const RULES: [fn(&Subject<'_>, &mut Remarks, &mut Budget); 12] = [
    form::remark,
    principals::remark,
    actions::remark,
    arns::remark,
    resources::remark,
    conditions::remark,
    sensitive::remark,
    belongs::remark,
    forms::remark,
    variables::remark,
    operators::remark,
    effect::remark,
];

/// Steps spent on one document before the rest is left open.
const STEPS: u64 = 500_000;

/// Reads a document from text and says all there is to say of it, in the order of the text.
///
/// Where the text is no policy, the remarks of [`Document::parse`] are all there is; one of them is
/// an error then.
#[must_use]
pub fn lint(text: &str, kind: Option<DocumentKind>) -> Vec<Diagnostic> {
    match Document::parse(text) {
        Ok(parsed) => of_parsed(parsed, Size::of(text), kind),
        Err(error) => error.diagnostics,
    }
}

/// A document that is yet to be read: a JSON value, or the text of one.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Unread(Json);

/// The same of a document that came inside other JSON: of a value, the places in the text are
/// lost; of a text, lines and columns are its own.
#[must_use]
pub fn lint_unread(unread: Unread, kind: Option<DocumentKind>) -> Vec<Diagnostic> {
    if let Json::String(text) = &unread.0 {
        return lint(text, kind);
    }
    match Document::from_node(&Node::unplaced(unread.0)) {
        Ok(parsed) => {
            let size = Size::of(&print::compact(&parsed.document));
            of_parsed(parsed, size, kind)
        }
        Err(error) => error.diagnostics,
    }
}

/// Says all there is to say of a document that did not come from text. Its size is that of its
/// shortest printed form.
#[must_use]
pub fn lint_document(document: &Document, kind: Option<DocumentKind>) -> Vec<Diagnostic> {
    let parsed = Parsed {
        document: document.clone(),
        diagnostics: Vec::new(),
        positions: Vec::new(),
    };
    let size = Size::of(&print::compact(document));
    of_parsed(parsed, size, kind)
}

fn of_parsed(parsed: Parsed, size: Size, kind: Option<DocumentKind>) -> Vec<Diagnostic> {
    let document = &parsed.document;
    let kind = kind.unwrap_or_else(|| guess(document));
    let subject = Subject {
        document,
        positions: &parsed.positions,
        kind,
        size,
    };
    let mut remarks = Remarks {
        list: parsed.diagnostics,
        ..Remarks::default()
    };
    for rule in RULES {
        rule(&subject, &mut remarks, &mut Budget::steps(STEPS));
    }
    if kind == DocumentKind::Trust {
        // It stands on the role itself.
        remarks.list.retain(|remark| remark.id != "no-resource");
    }
    raised::raise(&mut remarks.list);
    remarks
        .list
        .sort_by_key(|remark| (remark.line, remark.column, remark.statement));
    remarks.list
}

/// What a document is for, by the look of it.
fn guess(document: &Document) -> DocumentKind {
    let named = document
        .statements
        .iter()
        .any(|statement| statement.principal.is_some());
    let open = document
        .statements
        .iter()
        .all(|statement| statement.resource.is_none());
    match (named, open) {
        (false, _) => DocumentKind::Managed,
        (true, true) => DocumentKind::Trust,
        (true, false) => DocumentKind::Resource,
    }
}

impl<'a> Subject<'a> {
    /// Looks at each statement in turn.
    fn each(&self, remarks: &mut Remarks, mut look: impl FnMut(&Place<'a>, &mut Remarks)) {
        for (index, statement) in self.document.statements.iter().enumerate() {
            remarks.statement = Some(index);
            remarks.sid.clone_from(&statement.sid);
            look(
                &Place {
                    statement,
                    at: self.positions.get(index),
                },
                remarks,
            );
        }
        remarks.statement = None;
        remarks.sid = None;
    }

    /// Where the document begins.
    fn start(&self) -> Position {
        let placed = !self.positions.is_empty() || self.document.statements.is_empty();
        if placed {
            Position { line: 1, column: 1 }
        } else {
            Position::default()
        }
    }
}

impl Place<'_> {
    fn statement(&self) -> Position {
        self.at.map(|at| at.statement).unwrap_or_default()
    }

    fn effect(&self) -> Position {
        self.at.map(|at| at.effect).unwrap_or_default()
    }

    fn principal(&self) -> Position {
        self.at
            .and_then(|at| at.principal)
            .unwrap_or_else(|| self.statement())
    }

    fn action(&self, index: usize) -> Position {
        self.part(index, |at| &at.actions)
    }

    fn resource(&self, index: usize) -> Position {
        self.part(index, |at| &at.resources)
    }

    fn condition(&self, index: usize) -> Position {
        self.part(index, |at| &at.conditions)
    }

    fn part(&self, index: usize, of: fn(&StatementPositions) -> &Vec<Position>) -> Position {
        self.at
            .and_then(|at| of(at).get(index))
            .copied()
            .unwrap_or_else(|| self.statement())
    }

    /// The resources named with `Resource`.
    fn resources(&self) -> Option<&[String]> {
        self.statement
            .resource
            .as_ref()
            .filter(|selector| !selector.is_except())
            .map(Selector::listed)
    }

    /// Whether the statement is about that action.
    fn covers(&self, action: &str) -> bool {
        let selector = &self.statement.action;
        selector
            .listed()
            .iter()
            .any(|written| Glob::action(written).matches(action))
            != selector.is_except()
    }

    /// Whether the statement lets in anyone, as far as `Principal` goes.
    fn is_for_everyone(&self) -> bool {
        let everyone = |principal: &Principal| principal.value() == "*";
        self.statement
            .principal
            .as_ref()
            .is_some_and(|listed| listed.listed().iter().any(everyone))
    }
}

impl Size {
    fn of(text: &str) -> Self {
        let without_white_space = text.chars().filter(|c| !c.is_whitespace()).count();
        Size {
            all: text.chars().count(),
            without_white_space,
        }
    }
}
