//! Statements that allow, one of each group of policies that must.

use crate::budget::{Budget, Exhausted};
use crate::solve::{Assignment, Hint, Hints, Literal, Problem, Var};
use std::borrow::Cow;

/// Takes one alternative of each group, in every combination until one can be satisfied.
pub(super) fn choose<'p>(
    groups: &[Vec<Vec<Literal<'p>>>],
    problem: &mut Problem<'p>,
    budget: &mut Budget,
) -> Result<Option<Assignment>, Exhausted> {
    let Some((first, rest)) = groups.split_first() else {
        return problem.solve(&Plain, budget);
    };
    // Every group makes it harder: where nothing is left now, nothing will be. But of one
    // combination no more than one need be looked at.
    let several = groups.iter().any(|alternatives| alternatives.len() > 1);
    if several && problem.solve(&Plain, budget)?.is_none() {
        return Ok(None);
    }
    let chosen = problem.literals.len();
    for alternative in first {
        problem.literals.extend(alternative.iter().cloned());
        let solution = choose(rest, problem, budget)?;
        problem.literals.truncate(chosen);
        if solution.is_some() {
            return Ok(solution);
        }
    }
    Ok(None)
}

/// Suggestions where nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Hints for Plain {
    fn for_var(&self, _: &Var, _: &Assignment) -> Cow<'_, Hint> {
        Cow::Owned(Hint {
            values: Vec::new(),
            fillings: vec!["example".into(), String::new()],
        })
    }
}
