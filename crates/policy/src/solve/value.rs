//! A value for one dimension: the example that satisfies every literal on it, if there is one.

use super::Assignment;
use super::literal::{Literal, Predicate, Quantifier, Var};
use crate::budget::{Budget, Exhausted};
use crate::compiled::Operand;
use crate::glob::{Constraint, Glob, example};
use crate::operator::Test;
use crate::value::{IpRange, date, number, print_date};
use std::sync::LazyLock;

/// What was found for a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Solution {
    /// No value will do.
    Nothing,
    /// The key had better be absent.
    Absent,
    Values(Vec<String>),
}

/// Values that make an example read naturally. They decide nothing: any value that satisfies the
/// literals will do.
pub(crate) trait Hints {
    /// Values to try first, and texts to put in place of a `*`.
    fn for_var(&self, var: &Var, at: &Assignment) -> Hint;
}

/// Suggestions for one dimension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hint {
    pub(crate) values: Vec<String>,
    pub(crate) fillings: Vec<String>,
}

/// The shape of an ARN: no other text satisfies an ARN operator, negated or not.
static ARN: LazyLock<Glob> = LazyLock::new(|| Glob::text("arn:*:*:*:*:*"));

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
    let passes = |value: &String| {
        literals.iter().all(|literal| literal.passes(value)) && is_well_formed(literals, value)
    };
    let candidates = candidates(literals, hint);
    budget.spend(candidates.len() as u64)?;
    if let Some(value) = candidates.into_iter().find(|value| passes(value)) {
        return Ok(Some(value));
    }
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
    if typed && constraints.is_empty() {
        // The edges of ranges are among the candidates, and between them nothing changes.
        return Ok(None);
    }
    if literals.iter().any(|literal| is_arn(literal)) {
        constraints.push(Constraint::one_of([&*ARN]));
    }
    match example(&constraints, budget)? {
        Some(value) if passes(&value) => Ok(Some(value)),
        // Compared both as text and as a number, date or address, and no candidate fits both.
        Some(_) => Err(Exhausted),
        None => Ok(None),
    }
}

fn is_arn(literal: &Literal<'_>) -> bool {
    matches!(literal.test, Predicate::Operands(Test::Arn, _))
}

fn is_well_formed(literals: &[&Literal<'_>], value: &str) -> bool {
    !literals.iter().any(|literal| is_arn(literal)) || ARN.matches(value)
}

/// Values worth trying: the hints, what the patterns look like, and the edges of ranges.
fn candidates(literals: &[&Literal<'_>], hint: &Hint) -> Vec<String> {
    let mut candidates = hint.values.clone();
    for literal in literals {
        if let Some(globs) = literal.test.globs().filter(|_| literal.wanted) {
            for glob in globs {
                candidates.extend(glob.as_exact().map(str::to_owned));
                let fillings = hint.fillings.iter().filter(|_| glob.as_exact().is_none());
                candidates.extend(fillings.map(|filling| glob.example(filling)));
            }
        }
    }
    candidates.extend(typed(literals));
    candidates
}

/// The edges of the ranges that the literals are made of, and points between and beyond them.
fn typed(literals: &[&Literal<'_>]) -> Vec<String> {
    let operands = literals.iter().filter_map(|literal| match &literal.test {
        Predicate::Operands(_, operands) => Some(operands.iter()),
        _ => None,
    });
    let mut found = Vec::new();
    let (mut numbers, mut dates, mut addresses): (Vec<f64>, Vec<i64>, Vec<IpRange>) =
        Default::default();
    for operand in operands.flatten() {
        match operand {
            Operand::Number(number) => numbers.push(*number),
            Operand::Date(date) => dates.push(*date),
            Operand::Ip(range) => addresses.push(*range),
            Operand::Bool(_) => found.extend(["true".to_owned(), "false".to_owned()]),
            Operand::Binary(bytes) => found.extend([bytes.clone(), format!("AAAA{bytes}")]),
            Operand::Glob(_) | Operand::Varying(_) | Operand::Invalid => {}
        }
    }
    found.extend(
        spread_numbers(numbers)
            .into_iter()
            .map(|number| number.to_string()),
    );
    found.extend(spread_dates(dates).into_iter().map(print_date));
    found.extend(
        spread_addresses(&addresses)
            .into_iter()
            .map(|address| address.to_string()),
    );
    found.retain(|text| !text.is_empty());
    found
}

fn spread_numbers(mut edges: Vec<f64>) -> Vec<f64> {
    edges.sort_by(f64::total_cmp);
    let between: Vec<f64> = edges
        .windows(2)
        .filter_map(|pair| {
            if let [a, b] = pair {
                Some(f64::midpoint(*a, *b))
            } else {
                None
            }
        })
        .collect();
    let beyond = edges
        .first()
        .map(|first| first - 1.0)
        .into_iter()
        .chain(edges.last().map(|last| last + 1.0));
    let all: Vec<f64> = edges.iter().copied().chain(beyond).chain(between).collect();
    all.into_iter()
        .filter(|n| number(&n.to_string()).is_some())
        .collect()
}

fn spread_dates(mut edges: Vec<i64>) -> Vec<i64> {
    edges.sort_unstable();
    let between: Vec<i64> = edges
        .windows(2)
        .filter_map(|pair| {
            if let [a, b] = pair {
                Some(i64::midpoint(*a, *b))
            } else {
                None
            }
        })
        .collect();
    let beyond = edges
        .first()
        .map(|first| first - 1000)
        .into_iter()
        .chain(edges.last().map(|last| last + 1000));
    let all: Vec<i64> = edges.iter().copied().chain(beyond).chain(between).collect();
    all.into_iter()
        .filter(|at| date(&print_date(*at)) == Some(*at))
        .collect()
}

/// Ordinary addresses first, then every edge, then the lowest of each family, before which there
/// is no edge.
fn spread_addresses(ranges: &[IpRange]) -> Vec<IpRange> {
    if ranges.is_empty() {
        return Vec::new();
    }
    let plain = ["203.0.113.10", "198.51.100.10", "2001:db8::10"]
        .into_iter()
        .filter_map(IpRange::parse);
    let lowest = ["0.0.0.0", "::"].into_iter().filter_map(IpRange::parse);
    plain
        .chain(ranges.iter().flat_map(IpRange::edges))
        .chain(lowest)
        .collect()
}
