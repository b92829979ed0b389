//! The words of JSON: brackets, strings, numbers, literals, each with its position.

use super::{JsonError, Position};

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Lexeme {
    Open(char),
    Close(char),
    Comma,
    Colon,
    String(String),
    Number(String),
    Bool(bool),
    Null,
    End,
}

/// Reads words from a text, one at a time.
pub(crate) struct Lexer<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    at: Position,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        // A byte order mark is what some editors leave; it is no part of the document.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Lexer {
            rest: text.chars().peekable(),
            at: Position { line: 1, column: 1 },
        }
    }

    pub(crate) fn next(&mut self) -> Result<(Position, Lexeme), JsonError> {
        while self
            .rest
            .peek()
            .is_some_and(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
        {
            self.take();
        }
        let at = self.at;
        let lexeme = match self.rest.peek() {
            None => Lexeme::End,
            Some('"') => self.string()?,
            Some(c) if c.is_ascii_digit() || *c == '-' => self.number()?,
            Some(c) if c.is_ascii_alphabetic() => self.word()?,
            Some(_) => self.mark()?,
        };
        Ok((at, lexeme))
    }

    fn take(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.at = Position {
                line: self.at.line.saturating_add(1),
                column: 1,
            };
        } else {
            self.at.column = self.at.column.saturating_add(1);
        }
        Some(c)
    }

    fn error<T>(at: Position, message: impl Into<String>) -> Result<T, JsonError> {
        Err(JsonError {
            at,
            message: message.into(),
        })
    }

    fn mark(&mut self) -> Result<Lexeme, JsonError> {
        let at = self.at;
        match self.take() {
            Some(c @ ('{' | '[')) => Ok(Lexeme::Open(c)),
            Some(c @ ('}' | ']')) => Ok(Lexeme::Close(c)),
            Some(',') => Ok(Lexeme::Comma),
            Some(':') => Ok(Lexeme::Colon),
            c => Self::error(at, format!("`{}` is no part of JSON", c.unwrap_or(' '))),
        }
    }

    fn run(&mut self, accept: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.rest.peek().copied().filter(|c| accept(*c)) {
            text.push(c);
            self.take();
        }
        text
    }

    fn word(&mut self) -> Result<Lexeme, JsonError> {
        let at = self.at;
        match self.run(|c| c.is_ascii_alphanumeric()).as_str() {
            "true" => Ok(Lexeme::Bool(true)),
            "false" => Ok(Lexeme::Bool(false)),
            "null" => Ok(Lexeme::Null),
            other => Self::error(
                at,
                format!("`{other}` is no part of JSON; strings stand in double quotes"),
            ),
        }
    }

    fn number(&mut self) -> Result<Lexeme, JsonError> {
        let at = self.at;
        let mut text = String::new();
        if self.rest.peek() == Some(&'-') {
            text.extend(self.take());
        }
        // `01` is two numbers to JSON; the second is then out of place.
        let whole = if self.rest.peek() == Some(&'0') {
            self.take().map(String::from)
        } else {
            Some(self.run(|c| c.is_ascii_digit()))
        };
        let whole = whole.unwrap_or_default();
        let mut complete = !whole.is_empty();
        text += &whole;
        if self.rest.peek() == Some(&'.') {
            text.extend(self.take());
            let digits = self.run(|c| c.is_ascii_digit());
            complete &= !digits.is_empty();
            text += &digits;
        }
        if matches!(self.rest.peek(), Some('e' | 'E')) {
            text.extend(self.take());
            if matches!(self.rest.peek(), Some('+' | '-')) {
                text.extend(self.take());
            }
            let digits = self.run(|c| c.is_ascii_digit());
            complete &= !digits.is_empty();
            text += &digits;
        }
        if complete {
            Ok(Lexeme::Number(text))
        } else {
            Self::error(at, format!("`{text}` is not a number"))
        }
    }

    fn string(&mut self) -> Result<Lexeme, JsonError> {
        let opened = self.at;
        self.take();
        let mut text = String::new();
        loop {
            let at = self.at;
            match self.take() {
                Some('"') => return Ok(Lexeme::String(text)),
                Some('\\') => text.push(self.escape(at)?),
                Some(c) if c < ' ' => {
                    return Self::error(
                        at,
                        "a control character inside a string; write it as an escape",
                    );
                }
                Some(c) => text.push(c),
                None => return Self::error(opened, "a string is never closed"),
            }
        }
    }

    fn escape(&mut self, begun: Position) -> Result<char, JsonError> {
        let at = self.at;
        Ok(match self.take() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode(begun),
            _ => return Self::error(at, "an escape JSON does not know"),
        })
    }

    fn unicode(&mut self, begun: Position) -> Result<char, JsonError> {
        let first = self.hex(begun)?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let second = if self.take() == Some('\\') && self.take() == Some('u') {
                self.hex(begun)?
            } else {
                0
            };
            if !(0xdc00..0xe000).contains(&second) {
                return Self::error(begun, "half of a surrogate pair");
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        match char::from_u32(code) {
            Some(c) => Ok(c),
            None => Self::error(begun, "half of a surrogate pair"),
        }
    }

    fn hex(&mut self, begun: Position) -> Result<u32, JsonError> {
        let mut code = 0;
        for _ in 0..4 {
            match self.take().and_then(|c| c.to_digit(16)) {
                Some(digit) => code = code * 16 + digit,
                None => return Self::error(begun, "`\\u` needs four hexadecimal digits"),
            }
        }
        Ok(code)
    }
}
