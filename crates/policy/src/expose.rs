//! Who but the owner can use a resource, and the request that proves it.
//!
//! The life of an answer: [`Question`] gathers policy, access control list and grants; for each
//! Allow `candidate` lists the sorts of caller it lets in; `goal` says what would make such a
//! caller a stranger; `view` turns the statements into demands as that caller sees them; the
//! search of `solve` finds a request that meets them and escapes every Deny, or shows that
//! there is none; and the evaluator has to allow what was found before it is called a witness.

mod acl;
mod block;
mod candidate;
mod goal;
mod hint;
mod kms;
mod outsider;
mod provider;
mod question;
mod s3;
mod scope;
mod service;
mod subject;
mod trust;

pub use acl::{AclGrant, Grantee};
pub use block::{BlockPublicAccess, effective};
pub use kms::{GrantConstraints, KeyGrant};
pub use outsider::Outsider;
pub use question::{Doubt, Origin, Question};
pub use s3::{PolicyOf, is_s3_public};
pub use trust::Trusted;

use crate::compiled::Clause;
use crate::document::Effect;
use crate::request::Request;
use crate::view::Who;
use candidate::Candidate;
use goal::Goal;
use serde::{Deserialize, Serialize};
use subject::Subject;

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

/// The most strangers listed for one statement.
const MOST_NAMED: usize = 32;

/// Answers a question of exposure.
#[must_use]
pub fn expose(question: &Question<'_>) -> Exposure {
    let policy = question.statements();
    let mut subject = Subject::new(question, &policy);
    let mut openings = Vec::new();
    let mut confused_deputies = Vec::new();
    let restricted = question.is_restricted(&policy);
    for clause in policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow)
    {
        let anyone = !restricted && subject.people(clause, &mut openings);
        let used = subject.services(clause, anyone);
        let add = |verdict, request: Option<Request>| {
            request.map(|witness| Opening::new(verdict, clause, witness))
        };
        confused_deputies.extend(add(Verdict::Private, used.deputy));
        openings.extend(add(Verdict::Public, used.anyone));
        openings.extend(add(Verdict::CrossAccount, used.stranger));
        openings.extend(add(Verdict::Trusted, used.trusted));
    }
    openings.sort_by_key(|opening| std::cmp::Reverse(opening.verdict));
    let widest = openings
        .first()
        .map_or(Verdict::Private, |opening| opening.verdict);
    let verdict = if subject.doubt.is_some() {
        widest.max(Verdict::Undecided)
    } else {
        widest
    };
    Exposure {
        verdict,
        openings,
        confused_deputies,
        doubt: subject.doubt,
    }
}

impl Subject<'_> {
    /// Everyone but services that a statement lets in; whether that is anyone at all.
    fn people(&mut self, clause: &Clause, openings: &mut Vec<Opening>) -> bool {
        let mut anyone = false;
        for candidate in candidate::people(clause, self.policy) {
            match &candidate.who {
                Who::One(crate::Caller::Provider(name)) => {
                    if let Some((verdict, who, witness)) = self.provider(clause, name) {
                        openings.push(Opening {
                            who,
                            ..Opening::new(verdict, clause, witness)
                        });
                    }
                }
                _ if anyone && candidate.named.is_none() => {}
                _ => anyone |= self.candidate(clause, &candidate, openings),
            }
        }
        anyone
    }

    /// What one sort of caller can do; whether that makes the statement open to anyone.
    fn candidate(
        &mut self,
        clause: &Clause,
        candidate: &Candidate<'_>,
        openings: &mut Vec<Opening>,
    ) -> bool {
        let who = &candidate.who;
        if candidate.named.is_none()
            && let Some(witness) = self.find(clause, who, Goal::Anyone, &[])
        {
            openings.push(Opening::new(Verdict::Public, clause, witness));
            return true;
        }
        // Who can do nothing as a foreigner can do nothing as a stranger either.
        let Some(foreign) = self.find(clause, who, Goal::Foreign, &[]) else {
            return false;
        };
        let mut found = Vec::new();
        let mut seen = Vec::new();
        while let Some(witness) = self
            .find(clause, who, Goal::Outside, &seen)
            .filter(|_| seen.len() < MOST_NAMED)
        {
            let (outsider, others) = outsider::of(candidate, clause, &witness);
            found.push(Opening {
                who: outsider,
                ..Opening::new(Verdict::CrossAccount, clause, witness)
            });
            match others {
                Some(others) => seen.push(others),
                None => break,
            }
        }
        if found.is_empty() {
            let (who, _) = outsider::of(candidate, clause, &foreign);
            found.push(Opening {
                who,
                ..Opening::new(Verdict::Trusted, clause, foreign)
            });
        }
        found.retain(|opening| {
            !openings
                .iter()
                .any(|known| known.who == opening.who && known.origin == opening.origin)
        });
        openings.extend(found);
        false
    }
}

impl Opening {
    fn new(verdict: Verdict, clause: &Clause, witness: Request) -> Self {
        Opening {
            verdict,
            who: outsider::by_witness(verdict, &witness),
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
