//! What comes out: the decision and what decided it.

use crate::compiled::{Clause, Policy};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Allowed, or denied in which way.
    #[serde(rename = "decision")]
    pub outcome: Outcome,
    /// What decided: every denial of an explicit denial, else what allowed or what was missing.
    pub because: Vec<Reason>,
}

/// Allowed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The request goes through.
    Allowed,
    /// Something that must allow it does not.
    ImplicitlyDenied,
    /// A statement denies it.
    ExplicitlyDenied,
}

/// The sort of policy that had a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    /// Identity policy.
    Identity,
    /// Resource policy.
    Resource,
    /// Permissions boundary.
    Boundary,
    /// Session policy.
    Session,
    /// Service control policy.
    ServiceControl,
    /// Resource control policy.
    ResourceControl,
    /// VPC endpoint policy.
    Endpoint,
}

/// One thing that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In plain words.
    pub reason: String,
    /// The sort of policy, where one decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PolicyKind>,
    /// The level of an organisation policy, from 0 at the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// Its index among the policies of its sort (and level).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<usize>,
    /// Its name, where it was given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Index of the statement that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// Its `Sid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
}

impl Decision {
    pub(super) fn allowed(because: Vec<Reason>) -> Self {
        Decision {
            outcome: Outcome::Allowed,
            because,
        }
    }

    pub(super) fn implicitly_denied(because: Vec<Reason>) -> Self {
        Decision {
            outcome: Outcome::ImplicitlyDenied,
            because,
        }
    }

    pub(super) fn explicitly_denied(because: Vec<Reason>) -> Self {
        Decision {
            outcome: Outcome::ExplicitlyDenied,
            because,
        }
    }

    /// Whether the request goes through.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allowed
    }
}

impl Outcome {
    /// As answers write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Allowed => "allowed",
            Outcome::ImplicitlyDenied => "implicitly-denied",
            Outcome::ExplicitlyDenied => "explicitly-denied",
        }
    }
}

impl PolicyKind {
    /// As a sentence calls it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyKind::Identity => "identity policy",
            PolicyKind::Resource => "resource policy",
            PolicyKind::Boundary => "permissions boundary",
            PolicyKind::Session => "session policy",
            PolicyKind::ServiceControl => "service control policy",
            PolicyKind::ResourceControl => "resource control policy",
            PolicyKind::Endpoint => "VPC endpoint policy",
        }
    }
}

impl Reason {
    pub(super) fn plain(text: &str) -> Self {
        Reason {
            reason: text.into(),
            kind: None,
            level: None,
            policy: None,
            name: None,
            statement: None,
            sid: None,
        }
    }

    /// A policy, or a lack of one, that does not allow.
    pub(super) fn silence(kind: PolicyKind, level: Option<usize>, text: String) -> Self {
        Reason {
            reason: text,
            kind: Some(kind),
            level,
            ..Reason::plain("")
        }
    }

    pub(super) fn denial(
        kind: PolicyKind,
        level: Option<usize>,
        index: usize,
        policy: &Policy,
        clause: &Clause,
    ) -> Self {
        Reason {
            level,
            ..Reason::cited("denies", kind, index, policy, clause)
        }
    }

    pub(super) fn allowance(
        kind: PolicyKind,
        index: usize,
        policy: &Policy,
        clause: &Clause,
    ) -> Self {
        Reason::cited("allows", kind, index, policy, clause)
    }

    fn cited(verb: &str, kind: PolicyKind, index: usize, policy: &Policy, clause: &Clause) -> Self {
        let statement = match &clause.sid {
            Some(sid) if !sid.is_empty() => format!("statement `{sid}`"),
            _ => format!("statement {}", clause.index),
        };
        let called = if policy.name().is_empty() {
            String::new()
        } else {
            format!(" `{}`", policy.name())
        };
        Reason {
            reason: format!("{statement} of the {}{called} {verb} it", kind.as_str()),
            kind: Some(kind),
            level: None,
            policy: Some(index),
            name: Some(policy.name().to_owned()).filter(|name| !name.is_empty()),
            statement: Some(clause.index),
            sid: clause.sid.clone(),
        }
    }
}

impl fmt::Display for Decision {
    /// For a person: the decision, then one reason a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.outcome.as_str())?;
        for reason in &self.because {
            write!(f, "\n  {}", reason.reason)?;
        }
        Ok(())
    }
}
