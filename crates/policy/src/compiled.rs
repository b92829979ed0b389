//! Policies made ready to be asked many times: patterns parsed, values typed, case folded.

mod check;
mod principals;

pub use check::{Check, Operand, is_of_type};
pub use principals::{Named, Principals, Reach};

use crate::caller::Caller;
use crate::document::{Document, Effect, Selector, Statement};
use crate::glob::{Colons, Glob, Pattern, Syntax, Variable};
use crate::request::{Context, Facts, Request};
use std::borrow::Cow;

/// A policy ready to be evaluated. Build it once and ask it as often as needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// What answers call it; empty where the caller gave no name.
    pub(crate) name: String,
    pub(crate) clauses: Vec<Clause>,
}

/// A statement ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Its index in the document.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Whom it names, where it names principals.
    pub principals: Option<Principals>,
    /// The actions, without regard to case.
    pub actions: Selector<Glob>,
    /// `None` covers every resource.
    pub resources: Option<Resources>,
    /// Its conditions.
    pub checks: Vec<Check>,
}

/// `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resources {
    /// Whether this is `NotResource`.
    pub except: bool,
    /// The patterns without policy variables.
    pub globs: Vec<Glob>,
    /// Those with policy variables, known only once the request is.
    pub varying: Vec<Pattern>,
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

    /// Adds a statement that stands beside the document, under an index of its own.
    pub fn push(&mut self, index: usize, statement: &Statement) {
        self.clauses.push(Clause::new(index, statement, true));
    }

    /// The policy with policy variables replaced whose value is known for every request.
    #[must_use]
    pub fn fill(&self, value: impl Fn(&Variable) -> Option<String> + Copy) -> Self {
        let clauses = self
            .clauses
            .iter()
            .map(|clause| clause.fill(value))
            .collect();
        Policy {
            name: self.name.clone(),
            clauses,
        }
    }

    /// The policy as requests see it that all have these values under these keys: conditions on
    /// them are settled, and statements whose conditions they do not meet are gone.
    #[must_use]
    pub fn given(&self, context: &Context) -> Self {
        let request = Request {
            caller: Caller::Anonymous,
            action: String::new(),
            resource: "*".into(),
            resource_account: None,
            context: context.clone(),
        };
        let facts = Facts::new(&request);
        let mut policy = self.clone();
        policy.clauses.retain_mut(|clause| {
            let (settled, open) = clause
                .checks
                .drain(..)
                .partition(|check: &Check| context.get(&check.key).is_some());
            clause.checks = open;
            settled.iter().all(|check: &Check| check.holds(facts))
        });
        policy
    }

    /// Its statements, made ready.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
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
        Clause {
            index,
            sid: statement.sid.clone(),
            effect: statement.effect,
            principals: statement.principal.as_ref().map(Principals::new),
            actions,
            resources: statement
                .resource
                .as_ref()
                .map(|selector| Resources::new(selector, variables)),
            checks: statement
                .conditions
                .iter()
                .map(|condition| Check::new(condition, variables))
                .collect(),
        }
    }

    fn fill(&self, value: impl Fn(&Variable) -> Option<String> + Copy) -> Self {
        let resources = self
            .resources
            .as_ref()
            .map(|resources| resources.fill(value));
        let checks = self.checks.iter().map(|check| check.fill(value)).collect();
        Clause {
            resources,
            checks,
            ..self.clone()
        }
    }

    /// Whether the statement speaks of this action, given in lower case.
    #[must_use]
    pub fn covers_action(&self, action: &str) -> bool {
        self.actions
            .listed()
            .iter()
            .any(|glob| glob.matches(action))
            != self.actions.is_except()
    }

    /// Whether the statement allows every action on every resource, always.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        let all = |globs: &[Glob]| globs.iter().any(Glob::is_everything);
        let resources = self.resources.as_ref();
        self.effect == Effect::Allow
            && self.checks.is_empty()
            && !self.actions.is_except()
            && all(self.actions.listed())
            && resources.is_none_or(|resources| !resources.except && all(&resources.globs))
    }

    /// Whether two statements say the same, word for word.
    #[must_use]
    pub fn says_as(&self, other: &Clause) -> bool {
        self.effect == other.effect
            && self.principals == other.principals
            && self.actions == other.actions
            && self.resources == other.resources
            && self.checks == other.checks
    }

    /// The policy variables used, by their key.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        let resources = self
            .resources
            .iter()
            .flat_map(|resources| &resources.varying);
        let operands = self.checks.iter().flat_map(|check| &check.operands);
        let values = operands.filter_map(Operand::as_varying);
        resources.chain(values).flat_map(Pattern::variables)
    }

    /// Whether the circumstances are those of the statement.
    #[must_use]
    pub fn conditions_hold(&self, facts: Facts<'_>) -> bool {
        self.checks.iter().all(|check| check.holds(facts))
    }
}

impl Resources {
    fn new(selector: &Selector<String>, variables: bool) -> Self {
        let syntax = Syntax {
            wildcards: true,
            variables,
        };
        let patterns = selector
            .listed()
            .iter()
            .map(|written| Pattern::new(written, syntax, Colons::Resource));
        Resources::of(selector.is_except(), Vec::new(), patterns)
    }

    fn fill(&self, value: impl Fn(&Variable) -> Option<String> + Copy) -> Self {
        let filled = self.varying.iter().map(|pattern| pattern.fill(value));
        Resources::of(self.except, self.globs.clone(), filled)
    }

    fn of(except: bool, mut globs: Vec<Glob>, patterns: impl Iterator<Item = Pattern>) -> Self {
        let (varying, fixed): (Vec<_>, Vec<_>) =
            patterns.partition(|pattern| pattern.variables().next().is_some());
        globs.extend(fixed.iter().map(Pattern::widest));
        Resources {
            except,
            globs,
            varying,
        }
    }

    /// The patterns with the request's values in place of variables. One whose variable has no
    /// value "will not match any resource". AWS: "Policy variables with no value".
    #[must_use]
    pub fn resolve(&self, facts: Facts<'_>) -> Cow<'_, [Glob]> {
        if self.varying.is_empty() {
            return Cow::Borrowed(&self.globs);
        }
        let varying = self
            .varying
            .iter()
            .filter_map(|pattern| pattern.resolve(|variable| facts.single(&variable.key)));
        Cow::Owned(self.globs.iter().cloned().chain(varying).collect())
    }
}

fn map<A, B>(selector: &Selector<A>, make: impl Fn(&A) -> B) -> Selector<B> {
    match selector {
        Selector::Only(items) => Selector::Only(items.iter().map(make).collect()),
        Selector::Except(items) => Selector::Except(items.iter().map(make).collect()),
    }
}
