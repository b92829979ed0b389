//! Quick proofs that one pattern covers another, or that they have nothing in common, for long
//! lists of patterns; what they cannot see the automata decide.

use super::automaton::ones;
use super::{Glob, Token, lower};

impl Glob {
    /// Whether this pattern is seen at a glance to match all that `inner` matches. A yes is
    /// certain; a no says nothing.
    pub(crate) fn evidently_covers(&self, inner: &Glob) -> bool {
        if self == inner || self.is_everything() {
            return true;
        }
        if self.tokens.len() >= 64 || (inner.ignore_case && !self.ignore_case) {
            return false;
        }
        // The pattern is run over the tokens of the other as if these were characters; a `*` there
        // may only be met where a `*` stays.
        let mut states = self.rest_at(0);
        for token in &inner.tokens {
            states = self.after(states, *token);
            if states == 0 {
                return false;
            }
        }
        states >> self.tokens.len() & 1 == 1
    }

    /// Whether no text matches both, seen by what the other begins with. A yes is certain; a no
    /// says nothing.
    pub(crate) fn evidently_misses(&self, other: &Glob) -> bool {
        if self.tokens.len() >= 64 || self.ignore_case != other.ignore_case {
            return false;
        }
        let beginning = other
            .tokens
            .iter()
            .take_while(|token| matches!(token, Token::Char(_)));
        beginning.fold(self.rest_at(0), |states, token| self.after(states, *token)) == 0
    }

    /// The account that every ARN matched is of, by its fifth segment, where a pattern tells one:
    /// no wildcard before it may reach over a colon.
    pub(crate) fn fixed_account(&self) -> Option<String> {
        let mut segments = self.tokens.split(|token| *token == Token::Char(':'));
        let reaches = |token: &Token| matches!(token, Token::Many | Token::One);
        if segments.by_ref().take(4).flatten().any(reaches) {
            return None;
        }
        // Before the colon that ends it: without one the account could go on.
        segments
            .next()
            .filter(|_| segments.next().is_some())
            .and_then(spelled)
    }

    /// The fifth part between colons where it is spelled out, to keep patterns apart by. It need
    /// not be the account of what is matched.
    pub(crate) fn written_account(&self) -> Option<String> {
        self.tokens
            .split(|token| *token == Token::Char(':'))
            .nth(4)
            .and_then(spelled)
    }

    /// The positions that hold for whatever text the token stands for.
    fn after(&self, states: u64, met: Token) -> u64 {
        let mut next = 0;
        for at in ones(states) {
            match self.tokens.get(at) {
                Some(token) if stays(*token, met) => next |= self.rest_at(at),
                Some(token) if advances(*token, met, self.ignore_case) => {
                    next |= self.rest_at(at + 1);
                }
                _ => {}
            }
        }
        next
    }

    /// The position, and the one behind it where a `*` may match nothing.
    fn rest_at(&self, at: usize) -> u64 {
        let star = matches!(self.tokens.get(at), Some(Token::Many | Token::ManyWithin));
        if star { 0b11 << at } else { 1 << at }
    }
}

/// The text of tokens that are characters alone.
fn spelled(tokens: &[Token]) -> Option<String> {
    let characters = tokens.iter().map(|token| {
        if let Token::Char(c) = token {
            Some(*c)
        } else {
            None
        }
    });
    let text: String = characters.collect::<Option<_>>()?;
    (!text.is_empty()).then_some(text)
}

/// Whether a `*` takes all that the other token may stand for.
fn stays(token: Token, met: Token) -> bool {
    match token {
        Token::Many => true,
        Token::ManyWithin => !matches!(met, Token::Char(':') | Token::One | Token::Many),
        _ => false,
    }
}

/// Whether a single character takes the other token, which stands for one character too.
fn advances(token: Token, met: Token, ignore_case: bool) -> bool {
    match (token, met) {
        (_, Token::Many | Token::ManyWithin) => false,
        (Token::Char(one), Token::Char(other)) => {
            one == if ignore_case { lower(other) } else { other }
        }
        (Token::One, _) | (Token::Digit, Token::Digit) => true,
        (Token::OneWithin, met) => !matches!(met, Token::Char(':') | Token::One),
        (Token::Digit, Token::Char(c)) => c.is_ascii_digit(),
        _ => false,
    }
}
