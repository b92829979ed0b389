//! What is kept of one finding.
use model::{Finding, Severity, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Item, Key};

/// How a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Broken.
    Open,
    /// Broken, and an exception covers it.
    Excepted,
    /// Passed when read again.
    Resolved,
    /// The resource does not exist any more.
    Gone,
    /// Its control was removed, or its account or Region is not audited any more.
    Retired,
}

impl State {
    /// Whether it is over.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Resolved | Self::Gone | Self::Retired)
    }

    /// The state as it is written in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Excepted => "excepted",
            Self::Resolved => "resolved",
            Self::Gone => "gone",
            Self::Retired => "retired",
        }
    }
}

/// One finding over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// See [`Finding::id`].
    pub id: String,
    /// The control's id.
    pub control: String,
    /// How bad it is.
    pub severity: Severity,
    /// The kind of the resource.
    pub kind: String,
    /// Whose resource it is.
    pub account: String,
    /// The partition of the account.
    pub partition: String,
    /// Where it lies.
    pub region: String,
    /// Its ARN.
    pub resource: String,
    /// Which part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Its tags, where the settings decide something by a tag.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// How it stands.
    pub state: State,
    /// What was seen, in words.
    pub because: String,
    /// The exception, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// When it was first seen broken, since it was last closed.
    pub opened_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
    /// When the read began that its state rests on.
    pub observed_at: Timestamp,
    /// How many transitions it had: those published of it are numbered without a gap, but for what a
    /// baseline kept quiet.
    pub sequence: u64,
    /// It was there when the account was first looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub baseline: bool,
}

/// Closed findings are kept so long, in seconds: a quarter.
pub(crate) const KEPT: i64 = 90 * 24 * 60 * 60;

impl Record {
    pub(crate) fn read(item: &Item) -> Option<Self> {
        serde_json::from_str(&item.data).ok()
    }

    pub(crate) fn item(&self, key: Key) -> Item {
        let closed = self.state.is_closed();
        Item {
            key,
            observed_at: self.observed_at.as_millisecond(),
            expires: closed.then(|| self.changed_at.as_second() + KEPT),
            // Every field is a string, a number or a flag: writing it cannot fail.
            data: serde_json::to_string(self).unwrap_or_default(),
        }
    }

    /// Whether a first run found it and it was not published by itself.
    pub(crate) fn is_quiet(&self) -> bool {
        self.baseline && self.sequence == 0 && self.state == State::Open
    }

    /// Whether a finding is the one that this is about.
    #[must_use]
    pub fn is_about(&self, finding: &Finding) -> bool {
        self.id == finding.id()
    }
}
