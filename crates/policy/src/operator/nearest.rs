//! The operator that somebody meant.

use super::{Operator, split_qualifier};

/// The operator whose name is nearest to one that AWS does not know.
pub(crate) fn nearest(written: &str) -> &'static str {
    let (_, rest) = split_qualifier(written);
    let rest = rest
        .strip_suffix("IfExists")
        .unwrap_or(rest)
        .to_ascii_lowercase();
    // Words in another order have the same letters.
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters.into_iter().collect::<String>()
    };
    let near = |name: &&'static str| {
        let name = name.to_ascii_lowercase();
        (
            distance(&letters(&rest), &letters(&name)),
            distance(&rest, &name),
        )
    };
    Operator::names().min_by_key(near).unwrap_or("StringEquals")
}

/// How many characters must be put in, left out or replaced to make one text of another.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (index, a) in one.chars().enumerate() {
        let mut left = index + 1;
        let mut corner = index;
        for (b, cell) in other.chars().zip(row.iter_mut().skip(1)) {
            let best = (corner + usize::from(a != b)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
