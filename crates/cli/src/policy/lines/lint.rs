//! `lint`: remarks on a document.

use super::respond;
use policy::{Diagnostic, DocumentKind, Unread, lint_unread};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct LintRequest {
    policy: Unread,
    #[serde(default)]
    kind: Option<DocumentKind>,
}

#[derive(Serialize)]
struct Answer {
    diagnostics: Vec<Diagnostic>,
}

/// Says all there is to say of the document of one line.
///
/// In: `{"id", "policy", "kind"}`; `policy` is the document or, for lines and columns, its
/// text; `kind` is one of [`DocumentKind`] and guessed where it is left out. Out: `{"id",
/// "diagnostics": [{"id", "severity", "line", "column", "statement", "sid", "message",
/// "remedy"}]}`. A text that is no policy has a diagnostic of severity `error`.
#[must_use]
pub fn lint(line: &str) -> String {
    respond(line, &["policy", "kind"], |request: LintRequest| {
        Ok(Answer {
            diagnostics: lint_unread(request.policy, request.kind),
        })
    })
}
