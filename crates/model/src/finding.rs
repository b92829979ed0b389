//! What one control concluded about one resource.
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::hash::hex;
use crate::{AccountRef, Fact, Gap, Tags, Timestamp};

/// What one control concluded about one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The control's id.
    pub control: &'static str,
    /// Whose resource it is.
    pub account: AccountRef,
    /// Where it lies; [`Finding::GLOBAL`] for what lies in no Region.
    pub region: Box<str>,
    /// The ARN of the resource, or of the nearest one above it that has an ARN.
    pub resource: Box<str>,
    /// Which part of the resource, where it has no ARN of its own: an access key, a rule.
    pub part: Option<Box<str>>,
    /// The resource's tags, where the settings decide something by a tag.
    pub tags: Tags,
    /// When the oldest read began that the conclusion rests on.
    pub observed_at: Timestamp,
    /// The conclusion.
    pub outcome: Outcome,
}

/// A conclusion, with what proves it or what stood in its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The demand is met.
    Pass(Evidence),
    /// The demand is not met.
    Fail {
        /// In words: lower case, no full stop.
        because: String,
        /// What it rests on.
        evidence: Evidence,
    },
    /// It could not be seen: never a pass, never a proof that anything was fixed.
    NotAssessed(Gap),
    /// The demand is not met, and an exception covers that.
    Excepted {
        /// As if it were not excepted.
        because: String,
        /// What it rests on.
        evidence: Evidence,
        /// The exception, in words: reason, owner, end.
        by: String,
    },
    /// The demand makes no sense here; why.
    NotApplicable(&'static str),
}

/// The facts that a judgement read, as they were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Evidence(pub Vec<Sight>);

impl Evidence {
    /// The value of a fact, if the judgement read it.
    #[must_use]
    pub fn value<F: Fact>(&self) -> Option<F::Value> {
        serde_json::from_value(self.sight::<F>()?.value.clone()).ok()
    }

    /// The id of the resource whose fact was read.
    #[must_use]
    pub fn of<F: Fact>(&self) -> Option<&str> {
        self.sight::<F>().map(|sight| &*sight.of)
    }

    fn sight<F: Fact>(&self) -> Option<&Sight> {
        self.0.iter().find(|sight| &*sight.fact == F::ID)
    }
}

/// One fact as seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// The fact's id.
    pub fact: Box<str>,
    /// The id of the resource it is about.
    pub of: Box<str>,
    /// When its read began.
    pub at: Timestamp,
    /// Its value.
    pub value: Json,
}

/// An outcome's word, for tables, attributes and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// See [`Outcome::Fail`].
    Fail,
    /// See [`Outcome::NotAssessed`].
    NotAssessed,
    /// See [`Outcome::Excepted`].
    Excepted,
    /// See [`Outcome::NotApplicable`].
    NotApplicable,
    /// See [`Outcome::Pass`].
    Pass,
}

impl Status {
    /// The status as it is written in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::NotAssessed => "not-assessed",
            Self::Excepted => "excepted",
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
        }
    }
}

impl Outcome {
    /// The outcome's word.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Pass(_) => Status::Pass,
            Self::Fail { .. } => Status::Fail,
            Self::NotAssessed(_) => Status::NotAssessed,
            Self::Excepted { .. } => Status::Excepted,
            Self::NotApplicable(_) => Status::NotApplicable,
        }
    }
}

impl Finding {
    /// The Region of what lies in none.
    pub const GLOBAL: &'static str = "global";

    /// The same for the same control on the same resource, whenever and wherever it is judged.
    #[must_use]
    pub fn id(&self) -> String {
        let part = self.part.as_deref();
        finding_id(
            self.control,
            &self.account,
            &self.region,
            &self.resource,
            part,
        )
    }
}

/// The id of a finding, from what it is about: never from where or when it was found.
#[must_use]
pub fn finding_id(
    control: &str,
    account: &AccountRef,
    region: &str,
    resource: &str,
    part: Option<&str>,
) -> String {
    let AccountRef { id, partition } = account;
    // No field holds a line break, so joining them is unambiguous.
    let fields = [
        control,
        partition,
        id,
        region,
        resource,
        part.unwrap_or_default(),
    ];
    hex(&fields.join("\n"), 16)
}
