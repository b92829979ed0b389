//! Answers of the policy engine, on their way to a verdict.
use model::{Gap, Judged, Reason, Verdict, broken};
use policy::{Document, Policy};
use serde_json::json;

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// By what.
    Yes(String),
    No,
    /// It was not settled within the budget.
    Undecided,
}

impl Answer {
    /// The same with more words.
    pub(crate) fn because(self, words: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Yes(by) => Self::Yes(words(by)),
            other => other,
        }
    }

    /// Broken if so; a gap if that is not known.
    pub(crate) fn judged(self, gap: impl FnOnce(Reason) -> Gap) -> Judged {
        match self {
            Self::Yes(because) => Ok(broken(because)),
            Self::No => Ok(Verdict::Holds),
            Self::Undecided => Err(gap(Reason::failed("the policy is too complex to evaluate"))),
        }
    }
}

/// The first that is so; else whether all are known not to be.
pub(crate) fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut all = Answer::No;
    for answer in answers {
        match answer {
            Answer::Yes(_) => return answer,
            Answer::Undecided => all = Answer::Undecided,
            Answer::No => {}
        }
    }
    all
}

/// A policy of the given statements.
pub(crate) fn statements(statements: &serde_json::Value) -> Policy {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let parsed = Document::parse(&text).map(|parsed| parsed.document);
    Policy::new(&parsed.unwrap_or_default())
}

/// A statement by its `Sid`, or by its place.
pub(crate) fn called(sid: Option<&str>, index: usize) -> String {
    match sid {
        Some(sid) if !sid.is_empty() => format!("statement `{sid}`"),
        _ => format!("statement {index}"),
    }
}
