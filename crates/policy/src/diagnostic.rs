//! What is wrong with a document, where, and what to do about it.

use crate::json::Position;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Legal, but not what it seems.
    Note,
    /// Read leniently: AWS stores it or once accepted it, and today refuses it or ignores a part.
    Warning,
    /// Not a policy: AWS refuses it and nothing can be said of what it allows.
    Error,
}

impl Severity {
    /// As answers write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One remark on a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable name of the kind of remark, in kebab case.
    pub id: String,
    /// How much it matters.
    pub severity: Severity,
    /// Line, from 1; 0 where the document did not come from text.
    pub line: u32,
    /// Column in characters, from 1; 0 where the document did not come from text.
    pub column: u32,
    /// Index of the statement concerned, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// The statement's `Sid`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        match (&self.sid, self.statement) {
            (Some(sid), _) => write!(f, "statement `{sid}`: ")?,
            (None, Some(index)) => write!(f, "statement {index}: ")?,
            (None, None) => {}
        }
        write!(f, "{} ({}); {}", self.message, self.id, self.remedy)
    }
}

/// A document that is no policy: every reason found, the first error first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// At least one of severity [`Severity::Error`].
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self
            .diagnostics
            .iter()
            .find(|d| d.severity == Severity::Error);
        match first {
            Some(diagnostic) => diagnostic.fmt(f),
            None => f.write_str("not a policy document"),
        }
    }
}

impl std::error::Error for ParseError {}

/// Collects remarks while a document is read, and knows which statement is being read.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    pub(crate) list: Vec<Diagnostic>,
    pub(crate) statement: Option<usize>,
    pub(crate) sid: Option<String>,
}

impl Remarks {
    pub(crate) fn error(&mut self, id: &str, at: Position, message: String, remedy: &str) {
        self.push(Severity::Error, id, at, message, remedy);
    }

    pub(crate) fn warning(&mut self, id: &str, at: Position, message: String, remedy: &str) {
        self.push(Severity::Warning, id, at, message, remedy);
    }

    pub(crate) fn note(&mut self, id: &str, at: Position, message: String, remedy: &str) {
        self.push(Severity::Note, id, at, message, remedy);
    }

    pub(crate) fn has_error(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    fn push(&mut self, severity: Severity, id: &str, at: Position, message: String, remedy: &str) {
        self.list.push(Diagnostic {
            id: id.into(),
            severity,
            line: at.line,
            column: at.column,
            statement: self.statement,
            sid: self.sid.clone(),
            message,
            remedy: remedy.into(),
        });
    }
}
