//! Patterns of terms, for events of any form: `ERROR -Exiting`, `?ERROR ?WARN`.
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use crate::Match;
use crate::pattern::quoted;
use crate::read::{Reader, Unread, unread};

/// Terms of a pattern, all of them compared by case with any part of the event's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// All of these are in it.
    pub all: Vec<String>,
    /// `?`: at least one of these is, where there are any.
    pub any: Vec<String>,
    /// `-`: none of these is.
    pub none: Vec<String>,
}

impl FromStr for Terms {
    type Err = Unread;

    fn from_str(text: &str) -> Result<Self, Unread> {
        if text.starts_with('[') {
            return unread("it is about the fields of space-delimited events");
        }
        let mut terms = Self::default();
        let mut reader = Reader(text.chars().peekable());
        loop {
            reader.space();
            let list = match reader.0.peek() {
                None => break,
                Some('?') => &mut terms.any,
                Some('-') => &mut terms.none,
                Some(_) => &mut terms.all,
            };
            reader.0.next_if(|sign| ['?', '-'].contains(sign));
            let term = match reader.0.next_if_eq(&'"') {
                Some(_) => reader.quoted()?,
                None => reader.word(),
            };
            if term.is_empty() {
                return unread("a term is missing");
            }
            list.push(term);
        }
        // AWS does not document what such a mixture matches.
        let others = terms.all.len() + terms.none.len();
        if others > 0 && !terms.any.is_empty() {
            return unread("it mixes optional terms with others");
        }
        Ok(terms)
    }
}

impl Terms {
    /// Whether the text of an event matches.
    pub(crate) fn matches(&self, text: &str) -> Match {
        let within = |term: &String| text.contains(&**term);
        let any = self.any.is_empty() || self.any.iter().any(within);
        match any && self.all.iter().all(within) && !self.none.iter().any(within) {
            true => Match::Yes,
            false => Match::No,
        }
    }
}

impl Display for Terms {
    fn fmt(&self, to: &mut Formatter) -> fmt::Result {
        let signs = [("", &self.all), ("?", &self.any), ("-", &self.none)];
        let terms = signs
            .into_iter()
            .flat_map(|(sign, terms)| terms.iter().map(move |term| (sign, term)));
        for (at, (sign, term)) in terms.enumerate() {
            let before = if at == 0 { "" } else { " " };
            write!(to, "{before}{sign}")?;
            quoted(to, term)?;
        }
        Ok(())
    }
}
