//! People as callers: everyone but services, sort by sort.

use super::answer::{Opening, Outsider, Verdict};
use super::candidate::{self, Candidate};
use super::goal::{Goal, named};
use super::question::Origin;
use super::subject::Subject;
use crate::caller::Caller;
use crate::compiled::{Clause, Named};
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Literal, Var};
use crate::view::Who;

/// The most strangers listed for one statement, but for one of each further sort of caller.
const MOST_NAMED: usize = 32;

impl Subject<'_> {
    /// Everyone but services that a statement lets in; whether that is anyone at all.
    pub(super) fn people(&mut self, clause: &Clause, openings: &mut Vec<Opening>) -> bool {
        let mut anyone = false;
        for candidate in candidate::people(clause, self.policy) {
            if let Who::One(Caller::Provider(name)) = &candidate.who {
                openings.extend(self.provider(clause, name));
            } else if !(anyone && candidate.named.is_none()) {
                anyone |= self.candidate(&candidate, openings);
            }
        }
        anyone
    }

    /// What one sort of caller can do; whether that makes the statement open to anyone.
    fn candidate(&mut self, candidate: &Candidate<'_>, openings: &mut Vec<Opening>) -> bool {
        if self.is_settled(candidate, openings) {
            return false;
        }
        let open = |verdict, witness| Opening::new(verdict, candidate.clause, witness);
        if candidate.named.is_none() {
            let anyone = self.find(candidate, Goal::Anyone, &[]);
            if let Some(witness) = anyone {
                openings.push(open(Verdict::Public, witness));
                return true;
            }
        }
        // Who can do nothing as a foreigner can do nothing as a stranger either.
        let Some(foreign) = self.find(candidate, Goal::Foreign, &[]) else {
            return false;
        };
        let origin = Origin::of(candidate.clause.index);
        let listed = openings
            .iter()
            .rev()
            .take_while(|opening| opening.origin == origin)
            .count();
        let mut strangers = self.strangers(candidate, MOST_NAMED.saturating_sub(listed));
        if strangers.is_empty() {
            let who = self.outsider(candidate, &foreign).0;
            strangers.push(Opening {
                who,
                ..open(Verdict::Trusted, foreign)
            });
        }
        let is_listed = |opening: &Opening| {
            let same = |other: &Opening| other.who == opening.who && other.origin == opening.origin;
            openings.iter().rev().take(2 * MOST_NAMED).any(same)
        };
        strangers.retain(|opening| !is_listed(opening));
        openings.extend(strangers);
        false
    }

    /// Whether nothing more is to be learnt: of the owner's own account, or of an account whose
    /// principals of another kind were just let in.
    fn is_settled(&self, candidate: &Candidate<'_>, openings: &[Opening]) -> bool {
        let Some(Named::Account(account)) = candidate.named else {
            return false;
        };
        let let_in = openings.last().is_some_and(|last| {
            last.verdict == Verdict::CrossAccount
                && last.who == Outsider::Account(account.clone())
                && last.origin == Origin::of(candidate.clause.index)
        });
        let_in || account == self.question.account
    }

    /// The strangers among one sort of caller, one for each that the statement means: one at
    /// least, and so many more.
    fn strangers(&mut self, candidate: &Candidate<'_>, more: usize) -> Vec<Opening> {
        let (mut strangers, mut seen) = (Vec::new(), Vec::new());
        let mut next = self.find(candidate, Goal::Outside, &[]);
        while let Some(witness) = next {
            let (who, others) = self.outsider(candidate, &witness);
            strangers.push(Opening {
                who,
                ..Opening::new(Verdict::CrossAccount, candidate.clause, witness)
            });
            let Some(others) = others.filter(|_| seen.len() < more) else {
                break;
            };
            seen.push(others);
            next = self.find_further(candidate, Goal::Outside, &seen);
        }
        strangers
    }

    /// Whom a witness shows to be let in by a statement; and, where the policy means several, the
    /// demand that it be somebody else next time.
    fn outsider(
        &self,
        candidate: &Candidate<'_>,
        witness: &Request,
    ) -> (Outsider, Option<Literal<'static>>) {
        match candidate.named {
            Some(Named::Account(account)) => return (Outsider::Account(account.clone()), None),
            Some(_) => return (Outsider::by(Verdict::CrossAccount, witness), None),
            None => {}
        }
        let clauses = std::iter::once(candidate.clause).chain(self.denials());
        let mut checks = clauses.flat_map(|clause| {
            clause
                .checks
                .iter()
                .flat_map(|check| named(check, clause.effect))
        });
        let meant = checks.find_map(|(var, globs)| meant(var, &globs, witness));
        meant.unwrap_or_else(|| (Outsider::by(Verdict::CrossAccount, witness), None))
    }
}

/// Whom a witness shows to be meant by patterns on one dimension.
fn meant(
    var: Var,
    globs: &[Glob],
    witness: &Request,
) -> Option<(Outsider, Option<Literal<'static>>)> {
    let values = match &var {
        Var::Caller => vec![witness.caller.to_string()],
        Var::Key(key) => witness.context.get(key)?.to_vec(),
        Var::Action | Var::Resource => return None,
    };
    let value = values.first()?;
    let glob = globs
        .iter()
        .find(|glob| values.iter().any(|value| glob.matches(value)))?;
    let others = Literal::none_of(var.clone(), vec![glob.clone()]);
    let who = match var {
        Var::Key(key) => Outsider::Whose {
            key: key.to_string(),
            value: value.clone(),
        },
        _ => Outsider::by(Verdict::CrossAccount, witness),
    };
    Some((who, Some(others)))
}
