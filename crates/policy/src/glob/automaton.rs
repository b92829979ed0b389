//! A pattern as a nondeterministic automaton whose states are the positions of the pattern, run
//! sixty-four states at a time.

use super::{Glob, Token, lower};
use std::collections::HashMap;

/// A set of positions: bit `i` stands for "the first `i` tokens have matched".
pub(crate) type States = Vec<u64>;

/// A glob made ready to be stepped.
#[derive(Debug)]
pub(crate) struct Automaton<'a> {
    glob: &'a Glob,
    /// Positions whose token is a `*` of either kind.
    stars: States,
    /// What each character met so far does.
    moves: HashMap<char, Moves>,
}

#[derive(Debug)]
struct Moves {
    /// Positions that this character carries on to the next.
    advance: States,
    /// Positions that this character leaves where they are.
    stay: States,
}

impl<'a> Automaton<'a> {
    pub(crate) fn new(glob: &'a Glob) -> Self {
        let star = |token: &Token| matches!(token, Token::Many | Token::ManyWithin);
        let stars = positions(glob.tokens(), star);
        Automaton {
            glob,
            stars,
            moves: HashMap::new(),
        }
    }

    /// Whether the pattern takes a letter in any case.
    pub(crate) fn ignores_case(&self) -> bool {
        self.glob.ignores_case()
    }

    /// Where matching begins.
    pub(crate) fn start(&self) -> States {
        let mut states = vec![0; words(self.glob.tokens())];
        if let Some(first) = states.first_mut() {
            *first = 1;
        }
        self.skip_stars(&mut states);
        states
    }

    /// Where `c` leads from `states`.
    pub(crate) fn step(&mut self, states: &[u64], c: char) -> States {
        let c = if self.glob.ignores_case() {
            lower(c)
        } else {
            c
        };
        let tokens = self.glob.tokens();
        let moves = self.moves.entry(c).or_insert_with(|| moves(tokens, c));
        let mut next = States::with_capacity(states.len());
        let mut carry = 0;
        for ((state, advance), stay) in states.iter().zip(&moves.advance).zip(&moves.stay) {
            let onward = state & advance;
            next.push((onward << 1) | carry | (state & stay));
            carry = onward >> 63;
        }
        self.skip_stars(&mut next);
        next
    }

    /// A `*` matches nothing as well; two never stand side by side, so once is enough.
    fn skip_stars(&self, states: &mut [u64]) {
        let mut carry = 0;
        for (state, stars) in states.iter_mut().zip(&self.stars) {
            let skipped = *state & stars;
            *state |= (skipped << 1) | carry;
            carry = skipped >> 63;
        }
    }

    /// Whether the whole pattern has matched.
    pub(crate) fn is_accepting(&self, states: &[u64]) -> bool {
        has(states, self.glob.tokens().len())
    }

    /// Whether every text from here on matches.
    pub(crate) fn is_settled(&self, states: &[u64]) -> bool {
        let last = self.glob.tokens().len().checked_sub(1);
        self.glob.tokens().last() == Some(&Token::Many)
            && last.is_some_and(|last| has(states, last))
    }

    /// The tokens that may match next.
    pub(crate) fn live<'s>(&'s self, states: &'s [u64]) -> impl Iterator<Item = Token> + 's {
        let tokens = self.glob.tokens();
        let set = states
            .iter()
            .enumerate()
            .flat_map(|(word, bits)| ones(*bits).map(move |bit| word * 64 + bit));
        set.filter_map(|position| tokens.get(position).copied())
    }

    /// Whether `text` matches.
    pub(crate) fn accepts(&mut self, text: &str) -> bool {
        let mut states = self.start();
        for c in text.chars() {
            states = self.step(&states, c);
            if is_dead(&states) {
                return false;
            }
        }
        self.is_accepting(&states)
    }
}

/// Whether a pattern of fewer than 64 tokens matches: the same in one word, with nothing prepared.
pub(super) fn accepts_small(tokens: &[Token], text: &str) -> bool {
    let star = |at: u32| {
        matches!(
            tokens.get(at as usize),
            Some(Token::Many | Token::ManyWithin)
        )
    };
    let reach = |at: u32| if star(at) { 0b11 << at } else { 1_u64 << at };
    let mut states = reach(0);
    for c in text.chars() {
        let mut next = 0;
        for at in ones(states).map(|at| u32::try_from(at).unwrap_or(63)) {
            match tokens.get(at as usize) {
                Some(Token::Char(literal)) if *literal == c => next |= reach(at + 1),
                Some(Token::One) => next |= reach(at + 1),
                Some(Token::OneWithin) if c != ':' => next |= reach(at + 1),
                Some(Token::Digit) if c.is_ascii_digit() => next |= reach(at + 1),
                Some(Token::Many) => next |= reach(at),
                Some(Token::ManyWithin) if c != ':' => next |= reach(at),
                _ => {}
            }
        }
        if next == 0 {
            return false;
        }
        states = next;
    }
    u32::try_from(tokens.len()).is_ok_and(|end| states >> end & 1 == 1)
}

/// Whether nothing can match any more.
pub(crate) fn is_dead(states: &[u64]) -> bool {
    states.iter().all(|word| *word == 0)
}

fn has(states: &[u64], position: usize) -> bool {
    states
        .get(position / 64)
        .is_some_and(|word| word >> (position % 64) & 1 == 1)
}

pub(super) fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (bit < 64).then_some(bit as usize)
    })
}

fn words(tokens: &[Token]) -> usize {
    tokens.len() / 64 + 1
}

fn positions(tokens: &[Token], wanted: impl Fn(&Token) -> bool) -> States {
    let mut states = vec![0; words(tokens)];
    for (chunk, word) in tokens.chunks(64).zip(&mut states) {
        for (bit, token) in chunk.iter().enumerate() {
            *word |= u64::from(wanted(token)) << bit;
        }
    }
    states
}

fn moves(tokens: &[Token], c: char) -> Moves {
    let advance = positions(tokens, |token| match token {
        Token::Char(literal) => *literal == c,
        Token::One => true,
        Token::OneWithin => c != ':',
        Token::Digit => c.is_ascii_digit(),
        Token::Many | Token::ManyWithin => false,
    });
    let stay = positions(tokens, |token| match token {
        Token::Many => true,
        Token::ManyWithin => c != ':',
        _ => false,
    });
    Moves { advance, stay }
}
