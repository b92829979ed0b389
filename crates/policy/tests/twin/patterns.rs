//! Patterns as regular expressions.

use policy::Colons;
use regex::Regex;

/// Whether a pattern matches all of a text.
pub fn matches(pattern: &str, text: &str, colons: Colons) -> bool {
    let pieces: Vec<Piece> = pattern
        .chars()
        .map(|c| {
            if matches!(c, '*' | '?') {
                Piece::Wild(c)
            } else {
                Piece::Text(c)
            }
        })
        .collect();
    matches_pieces(&pieces, text, colons, false)
}

/// A character, or a wildcard.
#[derive(Clone, Copy, PartialEq)]
pub enum Piece {
    Text(char),
    Wild(char),
}

pub fn matches_pieces(pieces: &[Piece], text: &str, colons: Colons, ignore_case: bool) -> bool {
    let mut pieces = pieces.to_vec();
    let everything = pieces.iter().all(|piece| *piece == Piece::Wild('*'));
    let is_arn = pieces.starts_with(&['a', 'r', 'n', ':'].map(Piece::Text));
    if colons != Colons::Plain && is_arn {
        // "AWS automatically completes the ARN by adding wildcard characters to all missing fields."
        while pieces
            .iter()
            .filter(|piece| **piece == Piece::Text(':'))
            .count()
            < 5
        {
            pieces.extend([Piece::Text(':'), Piece::Wild('*')]);
        }
    }
    let mut expression = String::from(if ignore_case { "(?is)^" } else { "(?s)^" });
    let mut segment = 0;
    for (i, piece) in pieces.iter().enumerate() {
        let mut rest = pieces[i + 1..]
            .iter()
            .skip_while(|next| **next == Piece::Wild('*'));
        let ends = matches!(rest.next(), None | Some(Piece::Text(':')));
        let held = segment < 5 && !everything;
        expression += &match piece {
            Piece::Text(c) => {
                segment += usize::from(*c == ':');
                regex::escape(&c.to_string())
            }
            Piece::Wild('*') if held && colons == Colons::Segments => "[^:]*".into(),
            Piece::Wild('*') if held && colons == Colons::Resource && !ends => "[^:]*".into(),
            Piece::Wild('*') => ".*".into(),
            Piece::Wild(_) if held && colons == Colons::Segments => "[^:]".into(),
            Piece::Wild(_) => ".".into(),
        };
    }
    Regex::new(&(expression + "$")).unwrap().is_match(text)
}
