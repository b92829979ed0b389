//! What is kept of fixes: the before-image and what became of it, and what holds the next one up.
use model::{Change, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// How a fix stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixState {
    /// It would have been done; nothing was.
    Observed,
    /// It waits for approval.
    #[serde(rename = "asked")]
    ApprovalRequested,
    /// A person approved it.
    Approved,
    /// It was published as a patch: code elsewhere, or a person, is to make the change.
    #[serde(rename = "told")]
    PatchPublished,
    /// The before-image is kept and the write may have been made.
    Begun,
    /// It was done and read again.
    Applied,
    /// It was not done.
    Failed,
    /// Whether it was done could not be found out.
    Unknown,
    /// It was taken back.
    Undone,
}

impl FixState {
    /// The state as it is written in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::ApprovalRequested => "asked",
            Self::Approved => "approved",
            Self::PatchPublished => "told",
            Self::Begun => "begun",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Undone => "undone",
        }
    }
}

/// One fix over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Account, time and a hash of the change: see [`Fix::name`].
    pub id: String,
    /// The control that was not met.
    pub control: String,
    /// Whose resource it is.
    pub account: String,
    /// The partition of the account.
    pub partition: String,
    /// Where it lies.
    pub region: String,
    /// The ARN that the finding names.
    pub resource: String,
    /// Which part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What was to become of which fact: `from` is the before-image.
    pub change: Change,
    /// The call, as a command of the AWS CLI.
    pub command: String,
    /// What undoing leaves behind, where it leaves anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residue: Option<String>,
    /// `observe`, `ask`, `act` or `by-hand`.
    pub mode: String,
    /// How it stands.
    pub state: FixState,
    /// Why it stands so, where that is not plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Who fixed: an ARN.
    pub by: String,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Who took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<String>,
    /// What AWS settled on: an undo begins from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Json>,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
}

impl Fix {
    /// The id of a fix that is planned at this time. It names the whole change, so that a record
    /// whose change was rewritten has another id than its own.
    #[must_use]
    pub fn name(account: &str, at: Timestamp, change: &Change) -> String {
        let Change {
            kind,
            resource,
            fact,
            from,
            to,
        } = change;
        let short = model::short_hash(&format!("{kind}\n{resource}\n{fact}\n{from}\n{to}"));
        format!("{account}-{:015}-{short}", at.as_millisecond())
    }

    /// Where to look for what it is about.
    #[must_use]
    pub fn hint(&self) -> Hint {
        Hint {
            control: self.control.clone(),
            account: self.account.clone(),
            resource: self.resource.clone(),
            part: self.part.clone(),
        }
    }

    /// The same fix, standing otherwise from now on.
    #[must_use]
    pub fn now(self, state: FixState, at: Timestamp) -> Self {
        Self {
            state,
            changed_at: at,
            ..self
        }
    }
}

/// What was done to one fact of one resource lately, and what keeps the machine away from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    /// The last fixes, the newest last.
    pub fixes: Vec<Past>,
    /// The machine leaves it alone until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_because: Option<String>,
}

/// A fix that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// When it was begun.
    pub at: Timestamp,
    /// For which control.
    pub control: String,
    /// Which one.
    pub fix: String,
}

/// The last fixes of an account: those that were begun, but for those that proved not to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spent {
    /// Those of the last hour.
    pub fixes: Vec<Past>,
}

/// Who works at a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Names the run.
    pub run: String,
    /// Whoever comes later may take it over.
    pub until: Timestamp,
}

/// That nothing is to be fixed at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Since when.
    pub since: Timestamp,
    /// Who said so: an ARN, or a name.
    pub by: String,
    /// Why.
    pub why: String,
}

/// A task that is due, and how long it has been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What is to be done.
    pub task: Task,
    /// Since when it waits.
    pub since: Timestamp,
    /// How often it was put off.
    #[serde(default)]
    pub tries: u32,
    /// Why it was put off last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Which write of the item this is: whoever deletes it deletes no later one.
    #[serde(skip)]
    pub version: i64,
}

/// What is to be gone back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// A person approved this fix.
    Approved(String),
    /// This fix was begun: whoever began it may have died.
    Begun(String),
    /// A finding is to be looked at again, once whatever held it up is over.
    Again(Hint),
}

/// Where to look: no more than a hint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hint {
    /// The control's id.
    pub control: String,
    /// The account's number.
    pub account: String,
    /// The resource's ARN.
    pub resource: String,
    /// Which part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}
