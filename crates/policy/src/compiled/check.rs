//! One condition: an operator, a key, and typed values.
//!
//! AWS: IAM User Guide, "Condition operators", "Conditions with multiple context keys or values"
//! and "Set operators for multivalued context keys".

use crate::document::Condition;
use crate::glob::{Colons, Glob, Pattern, Syntax, Variable};
use crate::operator::{Operator, Qualifier, Test};
use crate::request::Facts;
use crate::value::{self, IpRange};
use std::borrow::Cow;

/// A condition ready to be checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// How it compares.
    pub operator: Operator,
    /// In lower case.
    pub key: String,
    /// The key as the policy writes it.
    pub written: String,
    /// What it compares with.
    pub operands: Vec<Operand>,
}

/// A value of the policy, typed by its operator.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Text, with or without wildcards.
    Glob(Glob),
    /// A number.
    Number(f64),
    /// Milliseconds since 1970.
    Date(i64),
    /// A Boolean.
    Bool(bool),
    /// An address or a range of addresses.
    Ip(IpRange),
    /// Bytes, in base64.
    Binary(String),
    /// Known only once the request is: it holds policy variables.
    Varying(Pattern),
    /// Not of the operator's type.
    Invalid,
}

impl Check {
    /// Prepares a condition.
    #[must_use]
    pub fn new(condition: &Condition, variables: bool) -> Self {
        let test = condition.operator.test;
        let operand = |written: &String| Operand::new(test, written, variables);
        Check {
            operator: condition.operator.clone(),
            key: condition.key.to_ascii_lowercase(),
            written: condition.key.clone(),
            operands: condition.values.iter().map(operand).collect(),
        }
    }

    /// Whether the request satisfies the condition.
    pub fn holds(&self, facts: Facts<'_>) -> bool {
        let values = facts.values(&self.key).filter(|values| !values.is_empty());
        let absent = values.is_none();
        let values = values.as_deref().unwrap_or_default();
        let one = |value: &String| self.accepts(value, facts);
        match self.operator.test {
            Test::Unknown => false,
            Test::Null => self.operands.contains(&Operand::Bool(absent)),
            _ if absent => self.holds_absent(),
            // "... or if the context key value resolves to a null dataset, such as an empty string".
            _ if self.operator.qualifier == Some(Qualifier::ForAllValues)
                && values.iter().all(String::is_empty) =>
            {
                true
            }
            _ if self.wants_every() => values.iter().all(one),
            _ => values.iter().any(one),
        }
    }

    /// What the condition comes to where the request has no such key.
    #[must_use]
    pub fn holds_absent(&self) -> bool {
        match self.operator.qualifier {
            _ if self.operator.if_exists => true,
            Some(Qualifier::ForAllValues) => true,
            Some(Qualifier::ForAnyValue) => false,
            None => self.operator.negated,
        }
    }

    /// The condition with policy variables replaced whose value is known for every request.
    #[must_use]
    pub fn fill(&self, value: impl Fn(&Variable) -> Option<String> + Copy) -> Self {
        let fill = |operand: &Operand| match operand {
            Operand::Varying(pattern) => Operand::of(self.operator.test, pattern.fill(value)),
            fixed => fixed.clone(),
        };
        Check {
            operands: self.operands.iter().map(fill).collect(),
            ..self.clone()
        }
    }

    /// The keys of the policy variables used.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        let varying = self.operands.iter().filter_map(Operand::as_varying);
        varying
            .flat_map(Pattern::variables)
            .map(|variable| variable.key.as_str())
    }

    fn has_variables(&self) -> bool {
        self.operands
            .iter()
            .any(|operand| matches!(operand, Operand::Varying(_)))
    }

    /// Whether every value of the request must pass, and not just one.
    #[must_use]
    pub fn wants_every(&self) -> bool {
        match self.operator.qualifier {
            Some(Qualifier::ForAllValues) => true,
            Some(Qualifier::ForAnyValue) => false,
            None => self.operator.negated,
        }
    }

    /// The values with variables replaced; those whose variable has no value are left out, since
    /// nothing is like them.
    #[must_use]
    pub fn resolve(&self, facts: Facts<'_>) -> Cow<'_, [Operand]> {
        if !self.has_variables() {
            return Cow::Borrowed(&self.operands);
        }
        let resolved = self.operands.iter().map(|operand| match operand {
            Operand::Varying(pattern) => resolve(pattern, self.operator.test, facts),
            fixed => fixed.clone(),
        });
        Cow::Owned(
            resolved
                .filter(|operand| !matches!(operand, Operand::Varying(_)))
                .collect(),
        )
    }

    /// Whether one value of the request passes: it matches some value of the policy or, with a
    /// negated operator, none. What is not of the operator's type passes neither way.
    fn accepts(&self, value: &str, facts: Facts<'_>) -> bool {
        let test = self.operator.test;
        if self.operator.negated && !is_of_type(test, value) {
            return false;
        }
        let mut matched = false;
        for operand in &self.operands {
            let resolved;
            let operand = match operand {
                Operand::Varying(pattern) => {
                    resolved = resolve(pattern, test, facts);
                    &resolved
                }
                fixed => fixed,
            };
            match operand {
                // A variable without value is like nothing, so that a negated operator holds.
                // AWS: "Policy variables with no value".
                Operand::Varying(_) => {}
                Operand::Invalid if self.operator.negated => return false,
                operand => matched |= operand.matches(value, test),
            }
        }
        matched != self.operator.negated
    }
}

impl Operand {
    /// Reads a value, which may hold policy variables.
    #[must_use]
    pub fn new(test: Test, written: &str, variables: bool) -> Self {
        let pattern = pattern(test, written, variables);
        if pattern.variables().next().is_some() {
            return Operand::Varying(pattern);
        }
        Operand::typed(test, pattern.widest(), written)
    }

    fn of(test: Test, pattern: Pattern) -> Self {
        let varies = pattern.variables().next().is_some();
        if varies {
            Operand::Varying(pattern)
        } else {
            Operand::resolved(test, pattern.widest())
        }
    }

    fn resolved(test: Test, glob: Glob) -> Self {
        let written = glob.as_exact().unwrap_or_default().to_owned();
        Operand::typed(test, glob, &written)
    }

    /// Reads a value without variables.
    pub fn typed(test: Test, glob: Glob, written: &str) -> Self {
        let typed = match test {
            Test::Text | Test::TextIgnoreCase | Test::TextLike | Test::Arn => {
                Some(Operand::Glob(glob))
            }
            Test::Number(_) => value::number(written).map(Operand::Number),
            Test::Date(_) => value::date(written).map(Operand::Date),
            Test::Bool | Test::Null => value::boolean(written).map(Operand::Bool),
            Test::Ip => IpRange::parse(written).map(Operand::Ip),
            Test::Binary => Some(Operand::Binary(written.into())),
            Test::Unknown => None,
        };
        typed.unwrap_or(Operand::Invalid)
    }

    /// The pattern, of a value that holds policy variables.
    #[must_use]
    pub fn as_varying(&self) -> Option<&Pattern> {
        match self {
            Operand::Varying(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// The pattern, of a value compared as text.
    #[must_use]
    pub fn as_glob(&self) -> Option<&Glob> {
        match self {
            Operand::Glob(glob) => Some(glob),
            _ => None,
        }
    }

    /// Whether a value of the request matches this one.
    #[must_use]
    pub fn matches(&self, value: &str, test: Test) -> bool {
        match (self, test) {
            (Operand::Glob(glob), Test::Arn) => is_of_type(test, value) && glob.matches(value),
            (Operand::Glob(glob), _) => glob.matches(value),
            (Operand::Number(limit), Test::Number(order)) => {
                value::number(value).is_some_and(|number| order.holds(&number, limit))
            }
            (Operand::Date(limit), Test::Date(order)) => {
                value::date(value).is_some_and(|date| order.holds(&date, limit))
            }
            (Operand::Bool(wanted), _) => value::boolean(value) == Some(*wanted),
            (Operand::Ip(range), _) => {
                IpRange::parse(value).is_some_and(|address| range.contains(&address))
            }
            (Operand::Binary(wanted), _) => value::same_binary(wanted, value),
            _ => false,
        }
    }
}

/// Whether a value of the request is of the type an operator compares.
pub fn is_of_type(test: Test, value: &str) -> bool {
    match test {
        Test::Number(_) => value::number(value).is_some(),
        Test::Date(_) => value::date(value).is_some(),
        Test::Bool => value::boolean(value).is_some(),
        Test::Ip => IpRange::parse(value).is_some(),
        Test::Arn => value.starts_with("arn:") && value.split(':').count() >= 6,
        _ => true,
    }
}

fn pattern(test: Test, written: &str, variables: bool) -> Pattern {
    let wildcards = matches!(test, Test::TextLike | Test::Arn);
    let colons = if test == Test::Arn {
        Colons::Segments
    } else {
        Colons::Plain
    };
    let pattern = Pattern::new(
        written,
        Syntax {
            wildcards,
            variables,
        },
        colons,
    );
    if test == Test::TextIgnoreCase {
        pattern.ignoring_case()
    } else {
        pattern
    }
}

/// A value with its variables replaced; itself, where one of them has no value.
fn resolve(pattern: &Pattern, test: Test, facts: Facts<'_>) -> Operand {
    match pattern.resolve(|variable| facts.single(&variable.key)) {
        Some(glob) => Operand::resolved(test, glob),
        None => Operand::Varying(pattern.clone()),
    }
}
