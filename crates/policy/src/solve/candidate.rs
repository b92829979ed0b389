//! Values worth trying for a dimension, before any automaton runs.

use super::Assignment;
use super::literal::{Literal, Predicate, Var};
use crate::compiled::Operand;
use crate::glob::Constraint;
use crate::operator::Test;
use crate::value::{IpRange, date, number, print_date};
use std::borrow::Cow;

/// Values that make an example read naturally. They decide nothing: any value that satisfies the
/// literals will do.
pub trait Hints {
    /// Values to try first, and texts to put in place of a `*`.
    fn for_var(&self, var: &Var, at: &Assignment) -> Cow<'_, Hint>;
}

/// Suggestions for one dimension.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    pub values: Vec<String>,
    pub fillings: Vec<String>,
}

/// Values worth trying: what the patterns look like, and the edges of ranges.
pub(super) fn candidates<'l>(
    literals: &'l [&Literal<'_>],
    constraints: &'l [Constraint<'_>],
    hint: &'l Hint,
) -> impl Iterator<Item = String> + 'l {
    let globs = constraints
        .iter()
        .filter(|constraint| constraint.wanted)
        .flat_map(|wanted| &wanted.globs);
    let alike = globs.flat_map(|glob| {
        let exact = glob.as_exact().map(str::to_owned);
        let fillings = hint.fillings.iter().filter(|_| glob.as_exact().is_none());
        exact
            .into_iter()
            .chain(fillings.map(|filling| glob.example(filling)))
    });
    alike.chain(std::iter::once_with(|| typed(literals)).flatten())
}

/// The edges of the ranges that the literals are made of, and points between and beyond them.
fn typed(literals: &[&Literal<'_>]) -> Vec<String> {
    let operands = literals.iter().filter_map(|literal| match &literal.test {
        Predicate::Operands(_, operands) => Some(operands.iter()),
        _ => None,
    });
    let mut candidates = Vec::new();
    let (mut numbers, mut dates, mut addresses): (Vec<f64>, Vec<i64>, Vec<IpRange>) =
        Default::default();
    for operand in operands.flatten() {
        match operand {
            Operand::Number(number) => numbers.push(*number),
            Operand::Date(date) => dates.push(*date),
            Operand::Ip(range) => addresses.push(*range),
            Operand::Bool(_) => candidates.extend(["true".to_owned(), "false".to_owned()]),
            Operand::Binary(bytes) => candidates.extend([bytes.clone(), format!("AAAA{bytes}")]),
            Operand::Glob(_) | Operand::Varying(_) | Operand::Invalid => {}
        }
    }
    candidates.extend(
        literals
            .iter()
            .filter_map(|literal| sample(&literal.test))
            .flatten()
            .map(|text| (*text).to_owned()),
    );
    candidates.extend(
        spread_numbers(numbers)
            .into_iter()
            .map(|number| number.to_string()),
    );
    let dates = spread_dates(dates);
    candidates.extend(dates.iter().map(|date| print_date(*date)));
    candidates.extend(dates.iter().map(|date| (date / 1000).to_string()));
    candidates.extend(
        spread_addresses(&addresses)
            .into_iter()
            .map(|address| address.to_string()),
    );
    candidates.retain(|text| !text.is_empty());
    candidates
}

/// Some values of a type.
fn sample(test: &Predicate<'_>) -> Option<&'static [&'static str]> {
    match test {
        Predicate::OfType(Test::Bool) => Some(&["true", "false"]),
        Predicate::OfType(Test::Number(_)) => Some(&["0", "1"]),
        Predicate::OfType(Test::Date(_)) => Some(&["2026-01-01T00:00:00Z"]),
        Predicate::OfType(Test::Ip) => Some(&["203.0.113.10", "2001:db8::10"]),
        _ => None,
    }
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
