//! Seen, or why not.
use serde::{Deserialize, Serialize};

use crate::{Denier, Need};

/// A value requested from AWS: seen, or a reason why not. "Not configured" is a value too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observed<T> {
    /// What AWS answered.
    Seen(T),
    /// Why there is no answer.
    Missed(Reason),
}

impl<T> From<Result<T, Reason>> for Observed<T> {
    fn from(answer: Result<T, Reason>) -> Self {
        answer.map_or_else(Self::Missed, Self::Seen)
    }
}

/// Why a value could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Outside the scope of the run, and therefore not read. Never published.
    #[serde(rename = "not-asked")]
    NotRequested,
    /// AWS refused; the IAM action that it refused.
    Denied(Box<str>),
    /// AWS refused because of this policy, so that granting the IAM action would not help.
    DeniedBy {
        /// The IAM action that it refused.
        action: Box<str>,
        /// Whose policy it is.
        policy: Denier,
    },
    /// AWS throttled the requests for longer than the run waits.
    Throttled,
    /// The call failed, or its answer made no sense; in a few words.
    Failed(Box<str>),
    /// AWS says that the service or the feature does not exist in this Region or partition.
    Unsupported,
    /// The service does not exist in this Region by AWS's endpoint data: it is not called there,
    /// and nothing of it can be missed.
    NotOffered,
}

impl Reason {
    /// A failure in a few words.
    pub fn failed(words: impl Into<Box<str>>) -> Self {
        Self::Failed(words.into())
    }

    /// One word for tables and metrics.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotRequested => "not-asked",
            Self::Denied(_) | Self::DeniedBy { .. } => "denied",
            Self::Throttled => "throttled",
            Self::Failed(_) => "failed",
            Self::Unsupported => "unsupported",
            Self::NotOffered => "not-offered",
        }
    }
}

/// Something a judgement needed and did not have; `?` makes it "not assessed".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The id of the fact, or of the kind whose listing was missed.
    pub need: &'static str,
    /// Where it was missed: not always the resource being judged.
    pub resource: Box<str>,
    /// Why.
    pub reason: Reason,
    /// The permissions that the read takes, whatever went wrong.
    pub permissions: &'static [&'static str],
}

impl Gap {
    pub(crate) fn new(need: &Need, resource: &str, reason: Reason) -> Self {
        Self {
            need: need.id,
            resource: resource.into(),
            reason,
            permissions: need.reads,
        }
    }
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { need, resource, .. } = self;
        match &self.reason {
            Reason::NotRequested => write!(f, "`{need}` of `{resource}` was not requested"),
            Reason::Denied(action) => write!(f, "`{action}` was denied on `{resource}`"),
            Reason::DeniedBy { action, policy } => {
                write!(
                    f,
                    "`{action}` was denied on `{resource}` by {}",
                    policy.name()
                )
            }
            Reason::Throttled => write!(f, "reading `{need}` of `{resource}` was throttled"),
            Reason::Failed(why) => write!(f, "reading `{need}` of `{resource}` failed: {why}"),
            Reason::Unsupported => write!(f, "`{need}` of `{resource}` is not supported here"),
            Reason::NotOffered => write!(f, "AWS does not offer `{need}` in `{resource}`"),
        }
    }
}
