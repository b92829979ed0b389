//! The answer to a question of exposure.

use super::question::{Doubt, Origin};
use crate::caller::Caller;
use crate::compiled::Clause;
use crate::request::Request;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How far a resource is open. The order is that of openness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Only principals of the owner's account can use it (and services, on the owner's behalf).
    Private,
    /// Others can, all of them trusted.
    Trusted,
    /// Strangers that a statement means in particular can.
    CrossAccount,
    /// Whether strangers can was not settled within the budget.
    Undecided,
    /// Anyone can: without an account, or from any account.
    Public,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// How far the resource is open.
    pub verdict: Verdict,
    /// Everyone let in, with the statement and a request for each. The first is the widest.
    pub openings: Vec<Opening>,
    /// Services that act without being asked for whom: confused deputies, beside the verdict.
    pub confused_deputies: Vec<Opening>,
    /// Why the verdict is undecided, or might be wider still.
    pub doubt: Option<Doubt>,
}

/// Somebody let in.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// How wide this opening is.
    pub verdict: Verdict,
    /// Who.
    pub who: Outsider,
    /// By which statement or grant.
    pub origin: Origin,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// A request of theirs that goes through, given that their own account lets them.
    pub witness: Request,
}

/// Somebody outside the owner's account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outsider {
    /// Anyone at all, without signing.
    Anyone,
    /// Anyone with an AWS account.
    AnyAccount,
    /// An account.
    Account(String),
    /// One principal, by its ARN.
    Principal(String),
    /// An account by its canonical user id.
    CanonicalUser(String),
    /// Those who sign in with an identity provider.
    Provider(String),
    /// A service, by its service principal.
    Service(String),
    /// Those for whom a key has a value: members of an organisation, callers from a VPC, ...
    Whose {
        /// The context key, in lower case.
        key: String,
        /// Its value, as the statement gives it in a request.
        value: String,
    },
}

impl Opening {
    pub(super) fn new(verdict: Verdict, clause: &Clause, witness: Request) -> Self {
        Opening {
            verdict,
            who: Outsider::by(verdict, &witness),
            origin: Origin::of(clause.index),
            sid: clause.sid.clone(),
            witness,
        }
    }
}

impl Exposure {
    /// Whether a stranger can do anything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.verdict, Verdict::CrossAccount | Verdict::Public)
    }

    /// The request that proves the verdict, where it needs proof.
    #[must_use]
    pub fn witness(&self) -> Option<&Request> {
        let opening = self.openings.first()?;
        (opening.verdict == self.verdict || self.verdict == Verdict::Undecided)
            .then_some(&opening.witness)
    }

    /// The statements and grants that make the verdict, in their order.
    #[must_use]
    pub fn statements(&self) -> Vec<(Origin, Option<&str>)> {
        let widest = self.openings.first().map(|opening| opening.verdict);
        let deciding = self
            .openings
            .iter()
            .filter(|opening| Some(opening.verdict) == widest);
        let mut statements: Vec<_> = deciding
            .map(|opening| (opening.origin, opening.sid.as_deref()))
            .collect();
        statements.sort_unstable();
        statements.dedup();
        statements
    }
}

impl Verdict {
    /// As answers write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Private => "private",
            Verdict::Trusted => "trusted",
            Verdict::CrossAccount => "cross-account",
            Verdict::Undecided => "undecided",
            Verdict::Public => "public",
        }
    }
}

impl Outsider {
    /// Whom a witness shows to be let in, by nothing but its caller.
    pub(super) fn by(verdict: Verdict, witness: &Request) -> Self {
        match &witness.caller {
            Caller::Anonymous => Outsider::Anyone,
            Caller::Service(name) => Outsider::Service(name.clone()),
            Caller::Provider(name) => Outsider::Provider(name.clone()),
            Caller::CanonicalUser(id) => Outsider::CanonicalUser(id.clone()),
            _ if verdict == Verdict::Public => Outsider::AnyAccount,
            caller => Outsider::Principal(caller.to_string()),
        }
    }
}

impl fmt::Display for Outsider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outsider::Anyone => f.write_str("anyone"),
            Outsider::AnyAccount => f.write_str("any AWS account"),
            Outsider::Account(id) => write!(f, "account {id}"),
            Outsider::Principal(arn) => f.write_str(arn),
            Outsider::CanonicalUser(id) => write!(f, "the account with canonical user id {id}"),
            Outsider::Provider(name) => write!(f, "those who sign in with {name}"),
            Outsider::Service(name) => write!(f, "the service {name}"),
            Outsider::Whose { key, value } => write!(f, "callers with {key} = {value}"),
        }
    }
}
