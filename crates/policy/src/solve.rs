//! Exact questions about sets of requests.
//!
//! A request is a point in a space with one dimension for the caller, the action, the resource
//! and each context key. A statement is a conjunction of [`Literal`]s, one per dimension it
//! speaks of. "Does something satisfy these literals and escape those denials?" is answered by
//! [`Problem::solve`]: take a point that satisfies the literals so far; if a denial hits it, the
//! point must break one of the denial's literals, so try each in turn. Every branch adds a
//! literal and settles a denial, so the search ends; every dimension is decided exactly (globs by
//! automata, addresses, numbers and dates by the edges of their ranges, absence as a value of its
//! own), so that "nothing" means nothing.

mod candidate;
mod literal;
mod narrow;
mod value;

pub use candidate::{Hint, Hints};
pub use literal::{Literal, Predicate, Quantifier, Values, Var};
use value::Solution;

use crate::budget::{Budget, Exhausted};
use std::collections::BTreeMap;

/// A value for every dimension that matters. A key that is not there is absent.
pub type Assignment = BTreeMap<Var, Values>;

/// Literals to satisfy and denials to escape.
#[derive(Clone, Debug)]
pub struct Problem<'p> {
    /// All of these must hold.
    pub literals: Vec<Literal<'p>>,
    /// Of each of these, one must not hold.
    pub denials: Vec<Vec<Literal<'p>>>,
}

/// A point reached, and the denial that hits it.
struct Frame {
    at: Assignment,
    denial: usize,
    /// The next of the denial's literals to break.
    next: usize,
}

impl Problem<'_> {
    /// How many patterns and values it is made of.
    #[must_use]
    pub fn size(&self) -> u64 {
        let literals = self.literals.iter().chain(self.denials.iter().flatten());
        literals.map(|literal| literal.test.size() as u64).sum()
    }

    /// Some point, or `None` where there is none.
    pub fn solve(
        &self,
        hints: &dyn Hints,
        budget: &mut Budget,
    ) -> Result<Option<Assignment>, Exhausted> {
        let mut literals = self.literals.clone();
        let mut denials = Vec::new();
        for denial in &self.denials {
            match denial.as_slice() {
                // It hits everything.
                [] => return Ok(None),
                [only] => literals.push(only.negated()),
                _ => denials.push(denial.as_slice()),
            }
        }
        let Some(start) = begin(&literals, hints, budget)? else {
            return Ok(None);
        };
        search(literals, &denials, start, hints, budget)
    }
}

fn begin(
    literals: &[Literal<'_>],
    hints: &dyn Hints,
    budget: &mut Budget,
) -> Result<Option<Assignment>, Exhausted> {
    let mut at = Assignment::new();
    let mut vars: Vec<&Var> = literals.iter().map(|literal| &literal.var).collect();
    vars.sort_unstable();
    vars.dedup();
    for var in vars {
        match settle(var, literals, &at, hints, budget)? {
            Some(values) => at.insert(var.clone(), values),
            None => return Ok(None),
        };
    }
    Ok(Some(at))
}

fn search<'p>(
    mut literals: Vec<Literal<'p>>,
    denials: &[&[Literal<'p>]],
    start: Assignment,
    hints: &dyn Hints,
    budget: &mut Budget,
) -> Result<Option<Assignment>, Exhausted> {
    let Some(denial) = hit(denials, &start, budget)? else {
        return Ok(Some(start));
    };
    let mut stack = vec![Frame {
        at: start,
        denial,
        next: 0,
    }];
    let depth = literals.len();
    while let Some(above) = stack.len().checked_sub(1) {
        let Some(frame) = stack.last_mut() else { break };
        // The literals of the frames below stay; this frame tries its next one.
        literals.truncate(depth + above);
        let Some(literal) = denials
            .get(frame.denial)
            .and_then(|denial| denial.get(frame.next))
        else {
            stack.pop();
            continue;
        };
        frame.next += 1;
        let broken = literal.negated();
        let var = broken.var.clone();
        literals.push(broken);
        let Some(values) = settle(&var, &literals, &frame.at, hints, budget)? else {
            continue;
        };
        let mut at = frame.at.clone();
        at.insert(var, values);
        match hit(denials, &at, budget)? {
            None => return Ok(Some(at)),
            Some(denial) => stack.push(Frame {
                at,
                denial,
                next: 0,
            }),
        }
    }
    Ok(None)
}

/// The first denial that hits a point.
fn hit(
    denials: &[&[Literal<'_>]],
    at: &Assignment,
    budget: &mut Budget,
) -> Result<Option<usize>, Exhausted> {
    for (index, denial) in denials.iter().enumerate() {
        budget.spend(1)?;
        if denial
            .iter()
            .all(|literal| literal.holds(at.get(&literal.var)))
        {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// A value for one dimension under all literals on it.
fn settle(
    var: &Var,
    literals: &[Literal<'_>],
    at: &Assignment,
    hints: &dyn Hints,
    budget: &mut Budget,
) -> Result<Option<Values>, Exhausted> {
    let on_var: Vec<&Literal<'_>> = literals
        .iter()
        .filter(|literal| literal.var == *var)
        .collect();
    budget.spend(on_var.len() as u64)?;
    match value::solve(&on_var, &hints.for_var(var, at), budget)? {
        Solution::Nothing => Ok(None),
        Solution::Absent => Ok(Some(None)),
        Solution::Values(values) => Ok(Some(Some(values))),
    }
}
