//! The slow twin of the search: the same question with nothing left out and nothing foreseen. The
//! alphabet is every character that any pattern writes, in both cases, and two that none writes;
//! the states are sets of positions, and every reachable one is visited.

use super::{Constraint, Glob, Token, lower};
use std::collections::{BTreeSet, VecDeque};

type Positions = BTreeSet<usize>;

/// The most configurations visited; beyond that the twin has no answer.
const MOST: usize = 4_000;

/// Whether some text satisfies every constraint: `None` where there are too many to visit.
pub(crate) fn exists(constraints: &[Constraint<'_>]) -> Option<bool> {
    let globs: Vec<&Glob> = constraints
        .iter()
        .flat_map(|constraint| constraint.globs.clone())
        .collect();
    let alphabet = alphabet(&globs);
    let start: Vec<Positions> = globs
        .iter()
        .map(|glob| rest(glob, Positions::from([0])))
        .collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut queue = VecDeque::from([start]);
    while let Some(states) = queue.pop_front() {
        if satisfies(constraints, &states) {
            return Some(true);
        }
        for c in &alphabet {
            let next: Vec<Positions> = globs
                .iter()
                .zip(&states)
                .map(|(glob, positions)| step(glob, positions, *c))
                .collect();
            if seen.insert(next.clone()) {
                queue.push_back(next);
            }
        }
        if seen.len() > MOST {
            return None;
        }
    }
    Some(false)
}

/// Whether a pattern matches, position by position.
pub(crate) fn matches(glob: &Glob, text: &str) -> bool {
    let start = rest(glob, Positions::from([0]));
    text.chars()
        .fold(start, |positions, c| step(glob, &positions, c))
        .contains(&glob.tokens().len())
}

fn alphabet(globs: &[&Glob]) -> BTreeSet<char> {
    let written = globs
        .iter()
        .flat_map(|glob| glob.tokens())
        .filter_map(|token| match token {
            Token::Char(c) => Some(*c),
            _ => None,
        });
    let cases = written.flat_map(|c| [c, lower(c), c.to_uppercase().next().unwrap_or(c)]);
    cases.chain([':', 'x', '\u{3b6}', '0', '9']).collect()
}

fn satisfies(constraints: &[Constraint<'_>], states: &[Positions]) -> bool {
    let mut states = states.iter();
    constraints.iter().all(|constraint| {
        let of_list: Vec<bool> = constraint
            .globs
            .iter()
            .zip(states.by_ref())
            .map(|(glob, positions)| positions.contains(&glob.tokens().len()))
            .collect();
        of_list.contains(&true) == constraint.wanted
    })
}

fn step(glob: &Glob, positions: &Positions, c: char) -> Positions {
    let c = if glob.ignores_case() { lower(c) } else { c };
    let mut next = Positions::new();
    for at in positions {
        match glob.tokens().get(*at) {
            Some(Token::Char(one)) if *one == c => next.insert(at + 1),
            Some(Token::One) => next.insert(at + 1),
            Some(Token::OneWithin) if c != ':' => next.insert(at + 1),
            Some(Token::Digit) if c.is_ascii_digit() => next.insert(at + 1),
            Some(Token::Many) => next.insert(*at),
            Some(Token::ManyWithin) if c != ':' => next.insert(*at),
            _ => false,
        };
    }
    rest(glob, next)
}

/// With the positions behind every `*`, which may match nothing.
fn rest(glob: &Glob, mut positions: Positions) -> Positions {
    for (at, token) in glob.tokens().iter().enumerate() {
        if matches!(token, Token::Many | Token::ManyWithin) && positions.contains(&at) {
            positions.insert(at + 1);
        }
    }
    positions
}
