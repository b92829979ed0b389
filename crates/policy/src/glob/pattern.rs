//! Reading a pattern: wildcards, policy variables, and what a wildcard may cross.
//!
//! AWS: IAM User Guide, "IAM policy elements: Variables and tags".

use super::{Colons, Glob, Token};

/// A pattern that may hold policy variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    colons: Colons,
    ignore_case: bool,
}

/// A part of such a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Token(Token),
    Variable(Variable),
}

/// `${key}` or `${key, 'default'}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The context key, in lower case.
    pub key: String,
    /// What stands in where the request has no such key.
    pub default: Option<String>,
}

/// Which characters of a pattern mean something.
#[derive(Clone, Copy, Debug)]
pub struct Syntax {
    /// `*` and `?` are wildcards.
    pub wildcards: bool,
    /// `${...}` is a variable or an escape.
    pub variables: bool,
}

impl Pattern {
    /// Reads a pattern.
    #[must_use]
    pub fn new(written: &str, syntax: Syntax, colons: Colons) -> Self {
        Pattern {
            pieces: pieces(written, syntax),
            colons,
            ignore_case: false,
        }
    }

    /// The same pattern without regard to case.
    #[must_use]
    pub fn ignoring_case(mut self) -> Self {
        self.ignore_case = true;
        self
    }

    /// The variables used.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Token(_) => None,
        })
    }

    /// The pattern with each variable replaced by `value(variable)`, taken literally.
    ///
    /// `None` where a variable has no value: nothing equals or is like it.
    /// AWS: "Policy variables with no value".
    pub fn resolve(&self, value: impl Fn(&Variable) -> Option<String>) -> Option<Glob> {
        let mut tokens = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            match piece {
                Piece::Token(token) => tokens.push(*token),
                Piece::Variable(variable) => {
                    let text = value(variable).or_else(|| variable.default.clone())?;
                    tokens.extend(text.chars().map(Token::Char));
                }
            }
        }
        Some(self.glob(tokens))
    }

    /// The pattern with those variables replaced that have a value here, and the others kept.
    #[must_use]
    pub fn fill(&self, value: impl Fn(&Variable) -> Option<String>) -> Self {
        let fill = |piece: &Piece| match piece {
            Piece::Variable(variable) => match value(variable) {
                Some(text) => text.chars().map(|c| Piece::Token(Token::Char(c))).collect(),
                None => vec![piece.clone()],
            },
            Piece::Token(_) => vec![piece.clone()],
        };
        Pattern {
            pieces: self.pieces.iter().flat_map(fill).collect(),
            ..*self
        }
    }

    /// The variable that is all of the pattern.
    #[must_use]
    pub fn as_variable(&self) -> Option<&Variable> {
        match self.pieces.as_slice() {
            [Piece::Variable(variable)] => Some(variable),
            _ => None,
        }
    }

    /// The pattern with every variable replaced by `*`: all it can come to match.
    #[must_use]
    pub fn widest(&self) -> Glob {
        let token = |piece: &Piece| {
            if let Piece::Token(token) = piece {
                *token
            } else {
                Token::Many
            }
        };
        self.glob(self.pieces.iter().map(token).collect())
    }

    fn glob(&self, tokens: Vec<Token>) -> Glob {
        let glob = Glob::from_tokens(tokens, self.colons);
        if self.ignore_case {
            glob.ignoring_case()
        } else {
            glob
        }
    }
}

/// A pattern without variables.
pub(super) fn wildcards(written: &str) -> Vec<Token> {
    written.chars().map(|c| token(c, true)).collect()
}

fn token(c: char, wildcards: bool) -> Token {
    match c {
        '*' if wildcards => Token::Many,
        '?' if wildcards => Token::One,
        c => Token::Char(c),
    }
}

fn pieces(written: &str, syntax: Syntax) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        if let Some((piece, after)) = syntax.variables.then(|| variable(rest)).flatten() {
            pieces.push(piece);
            rest = after;
            continue;
        }
        pieces.push(Piece::Token(token(c, syntax.wildcards)));
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    pieces
}

/// A `${...}` at the start of `text`, and what follows it. `${*}`, `${?}` and `${$}` stand for
/// the character itself. What is not closed is plain text.
fn variable(text: &str) -> Option<(Piece, &str)> {
    let (inside, after) = text.strip_prefix("${")?.split_once('}')?;
    let mut characters = inside.chars();
    if let (Some(c @ ('*' | '?' | '$')), None) = (characters.next(), characters.next()) {
        return Some((Piece::Token(Token::Char(c)), after));
    }
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => (key, quoted(default.trim())),
        None => (inside, None),
    };
    let key = key.trim().to_ascii_lowercase();
    Some((Piece::Variable(Variable { key, default }), after))
}

fn quoted(text: &str) -> Option<String> {
    text.strip_prefix('\'')?
        .strip_suffix('\'')
        .map(str::to_owned)
}

/// Gives wildcards their reach, makes neighbouring `*` one, and completes ARNs.
pub(super) fn normal(mut tokens: Vec<Token>, colons: Colons) -> Vec<Token> {
    if colons != Colons::Plain {
        complete(&mut tokens);
    }
    tokens.dedup_by(|next, token| *token == Token::Many && *next == Token::Many);
    let everything = tokens.iter().all(|token| *token == Token::Many);
    let mut normal: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut segment = 1;
    let mut ahead = tokens.iter().peekable();
    while let Some(token) = ahead.next() {
        let ends = matches!(ahead.peek(), None | Some(Token::Char(':')));
        let within = !everything && segment < 6 && colons != Colons::Plain;
        let token = match token {
            Token::Char(':') => {
                segment += 1;
                Token::Char(':')
            }
            Token::Many if within && !(colons == Colons::Resource && ends) => Token::ManyWithin,
            Token::One if within && colons == Colons::Segments => Token::OneWithin,
            token => *token,
        };
        normal.push(token);
    }
    normal
}

/// "When you specify an incomplete ARN (one with fewer than the standard six fields) ..., AWS
/// automatically completes the ARN by adding wildcard characters (*) to all missing fields."
/// AWS: IAM User Guide, "IAM identifiers", IAM ARNs.
fn complete(tokens: &mut Vec<Token>) {
    if !tokens.starts_with(&[
        Token::Char('a'),
        Token::Char('r'),
        Token::Char('n'),
        Token::Char(':'),
    ]) {
        return;
    }
    let colons = tokens
        .iter()
        .filter(|token| **token == Token::Char(':'))
        .count();
    for _ in colons..5 {
        tokens.extend([Token::Char(':'), Token::Many]);
    }
}
