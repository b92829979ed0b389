//! Whether an event matches.
use serde_json::Value;

use crate::read::number;
use crate::regex::Regex;
use crate::{Comparison, Condition, Expression, Literal, Pattern, Selector, Step, Test};

/// Whether an event matches a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// AWS does not document what happens; why.
    Unknown(String),
}

fn known(so: bool) -> Match {
    if so { Match::Yes } else { Match::No }
}

impl Match {
    /// What is unknown stays so.
    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            unknown @ Self::Unknown(_) => unknown,
        }
    }
}

impl Pattern {
    /// Whether an event matches; it is whole, so that a member which it lacks does not exist.
    #[must_use]
    pub fn matches(&self, event: &Value) -> Match {
        match self {
            Self::Everything => Match::Yes,
            Self::Terms(terms) => terms.matches(&event.to_string()),
            Self::Json(Expression::Is(condition)) => condition.matches(event),
            // A selector of an object or array makes the filter not apply: whether that is so
            // of the whole filter where another alternative matches is not documented.
            Self::Json(expression) => match expression.composite(event) {
                Some(at) => Match::Unknown(format!("`{at}` is no string or number")),
                None => expression.matches(event),
            },
        }
    }
}

impl Expression {
    fn matches(&self, event: &Value) -> Match {
        let (all, ends, else_) = match self {
            Self::Is(condition) => return condition.matches(event),
            Self::Any(all) => (all, Match::Yes, Match::No),
            Self::All(all) => (all, Match::No, Match::Yes),
        };
        let mut unknown = None;
        for one in all {
            match one.matches(event) {
                one if one == ends => return ends,
                one @ Match::Unknown(_) => unknown = unknown.or(Some(one)),
                _ => {}
            }
        }
        unknown.unwrap_or(else_)
    }

    /// The first selector of a comparison that points to an object or array.
    fn composite(&self, event: &Value) -> Option<&Selector> {
        match self {
            Self::Any(all) | Self::All(all) => all.iter().find_map(|one| one.composite(event)),
            Self::Is(Condition { selector, test }) => {
                let valued = matches!(
                    test,
                    Test::Equals(_) | Test::Differs(_) | Test::Compares(..)
                );
                let found = selector.find(event)?;
                let composite = found.is_array() || found.is_object();
                (valued && composite).then_some(selector)
            }
        }
    }
}

impl Selector {
    fn find<'a>(&self, event: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(event, |value, step| match step {
            Step::Name(name) => value.as_object()?.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
        })
    }
}

impl Condition {
    fn matches(&self, event: &Value) -> Match {
        let found = self.selector.find(event);
        match &self.test {
            Test::NotExists => known(found.is_none()),
            Test::IsNull => known(found.is_some_and(Value::is_null)),
            Test::Is(wanted) => match found {
                Some(Value::Bool(is)) => known(is == wanted),
                Some(Value::String(text)) if ["true", "false"].contains(&&**text) => {
                    self.unknown("is a string and compared with a boolean")
                }
                _ => Match::No,
            },
            Test::Equals(literal) => self.equals(found, literal),
            Test::Differs(_) if found.is_none() => {
                self.unknown("does not exist and is compared by `!=`")
            }
            Test::Differs(_) if found.is_some_and(|one| one.is_array() || one.is_object()) => {
                Match::No
            }
            Test::Differs(literal) => self.equals(found, literal).not(),
            Test::Compares(how, with) => match (found, number(with)) {
                (Some(Value::Number(is)), Some(with)) => is
                    .as_f64()
                    .map_or(Match::No, |is| known(how.holds(is, with))),
                (Some(Value::String(_)), _) => {
                    self.unknown("is a string and compared with a number")
                }
                _ => Match::No,
            },
        }
    }

    fn equals(&self, found: Option<&Value>, literal: &Literal) -> Match {
        match (found, literal) {
            (None | Some(Value::Array(_) | Value::Object(_)), _) => Match::No,
            (Some(Value::Null | Value::Bool(_)), _) => {
                self.unknown("is neither a string nor a number")
            }
            (Some(Value::String(text)), Literal::Regex(regex)) => match regex.parse::<Regex>() {
                Ok(regex) => known(regex.matches(text)),
                Err(why) => self.unknown(&format!("is compared with `%{regex}%`: {why}")),
            },
            (Some(Value::String(text)), Literal::Word(like) | Literal::Quoted(like)) => {
                self.like(text, like)
            }
            (Some(Value::Number(is)), Literal::Word(word)) => match (is.as_f64(), number(word)) {
                _ if word == "*" => Match::Yes,
                (Some(is), Some(with)) => known(Comparison::same(is, with)),
                (_, None) if !word.contains('*') => Match::No,
                _ => self.unknown("is a number and compared with a wildcard"),
            },
            (Some(Value::Number(_)), Literal::Quoted(text)) if text == "*" => Match::Yes,
            (Some(Value::Number(_)), Literal::Quoted(_) | Literal::Regex(_)) => {
                self.unknown("is a number and compared with a string")
            }
        }
    }

    /// An asterisk is a wildcard at the beginning and at the end alone: `Ev*ent` is those six
    /// characters.
    fn like(&self, text: &str, like: &str) -> Match {
        if like == "*" {
            return Match::Yes;
        }
        let (begins, rest) = match like.strip_prefix('*') {
            Some(rest) => (false, rest),
            None => (true, like),
        };
        let (ends, part) = match rest.strip_suffix('*') {
            Some(part) => (false, part),
            None => (true, rest),
        };
        if part.contains('*') {
            return self.unknown("is compared with an asterisk inside a string");
        }
        known(match (begins, ends) {
            (true, true) => text == part,
            (true, false) => text.starts_with(part),
            (false, true) => text.ends_with(part),
            (false, false) => text.contains(part),
        })
    }

    fn unknown(&self, why: &str) -> Match {
        Match::Unknown(format!("`{}` {why}", self.selector))
    }
}

impl Comparison {
    fn holds(self, is: f64, with: f64) -> bool {
        match self {
            Self::Less => is < with,
            Self::AtMost => is <= with,
            Self::Greater => is > with,
            Self::AtLeast => is >= with,
        }
    }

    /// Numbers are equal where neither is greater.
    fn same(is: f64, with: f64) -> bool {
        Self::AtMost.holds(is, with) && Self::AtLeast.holds(is, with)
    }
}
