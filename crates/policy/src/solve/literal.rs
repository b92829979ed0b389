//! What a statement says about one dimension of a request.

use crate::compiled::{Operand, is_of_type};
use crate::glob::Glob;
use crate::operator;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::LazyLock;

/// A dimension of a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Var {
    /// The caller's ARN, where the caller is not one in particular.
    Caller,
    /// The action.
    Action,
    /// The ARN asked for.
    Resource,
    /// A context key, in lower case.
    Key(Rc<str>),
}

/// The values of a dimension; `None` for a key that is absent. Caller, action and resource
/// always have just one.
pub type Values = Option<Vec<String>>;

/// A demand on one dimension: some value passes, or every value does, or the key is absent.
#[derive(Clone, Debug)]
pub struct Literal<'p> {
    /// The dimension.
    pub var: Var,
    /// Whether an absent key satisfies.
    pub absent: bool,
    /// How many of the values must pass.
    pub quantifier: Quantifier,
    /// What a value is compared with.
    pub test: Predicate<'p>,
    /// Whether a value passes by matching or by not matching.
    pub wanted: bool,
    /// Whether the key may have several values.
    pub several: bool,
}

/// The shape of an ARN: no other text satisfies an ARN operator, negated or not.
static ARN: LazyLock<Glob> = LazyLock::new(|| Glob::text("arn:*:*:*:*:*"));

/// How many values must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    Some,
    Every,
}

/// What one value is compared with.
#[derive(Clone, Debug)]
pub enum Predicate<'p> {
    /// Anything at all.
    Anything,
    /// A value of the type that an operator compares.
    OfType(operator::Test),
    /// One of these patterns.
    Globs(Cow<'p, [Glob]>),
    /// One of these values of a policy.
    Operands(operator::Test, Cow<'p, [Operand]>),
}

impl<'p> Literal<'p> {
    /// A value that matches one of the patterns; the key must be there.
    pub fn one_of(var: Var, globs: impl Into<Cow<'p, [Glob]>>) -> Self {
        let test = Predicate::Globs(globs.into());
        Literal {
            var,
            absent: false,
            quantifier: Quantifier::Some,
            test,
            wanted: true,
            several: false,
        }
    }

    /// No value that matches one of the patterns; absence will do.
    pub fn none_of(var: Var, globs: impl Into<Cow<'p, [Glob]>>) -> Self {
        Literal::one_of(var, globs).negated()
    }

    /// The key is there, or it is not.
    #[must_use]
    pub fn present(var: Var, present: bool) -> Self {
        let test = Predicate::Anything;
        let literal = Literal {
            var,
            absent: false,
            quantifier: Quantifier::Some,
            test,
            wanted: true,
            several: false,
        };
        if present { literal } else { literal.negated() }
    }

    /// Every value is of the type that an operator compares; absence will do.
    #[must_use]
    pub fn of_type(var: Var, test: operator::Test) -> Self {
        let literal = Literal::present(var, true);
        Literal {
            absent: true,
            quantifier: Quantifier::Every,
            test: Predicate::OfType(test),
            ..literal
        }
    }

    /// The opposite demand.
    #[must_use]
    pub fn negated(&self) -> Self {
        Literal {
            absent: !self.absent,
            quantifier: self.quantifier.opposite(),
            wanted: !self.wanted,
            ..self.clone()
        }
    }

    /// Whether the values of the dimension satisfy this; a dimension not assigned is absent.
    pub fn holds(&self, values: Option<&Values>) -> bool {
        match values.and_then(Option::as_deref) {
            None => self.absent,
            Some(values) if self.quantifier == Quantifier::Every => {
                values.iter().all(|value| self.passes(value))
            }
            Some(values) => values.iter().any(|value| self.passes(value)),
        }
    }

    /// Whether one value passes.
    #[must_use]
    pub fn passes(&self, value: &str) -> bool {
        self.test.matches(value) == self.wanted
    }
}

impl Quantifier {
    fn opposite(self) -> Self {
        match self {
            Quantifier::Some => Quantifier::Every,
            Quantifier::Every => Quantifier::Some,
        }
    }
}

impl Predicate<'_> {
    pub fn matches(&self, value: &str) -> bool {
        match self {
            Predicate::Anything => true,
            Predicate::OfType(test) => is_of_type(*test, value),
            Predicate::Globs(globs) => globs.iter().any(|glob| glob.matches(value)),
            Predicate::Operands(test, operands) => {
                operands.iter().any(|operand| operand.matches(value, *test))
            }
        }
    }

    /// How many patterns or values it holds.
    pub fn size(&self) -> usize {
        match self {
            Predicate::Anything | Predicate::OfType(_) => 1,
            Predicate::Globs(globs) => globs.len(),
            Predicate::Operands(_, operands) => operands.len(),
        }
    }

    /// The patterns, where values are compared as text.
    pub fn globs(&self) -> Option<Vec<&Glob>> {
        match self {
            Predicate::Globs(globs) => Some(globs.iter().collect()),
            Predicate::OfType(operator::Test::Arn) => Some(vec![&ARN]),
            Predicate::Operands(test, operands) if test.is_text() => {
                Some(operands.iter().filter_map(Operand::as_glob).collect())
            }
            _ => None,
        }
    }
}
