//! A value for one dimension: the example that satisfies every literal on it, if there is one.

use super::candidate::{Hint, candidates};
use super::literal::{Literal, Predicate, Quantifier};
use super::narrow::narrow;
use crate::budget::{Budget, Exhausted};
use crate::glob::{Constraint, exact_candidates, example};

/// What was found for a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Solution {
    /// No value will do.
    Nothing,
    /// The key had better be absent.
    Absent,
    Values(Vec<String>),
}

/// Decides one dimension. Absence is preferred where it satisfies, since a request with fewer
/// circumstances proves more.
pub(super) fn solve(
    literals: &[&Literal<'_>],
    hint: &Hint,
    budget: &mut Budget,
) -> Result<Solution, Exhausted> {
    if literals.iter().all(|literal| literal.absent) {
        return Ok(Solution::Absent);
    }
    let every: Vec<&Literal<'_>> = literals
        .iter()
        .copied()
        .filter(|literal| literal.quantifier == Quantifier::Every)
        .collect();
    let some: Vec<&Literal<'_>> = literals
        .iter()
        .copied()
        .filter(|literal| literal.quantifier == Quantifier::Some)
        .collect();
    let groups: Vec<Vec<&Literal<'_>>> =
        if literals.iter().any(|literal| literal.several) && !some.is_empty() {
            // Each demand for some value may be met by a value of its own.
            some.iter()
                .map(|one| every.iter().copied().chain([*one]).collect())
                .collect()
        } else {
            vec![literals.to_vec()]
        };
    let mut values: Vec<String> = Vec::new();
    for group in groups {
        match one(&group, hint, budget)? {
            Some(value) if values.contains(&value) => {}
            Some(value) => values.push(value),
            None => return Ok(Solution::Nothing),
        }
    }
    Ok(Solution::Values(values))
}

/// One value that passes every literal.
fn one(
    literals: &[&Literal<'_>],
    hint: &Hint,
    budget: &mut Budget,
) -> Result<Option<String>, Exhausted> {
    let mut constraints: Vec<Constraint<'_>> = Vec::new();
    let mut typed = false;
    for literal in literals {
        match literal.test.globs() {
            Some(globs) => constraints.push(Constraint {
                globs,
                wanted: literal.wanted,
            }),
            None if matches!(literal.test, Predicate::Anything) && literal.wanted => {}
            None if matches!(literal.test, Predicate::Anything) => return Ok(None),
            None => typed = true,
        }
    }
    narrow(&mut constraints, budget)?;
    if constraints
        .iter()
        .any(|constraint| constraint.wanted && constraint.globs.is_empty())
    {
        return Ok(None);
    }
    // What it costs to try a value: every pattern may have to be matched.
    let cost = 1 + constraints
        .iter()
        .map(|constraint| constraint.globs.len() as u64)
        .sum::<u64>()
        / 16;
    let mut first =
        |values: &mut dyn Iterator<Item = String>| -> Result<Option<String>, Exhausted> {
            for value in values {
                budget.spend(cost)?;
                if literals.iter().all(|literal| literal.passes(&value)) {
                    return Ok(Some(value));
                }
            }
            Ok(None)
        };
    // Beside a demand for a number, a date or the like, case may matter to more than the patterns.
    let case_is_free = typed
        && constraints
            .iter()
            .flat_map(|all| &all.globs)
            .any(|glob| glob.ignores_case());
    if let Some(only) = exact_candidates(&constraints).filter(|_| !case_is_free) {
        return first(&mut only.into_iter());
    }
    let hinted = first(&mut hint.values.iter().cloned())?;
    if let Some(value) = hinted {
        return Ok(Some(value));
    }
    if let Some(value) = first(&mut candidates(literals, &constraints, hint))? {
        return Ok(Some(value));
    }
    if typed && constraints.is_empty() {
        // The edges of ranges are among the candidates, and between them nothing changes; but a
        // key that is taken for values of two types may have values that are none of them.
        return if types(literals) > 1 {
            Err(Exhausted)
        } else {
            Ok(None)
        };
    }
    match example(&constraints, budget)? {
        Some(value) if literals.iter().all(|literal| literal.passes(&value)) => Ok(Some(value)),
        // Compared both as text and as a number, date or address, and no candidate fits both.
        Some(_) => Err(Exhausted),
        None => Ok(None),
    }
}

/// How many types the values must be of at once.
fn types(literals: &[&Literal<'_>]) -> usize {
    let of_type = |literal: &&&Literal<'_>| matches!(literal.test, Predicate::OfType(_));
    literals.iter().filter(of_type).count()
}
