//! Patterns with `*` and `?`: matching in linear time, and exact questions about sets of them.
//!
//! AWS compares a resource ARN, an action and a `...Like` value by the same two wildcards; they
//! differ in how a wildcard treats the colons of an ARN, which is a pattern's [`Colons`].

mod automaton;
mod cover;
mod pattern;
mod search;
mod shape;

pub(crate) use automaton::Automaton;
pub use pattern::{Pattern, Syntax, Variable};
pub(crate) use search::{Constraint, exact_candidates, example};

use crate::budget::{Budget, Exhausted};
use shape::{Shape, matches_pieces, shape};

/// One position of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// This character.
    Char(char),
    /// `?`: any one character.
    One,
    /// `?` that stays inside its ARN segment.
    OneWithin,
    /// `*`: any characters.
    Many,
    /// `*` that stays inside its ARN segment.
    ManyWithin,
    /// A decimal digit; no policy can write this, it describes account ids.
    Digit,
}

/// How wildcards treat the colons between the first five segments of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colons {
    /// As any other character: strings, actions.
    Plain,
    /// `Resource`: a `*` that ends its segment may reach over the colon, another may not.
    /// AWS: IAM User Guide, "IAM JSON policy elements: Resource", wildcards in resource ARNs.
    Resource,
    /// `ArnLike`: the segments are compared one by one.
    /// AWS: IAM User Guide, "Condition operators", ARN operators.
    Segments,
}

/// A pattern, ready to match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Glob {
    tokens: Vec<Token>,
    shape: Shape,
    ignore_case: bool,
}

impl Glob {
    /// A pattern over plain text.
    #[must_use]
    pub fn text(pattern: &str) -> Self {
        Glob::from_tokens(pattern::wildcards(pattern), Colons::Plain)
    }

    /// A pattern over resource ARNs, as `Resource` takes it.
    #[must_use]
    pub fn resource(pattern: &str) -> Self {
        Glob::from_tokens(pattern::wildcards(pattern), Colons::Resource)
    }

    /// A pattern over ARNs, as `ArnLike` takes it.
    #[must_use]
    pub fn arn(pattern: &str) -> Self {
        Glob::from_tokens(pattern::wildcards(pattern), Colons::Segments)
    }

    /// Exactly this text; `*` and `?` are themselves.
    #[must_use]
    pub fn exact(text: &str) -> Self {
        Glob::from_tokens(text.chars().map(Token::Char).collect(), Colons::Plain)
    }

    /// A pattern over actions: case does not matter.
    #[must_use]
    pub fn action(pattern: &str) -> Self {
        Glob::text(pattern).ignoring_case()
    }

    /// The same pattern without regard to case.
    #[must_use]
    pub fn ignoring_case(mut self) -> Self {
        for token in &mut self.tokens {
            if let Token::Char(c) = token {
                *c = lower(*c);
            }
        }
        self.ignore_case = true;
        // An exact text stays as written, to be shown so.
        if self.as_exact().is_none() {
            self.shape = shape(&self.tokens);
        }
        self
    }

    /// The same pattern, with regard to case or without as the other has it.
    #[must_use]
    pub(crate) fn with_case_of(self, other: &Glob) -> Self {
        if other.ignore_case {
            self.ignoring_case()
        } else {
            self
        }
    }

    pub(crate) fn from_tokens(tokens: Vec<Token>, colons: Colons) -> Self {
        let tokens = pattern::normal(tokens, colons);
        let shape = shape(&tokens);
        Glob {
            tokens,
            shape,
            ignore_case: false,
        }
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    pub(crate) fn ignores_case(&self) -> bool {
        self.ignore_case
    }

    /// Whether a text matches or not whatever its case.
    pub(crate) fn is_caseless(&self) -> bool {
        let cased = |token: &Token| matches!(token, Token::Char(c) if c.is_alphabetic());
        self.ignore_case || !self.tokens.iter().any(cased)
    }

    /// The one text matched, where there is just one.
    #[must_use]
    pub fn as_exact(&self) -> Option<&str> {
        match &self.shape {
            Shape::Exact(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is `*`.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.shape == Shape::Everything
    }

    /// The characters before the first wildcard.
    #[must_use]
    pub fn literal_prefix(&self) -> String {
        self.tokens
            .iter()
            .map_while(|token| {
                if let Token::Char(c) = token {
                    Some(*c)
                } else {
                    None
                }
            })
            .collect()
    }

    /// How many characters it spells out.
    pub(crate) fn literals(&self) -> usize {
        self.tokens
            .iter()
            .filter(|token| matches!(token, Token::Char(_)))
            .count()
    }

    /// How many characters a text that matches has at least.
    pub(crate) fn least(&self) -> usize {
        self.tokens
            .iter()
            .filter(|token| !matches!(token, Token::Many | Token::ManyWithin))
            .count()
    }

    /// Whether `text` matches. Time is linear in `text` for patterns of literals and `*`, and
    /// `text` times a sixty-fourth of the pattern for the rest.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        if !self.ignore_case {
            return self.matches_folded(text);
        }
        match &self.shape {
            Shape::Exact(exact) => is_same(exact, text),
            _ if text
                .bytes()
                .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) =>
            {
                self.matches_folded(text)
            }
            _ => self.matches_folded(&text.chars().map(lower).collect::<String>()),
        }
    }

    fn matches_folded(&self, text: &str) -> bool {
        match &self.shape {
            Shape::Everything => true,
            Shape::Exact(exact) => exact == text,
            Shape::Prefix(prefix) => text.starts_with(prefix.as_str()),
            Shape::Pieces(pieces) => matches_pieces(pieces, text),
            Shape::Other if self.tokens.len() < 64 => automaton::accepts_small(&self.tokens, text),
            Shape::Other => Automaton::new(self).accepts(text),
        }
    }

    /// Some text this matches, as plain as possible.
    #[must_use]
    pub fn example(&self, filling: &str) -> String {
        let mut text = String::new();
        for token in &self.tokens {
            match token {
                Token::Char(c) => text.push(*c),
                Token::One | Token::OneWithin => text.push('x'),
                Token::Many | Token::ManyWithin => text.push_str(filling),
                Token::Digit => text.push('0'),
            }
        }
        text
    }

    /// Whether some text matches both.
    ///
    /// # Errors
    /// [`Exhausted`] where the budget does not suffice to know.
    pub fn intersects(&self, other: &Glob, budget: &mut Budget) -> Result<bool, Exhausted> {
        if let Some(text) = self.as_exact().filter(|_| !self.ignore_case) {
            return Ok(other.matches(text));
        }
        let both = [
            Constraint::one_of(std::slice::from_ref(self)),
            Constraint::one_of(std::slice::from_ref(other)),
        ];
        Ok(example(&both, budget)?.is_some())
    }
}

/// Whether every text that matches one of `inner` matches one of `outer`.
///
/// # Errors
/// [`Exhausted`] where the budget does not suffice to know.
pub fn includes(outer: &[Glob], inner: &[Glob], budget: &mut Budget) -> Result<bool, Exhausted> {
    if outer.iter().any(Glob::is_everything) {
        return Ok(true);
    }
    Ok(example(
        &[Constraint::one_of(inner), Constraint::none_of(outer)],
        budget,
    )?
    .is_none())
}

/// Whether two texts are the same but for their case.
fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.chars().map(lower).eq(other.chars().map(lower))
}

/// Lower case of one character, where that is one character.
pub(crate) fn lower(c: char) -> char {
    let mut folded = c.to_lowercase();
    match (folded.next(), folded.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

#[cfg(test)]
pub(crate) mod slow;
#[cfg(test)]
mod tests;
