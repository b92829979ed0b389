//! What a pattern consists of, and how it is written.
use std::fmt::{self, Display, Formatter, Write};

use crate::Terms;

/// A filter pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// The empty one, which matches every event.
    Everything,
    /// One in braces, about the members of an event in JSON.
    Json(Expression),
    /// Terms that the text of an event contains.
    Terms(Terms),
}

/// Conditions, and how they are combined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `||`: at least one of them is met. Two or more.
    Any(Vec<Self>),
    /// `&&`: all of them are met. Two or more.
    All(Vec<Self>),
    /// One condition.
    Is(Condition),
}

/// A condition on one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Which member.
    pub selector: Selector,
    /// What is to be true of it.
    pub test: Test,
}

/// Where a member is, from the root of the event: `$.a.b[0]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(pub Vec<Step>);

/// One step of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Name(String),
    /// `[0]`
    Index(usize),
}

/// What is to be true of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `=`
    Equals(Literal),
    /// `!=`
    Differs(Literal),
    /// `<`, `<=`, `>`, `>=` and a number, as it was written.
    Compares(Comparison, String),
    /// `IS NULL`
    IsNull,
    /// `IS TRUE`, `IS FALSE`
    Is(bool),
    /// `NOT EXISTS`
    NotExists,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What a member is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// Without quotes: a string, or a number.
    Word(String),
    /// In quotes: always a string.
    Quoted(String),
    /// Between `%` and `%`: a regular expression.
    Regex(String),
}

impl Display for Pattern {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        match self {
            Self::Everything => Ok(()),
            Self::Json(expression) => write!(to, "{{ {expression} }}"),
            Self::Terms(terms) => write!(to, "{terms}"),
        }
    }
}

impl Display for Expression {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        let (all, between) = match self {
            Self::Any(all) => (all, " || "),
            Self::All(all) => (all, " && "),
            Self::Is(condition) => return write!(to, "{condition}"),
        };
        for (at, one) in all.iter().enumerate() {
            let before = if at == 0 { "" } else { between };
            write!(to, "{before}({one})")?;
        }
        Ok(())
    }
}

impl Display for Condition {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        write!(to, "{} ", self.selector)?;
        match &self.test {
            Test::Equals(literal) => write!(to, "= {literal}"),
            Test::Differs(literal) => write!(to, "!= {literal}"),
            Test::Compares(how, number) => write!(to, "{how} {number}"),
            Test::IsNull => write!(to, "IS NULL"),
            Test::Is(true) => write!(to, "IS TRUE"),
            Test::Is(false) => write!(to, "IS FALSE"),
            Test::NotExists => write!(to, "NOT EXISTS"),
        }
    }
}

impl Display for Comparison {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        to.write_str(match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        })
    }
}

impl Display for Selector {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        to.write_char('$')?;
        self.0.iter().try_for_each(|step| match step {
            Step::Name(name) => write!(to, ".{name}"),
            Step::Index(index) => write!(to, "[{index}]"),
        })
    }
}

impl Display for Literal {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        match self {
            Self::Word(word) => to.write_str(word),
            Self::Quoted(text) => quoted(to, text),
            Self::Regex(regex) => write!(to, "%{regex}%"),
        }
    }
}

/// Writes a text in quotes.
pub(crate) fn quoted(to: &mut Formatter, text: &str) -> fmt::Result {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    write!(to, "\"{text}\"")
}
