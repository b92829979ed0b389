//! What patterns come down to.

use super::Token;

/// What a pattern comes down to; most are one of the simple ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Everything,
    Exact(String),
    Prefix(String),
    /// Literal pieces with `*` between them; the first and last may be empty.
    Pieces(Vec<String>),
    Other,
}

pub(super) fn shape(tokens: &[Token]) -> Shape {
    let mut pieces = vec![String::new()];
    for token in tokens {
        match token {
            Token::Many => pieces.push(String::new()),
            Token::Char(c) => pieces
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|piece| piece.push(*c)),
            _ => return Shape::Other,
        }
    }
    match pieces.as_slice() {
        [one] => Shape::Exact(one.clone()),
        [first, last] if first.is_empty() && last.is_empty() => Shape::Everything,
        [first, last] if last.is_empty() => Shape::Prefix(first.clone()),
        _ => Shape::Pieces(pieces),
    }
}

/// The leftmost place of each piece is as good as any other, and `str::find` is linear.
pub(super) fn matches_pieces(pieces: &[String], text: &str) -> bool {
    let [first, between @ .., last] = pieces else {
        return false;
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    for piece in between {
        let Some((_, after)) = rest.split_once(piece.as_str()) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last.as_str())
}
