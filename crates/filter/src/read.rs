//! Reads the text of a pattern.
use std::iter::Peekable;
use std::str::{Chars, FromStr};

use crate::{Comparison, Condition, Expression, Literal, Pattern, Selector, Step, Terms, Test};

/// A pattern that cannot be read, and why. CloudWatch Logs accepted it: so it is no wrong pattern,
/// but one of unknown meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the filter pattern cannot be read: {0}")]
pub struct Unread(pub(crate) String);

type Read<T> = Result<T, Unread>;

pub(crate) fn unread<T>(why: impl Into<String>) -> Read<T> {
    Err(Unread(why.into()))
}

/// How deep parentheses may be nested; a pattern has 1,024 characters at most.
const DEEPEST: usize = 64;

/// Characters that end a word, since they begin something else.
const ENDS: &[char] = &[
    '(', ')', '{', '}', '=', '!', '<', '>', '&', '|', '"', '%', '$', ',',
];

impl FromStr for Pattern {
    type Err = Unread;

    fn from_str(text: &str) -> Read<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Everything);
        }
        if !text.starts_with('{') {
            return text.parse::<Terms>().map(Self::Terms);
        }
        let mut reader = Reader(text.chars().peekable());
        reader.expect("{")?;
        let expression = reader.any(0)?;
        reader.expect("}")?;
        reader.space();
        match reader.0.next() {
            Some(left) => unread(format!("`{left}` follows the closing brace")),
            None => Ok(Self::Json(expression)),
        }
    }
}

pub(crate) struct Reader<'a>(pub Peekable<Chars<'a>>);

impl Reader<'_> {
    pub fn space(&mut self) {
        while self.0.next_if(|next| next.is_whitespace()).is_some() {}
    }

    /// Whether this follows; it is read if so.
    fn follows(&mut self, what: &str) -> bool {
        self.space();
        let mut ahead = self.0.clone();
        if !what.chars().all(|one| ahead.next() == Some(one)) {
            return false;
        }
        self.0 = ahead;
        true
    }

    fn expect(&mut self, what: &str) -> Read<()> {
        if self.follows(what) {
            return Ok(());
        }
        match self.0.peek() {
            Some(next) => unread(format!("`{what}` is expected before `{next}`")),
            None => unread(format!("`{what}` is expected at the end")),
        }
    }

    fn take(&mut self, of: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(next) = self.0.next_if(|next| of(*next)) {
            taken.push(next);
        }
        taken
    }

    /// `&&` binds tighter than `||`.
    fn any(&mut self, depth: usize) -> Read<Expression> {
        self.several("||", Expression::Any, |reader| {
            reader.several("&&", Expression::All, |reader| reader.one(depth))
        })
    }

    fn several(
        &mut self,
        between: &str,
        combine: fn(Vec<Expression>) -> Expression,
        read: impl Fn(&mut Self) -> Read<Expression>,
    ) -> Read<Expression> {
        let first = read(self)?;
        let mut others = Vec::new();
        while self.follows(between) {
            others.push(read(self)?);
        }
        if others.is_empty() {
            return Ok(first);
        }
        others.insert(0, first);
        Ok(combine(others))
    }

    fn one(&mut self, depth: usize) -> Read<Expression> {
        if !self.follows("(") {
            return self.condition().map(Expression::Is);
        }
        if depth == DEEPEST {
            return unread(format!("parentheses are nested deeper than {DEEPEST}"));
        }
        let inner = self.any(depth + 1)?;
        self.expect(")")?;
        Ok(inner)
    }

    fn condition(&mut self) -> Read<Condition> {
        self.expect("$")?;
        let selector = self.selector()?;
        let test = self.test()?;
        Ok(Condition { selector, test })
    }

    /// Names are letters, digits, `-` and `_`; an index follows a name.
    fn selector(&mut self) -> Read<Selector> {
        let mut steps = Vec::new();
        loop {
            if self.0.next_if_eq(&'.').is_some() {
                let name = self.take(|one| one.is_alphanumeric() || ['-', '_'].contains(&one));
                if name.is_empty() {
                    return unread("a selector has a step without a name");
                }
                steps.push(Step::Name(name));
            } else if !steps.is_empty() && self.0.next_if_eq(&'[').is_some() {
                let index = self.take(|one| one != ']');
                self.expect("]")?;
                let Ok(index) = index.parse() else {
                    return unread(format!("`[{index}]` is no index"));
                };
                steps.push(Step::Index(index));
            } else if steps.is_empty() {
                return unread("a selector does not begin with `$.`");
            } else {
                return Ok(Selector(steps));
            }
        }
    }

    fn test(&mut self) -> Read<Test> {
        for (operator, how) in [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ] {
            if self.follows(operator) {
                return self.number().map(|number| Test::Compares(how, number));
            }
        }
        if self.follows("!=") {
            return self.literal().map(Test::Differs);
        }
        if self.follows("=") {
            return self.literal().map(Test::Equals);
        }
        let words = [self.word(), self.word()];
        match words.each_ref().map(String::as_str) {
            ["IS", "NULL"] => Ok(Test::IsNull),
            ["IS", "TRUE"] => Ok(Test::Is(true)),
            ["IS", "FALSE"] => Ok(Test::Is(false)),
            ["NOT", "EXISTS"] => Ok(Test::NotExists),
            [first, second] => unread(format!("`{first} {second}` is no known operator")),
        }
    }

    pub fn word(&mut self) -> String {
        self.space();
        self.take(|one| !one.is_whitespace() && !ENDS.contains(&one))
    }

    fn number(&mut self) -> Read<String> {
        let word = self.word();
        match number(&word) {
            Some(_) => Ok(word),
            None => unread(format!("`{word}` is compared as a number, and is none")),
        }
    }

    fn literal(&mut self) -> Read<Literal> {
        if self.follows("\"") {
            return self.quoted().map(Literal::Quoted);
        }
        if self.follows("%") {
            let regex = self.take(|one| one != '%');
            self.expect("%")?;
            return Ok(Literal::Regex(regex));
        }
        let word = self.word();
        if word.is_empty() {
            return unread("a value is missing after an operator");
        }
        Ok(Literal::Word(word))
    }

    /// The rest of a text in quotes.
    pub fn quoted(&mut self) -> Read<String> {
        let mut text = String::new();
        loop {
            match self.0.next() {
                Some('"') => return Ok(text),
                Some('\\') => match self.0.next() {
                    Some(escaped @ ('"' | '\\')) => text.push(escaped),
                    _ => return unread("a backslash stands before neither a quote nor another"),
                },
                Some(other) => text.push(other),
                None => return unread("a quote is not closed"),
            }
        }
    }
}

/// The number that a word is: a sign, digits, a fraction, an exponent.
pub(crate) fn number(word: &str) -> Option<f64> {
    let is_number = |one: char| one.is_ascii_digit() || "+-.eE".contains(one);
    let digit = word.contains(|one: char| one.is_ascii_digit());
    let number = word.parse().ok()?;
    (digit && word.chars().all(is_number)).then_some(number)
}
