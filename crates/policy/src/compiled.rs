//! Policies made ready to be asked many times: patterns parsed, values typed, case folded.

mod check;
mod principals;

pub(crate) use check::Check;
pub(crate) use principals::{Principals, Reach};

use crate::document::{Document, Effect, Selector, Statement};
use crate::glob::{Colons, Glob, Pattern, Syntax, Variable};
use crate::request::Facts;

/// A policy ready to be evaluated. Build it once and ask it as often as needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// What answers call it; empty where the caller gave no name.
    pub(crate) name: String,
    pub(crate) clauses: Vec<Clause>,
}

/// A statement ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// Its index in the document.
    pub(crate) index: usize,
    pub(crate) sid: Option<String>,
    pub(crate) effect: Effect,
    pub(crate) principals: Option<Principals>,
    pub(crate) actions: Selector<Glob>,
    /// `None` covers every resource.
    pub(crate) resources: Option<Selector<Text>>,
    pub(crate) checks: Vec<Check>,
}

/// A pattern with or without variables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Text {
    Fixed(Glob),
    Varying(Pattern),
}

impl Policy {
    /// Prepares a document.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Policy::named("", document)
    }

    /// Prepares a document under the name that answers are to call it by.
    #[must_use]
    pub fn named(name: &str, document: &Document) -> Self {
        let variables = document.has_variables();
        let clause = |(index, statement)| Clause::new(index, statement, variables);
        Policy {
            name: name.into(),
            clauses: document.statements.iter().enumerate().map(clause).collect(),
        }
    }

    /// The name given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Clause {
    fn new(index: usize, statement: &Statement, variables: bool) -> Self {
        let actions = map(&statement.action, |action| Glob::action(action));
        let text = |written: &String| Text::new(written, variables, Colons::Resource);
        Clause {
            index,
            sid: statement.sid.clone(),
            effect: statement.effect,
            principals: statement.principal.as_ref().map(Principals::new),
            actions,
            resources: statement
                .resource
                .as_ref()
                .map(|selector| map(selector, text)),
            checks: statement
                .conditions
                .iter()
                .map(|condition| Check::new(condition, variables))
                .collect(),
        }
    }

    /// Whether the statement speaks of this action, given in lower case.
    pub(crate) fn covers_action(&self, action: &str) -> bool {
        self.actions
            .listed()
            .iter()
            .any(|glob| glob.matches(action))
            != self.actions.is_except()
    }

    /// Whether the circumstances are those of the statement.
    pub(crate) fn conditions_hold(&self, facts: Facts<'_>) -> bool {
        self.checks.iter().all(|check| check.holds(facts))
    }
}

impl Text {
    pub(crate) fn new(written: &str, variables: bool, colons: Colons) -> Self {
        Text::from_pattern(Pattern::new(
            written,
            Syntax {
                wildcards: true,
                variables,
            },
            colons,
        ))
    }

    pub(crate) fn from_pattern(pattern: Pattern) -> Self {
        let varies = pattern.variables().next().is_some();
        if varies {
            Text::Varying(pattern)
        } else {
            Text::Fixed(pattern.widest())
        }
    }

    /// The pattern with the request's values in place of variables; `None` where one has none.
    pub(crate) fn resolve(&self, facts: Facts<'_>) -> Option<std::borrow::Cow<'_, Glob>> {
        match self {
            Text::Fixed(glob) => Some(std::borrow::Cow::Borrowed(glob)),
            Text::Varying(pattern) => pattern
                .resolve(|variable| single(facts, variable))
                .map(std::borrow::Cow::Owned),
        }
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        let pattern = match self {
            Text::Fixed(_) => None,
            Text::Varying(pattern) => Some(pattern),
        };
        pattern.into_iter().flat_map(Pattern::variables)
    }

    /// All the pattern can come to match.
    pub(crate) fn widest(&self) -> Glob {
        match self {
            Text::Fixed(glob) => glob.clone(),
            Text::Varying(pattern) => pattern.widest(),
        }
    }
}

/// A variable's value. AWS: "You can't use multivalued keys as policy variables".
fn single(facts: Facts<'_>, variable: &Variable) -> Option<String> {
    match facts.values(&variable.key)?.as_ref() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn map<A, B>(selector: &Selector<A>, make: impl Fn(&A) -> B) -> Selector<B> {
    match selector {
        Selector::Only(items) => Selector::Only(items.iter().map(make).collect()),
        Selector::Except(items) => Selector::Except(items.iter().map(make).collect()),
    }
}
