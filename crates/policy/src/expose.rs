//! Who but the owner can use a resource, and the request that proves it.
//!
//! The life of an answer: [`Question`] gathers policy, access control list and grants; for each
//! Allow `candidate` lists the sorts of caller it lets in; `goal` says what would make such a
//! caller a stranger; `view` turns the statements into demands as that caller sees them; the
//! search of `solve` finds a request that meets them and escapes every Deny, or shows that
//! there is none; and the evaluator has to allow what was found before it is called a witness.

mod acl;
mod answer;
mod block;
mod candidate;
mod goal;
mod hint;
mod kms;
mod people;
mod provider;
mod question;
mod s3;
mod scope;
mod service;
mod subject;
mod trust;
mod undenied;

pub use acl::{AclGrant, Grantee};
pub use answer::{Exposure, Opening, Outsider, Verdict};
pub use block::{BlockPublicAccess, effective};
pub use kms::{GrantConstraints, KeyGrant};
pub use question::{Doubt, Origin, Question};
pub use s3::{PolicyOf, is_s3_public, particular_addresses};
pub use trust::Trusted;
pub use undenied::undenied;

use crate::document::Effect;
use crate::request::Request;
use subject::Subject;

/// Answers a question of exposure.
#[must_use]
pub fn expose(question: &Question<'_>) -> Exposure {
    let policy = question.statements();
    let mut subject = Subject::new(question, &policy);
    let mut openings = Vec::new();
    let mut confused_deputies = Vec::new();
    let restricted = question.is_restricted();
    for clause in policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow)
    {
        if subject.gives_up() {
            break;
        }
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
