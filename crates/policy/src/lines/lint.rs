//! `lint`: remarks on a document.

use super::respond;
use crate::diagnostic::Diagnostic;
use crate::json::Json;
use crate::lint::{DocumentKind, lint as of_text, lint_json};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Asked {
    policy: Json,
    #[serde(default)]
    kind: Option<DocumentKind>,
}

#[derive(Serialize)]
struct Answer {
    diagnostics: Vec<Diagnostic>,
}

/// Says all there is to say of the document of one line.
///
/// In: `{"id", "policy", "kind"}`; `policy` is the document or, to be told lines and columns, its
/// text; `kind` is one of [`DocumentKind`] and guessed where it is left out. Out: `{"id",
/// "diagnostics": [{"id", "severity", "line", "column", "statement", "sid", "message",
/// "remedy"}]}`. A text that is no policy has a diagnostic of severity `error`.
#[must_use]
pub fn lint(line: &str) -> String {
    respond(line, |asked: Asked| {
        let diagnostics = match asked.policy {
            Json::String(text) => of_text(&text, asked.kind),
            json => lint_json(json, asked.kind),
        };
        Ok(Answer { diagnostics })
    })
}
