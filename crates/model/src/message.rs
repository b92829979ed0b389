//! What is sent, and what became of a finding.
use serde::{Deserialize, Serialize};

/// What became of a finding, or of the sight of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transition {
    /// It is broken, and was never known to be.
    Opened,
    /// The same control read the same resource again and found it whole.
    Resolved,
    /// It is broken again.
    Reopened,
    /// An exception covers it from now on.
    Excepted,
    /// No exception covers it any more.
    ExceptionExpired,
    /// It was fixed by the machine, and read again.
    Remediated,
    /// A fix was taken back.
    Undone,
    /// The resource is proved not to exist any more.
    Gone,
    /// It is not assessed any more: the control was removed, the account closed, the Region turned off.
    Retired,
    /// Something that was or should be seen cannot be read.
    CoverageLost,
    /// It can be read again.
    CoverageRestored,
}

impl Transition {
    /// The transition as it is written in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Excepted => "excepted",
            Self::ExceptionExpired => "exception-expired",
            Self::Remediated => "remediated",
            Self::Undone => "undone",
            Self::Gone => "gone",
            Self::Retired => "retired",
            Self::CoverageLost => "coverage-lost",
            Self::CoverageRestored => "coverage-restored",
        }
    }
}

/// A message: made once, under an id that says what it reports; sending it again sends the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Stable: what is delivered twice has one id.
    pub id: String,
    /// Where it goes: `findings`, `notices`, or the ARN of a team's own topic.
    pub to: String,
    /// A headline, where a person reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// JSON for programs, text for people.
    pub body: String,
    /// At most ten: SNS drops a message with more on its way to a raw SQS subscriber.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
}
