//! Statements that change nothing, found by exact inclusion.

use super::Subject;
use crate::budget::Budget;
use crate::compare::{Comparison, compare};
use crate::compiled::Policy;
use crate::diagnostic::Remarks;
use crate::document::{Document, Effect, Selector, Statement};

/// Documents with more statements are not compared statement by statement: none that AWS stores
/// has so many.
const MOST: usize = 200;

/// Steps for one question.
const STEPS: u64 = 100_000;

/// Why a statement could be left out.
#[derive(Clone, Copy, PartialEq)]
enum Idle {
    /// No request satisfies it.
    Unsatisfiable,
    /// What it allows, the document denies.
    Denied,
    /// The others say as much.
    Redundant,
    /// It was not settled within the budget.
    Undecided,
}

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    let document = subject.document;
    if document.statements.len() > MOST {
        let message = format!("more than {MOST} statements; none was compared with the others");
        remarks.note("undecided", subject.start(), message, "divide the document");
        return;
    }
    // Statements with `Principal` and without concern callers of other sorts, and do not belong in
    // one document.
    let with = document
        .statements
        .iter()
        .filter(|statement| statement.principal.is_some())
        .count();
    if with != 0 && with != document.statements.len() {
        return;
    }
    let idle = idle(document);
    let mut reasons = idle.iter();
    subject.each(remarks, |place, remarks| {
        let Some(Some(why)) = reasons.next() else {
            return;
        };
        let (at, allows) = (place.statement(), place.statement.effect == Effect::Allow);
        let verb = if allows { "allows" } else { "denies" };
        match why {
            Idle::Unsatisfiable => {
                let message = "no request can satisfy it, so that it has no effect".into();
                remarks.warning(
                    "no-effect",
                    at,
                    message,
                    "correct its conditions, or remove it",
                );
            }
            Idle::Denied => {
                let message = "all that it allows is denied by the same document".into();
                remarks.warning(
                    "always-denied",
                    at,
                    message,
                    "remove it, or narrow the denial",
                );
            }
            Idle::Redundant => {
                let message = format!(
                    "all that it {verb} the other statements {} as well",
                    if allows { "allow" } else { "deny" }
                );
                remarks.note("redundant", at, message, "remove it");
            }
            Idle::Undecided => {
                let message = "whether it has an effect was not settled within the budget".into();
                remarks.note("undecided", at, message, "simplify its patterns");
            }
        }
    });
}

/// Of each statement, why it could be left out. Of two that say the same, the first stays.
fn idle(document: &Document) -> Vec<Option<Idle>> {
    let statements = &document.statements;
    let mut idle: Vec<Option<Idle>> = vec![None; statements.len()];
    for (index, statement) in statements.iter().enumerate().rev() {
        // `NotPrincipal` does not mean the same with Deny as with Allow.
        let excepts = statement
            .principal
            .as_ref()
            .is_some_and(Selector::is_except);
        if statement.effect == Effect::Deny && excepts {
            continue;
        }
        let rest = statements.iter().zip(&idle).enumerate();
        let rest = rest.filter(|(other, (_, idle))| *other != index && stays(**idle));
        let rest: Vec<&Statement> = rest.map(|(_, (other, _))| other).collect();
        let why = why_idle(document, statement, &rest);
        if let Some(slot) = idle.get_mut(index) {
            *slot = why;
        }
    }
    idle
}

fn stays(idle: Option<Idle>) -> bool {
    idle.is_none_or(|why| why == Idle::Undecided)
}

fn why_idle(document: &Document, statement: &Statement, rest: &[&Statement]) -> Option<Idle> {
    let of = |effect: Effect| {
        rest.iter()
            .filter(move |other| other.effect == effect)
            .copied()
    };
    let denies = |other: &&Statement| !other.principal.as_ref().is_some_and(Selector::is_except);
    let alone = policy(document, [statement], Some(Effect::Allow));
    let mut doubt = false;
    let mut nothing_beyond = |policy: &Policy, other: &Policy| {
        let answer = compare(policy, other, &Budget::steps(STEPS));
        doubt |= answer == Comparison::Undecided;
        answer == Comparison::Nothing
    };
    let reason = if nothing_beyond(&alone, &Policy::default()) {
        Some(Idle::Unsatisfiable)
    } else if statement.effect == Effect::Deny {
        let others = policy(
            document,
            of(Effect::Deny).filter(denies),
            Some(Effect::Allow),
        );
        nothing_beyond(&alone, &others).then_some(Idle::Redundant)
    } else {
        let denials: Vec<&Statement> = of(Effect::Deny).collect();
        let guarded = policy(
            document,
            [statement].into_iter().chain(denials.iter().copied()),
            None,
        );
        if nothing_beyond(&guarded, &Policy::default()) {
            Some(Idle::Denied)
        } else {
            let others = policy(document, of(Effect::Allow).chain(denials), None);
            nothing_beyond(&guarded, &others).then_some(Idle::Redundant)
        }
    };
    reason.or(doubt.then_some(Idle::Undecided))
}

/// A policy of some of the statements, in the document's version.
fn policy<'s>(
    document: &Document,
    statements: impl IntoIterator<Item = &'s Statement>,
    effect: Option<Effect>,
) -> Policy {
    let take = |statement: &Statement| Statement {
        effect: effect.unwrap_or(statement.effect),
        ..statement.clone()
    };
    let statements = statements.into_iter().map(take).collect();
    Policy::new(&Document {
        version: document.version,
        id: None,
        statements,
    })
}
