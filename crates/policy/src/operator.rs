//! Condition operators by name.
//!
//! AWS: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs.
//! multivalued context keys".

mod nearest;

pub(crate) use nearest::nearest;

use std::fmt;

/// An operator as a condition uses it: `ForAnyValue:StringNotLikeIfExists` and the like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub qualifier: Option<Qualifier>,
    /// What is compared, and how.
    pub test: Test,
    /// Whether the comparison is negated (`StringNotEquals`).
    pub negated: bool,
    /// The suffix `IfExists`: an absent key satisfies.
    pub if_exists: bool,
    /// The name without qualifier and suffix, as AWS writes it; as found, where AWS has none such.
    name: String,
}

/// How a condition treats several values in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// Every value of the request must match; true where the request has none.
    ForAllValues,
    /// Some value of the request must match; false where the request has none.
    ForAnyValue,
}

/// The comparison behind an operator's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// `StringEquals`.
    Text,
    /// `StringEqualsIgnoreCase`.
    TextIgnoreCase,
    /// `StringLike`: `*` and `?`.
    TextLike,
    /// `Numeric...`.
    Number(Order),
    /// `Date...`.
    Date(Order),
    /// `Bool`.
    Bool,
    /// `BinaryEquals`: base64.
    Binary,
    /// `IpAddress`: an address or a CIDR range, IPv4 or IPv6.
    Ip,
    /// `ArnEquals`, `ArnLike` (the same): six segments, each with `*` and `?`.
    Arn,
    /// `Null`: whether the key is absent.
    Null,
    /// No operator AWS knows; never satisfied.
    Unknown,
}

/// Which of the orderings satisfies: request value against policy value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Equal.
    Equal,
    /// Less.
    Less,
    /// Less or equal.
    LessOrEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterOrEqual,
}

/// Every operator of the language: name, comparison, negated.
const OPERATORS: [(&str, Test, bool); 27] = [
    ("StringEquals", Test::Text, false),
    ("StringNotEquals", Test::Text, true),
    ("StringEqualsIgnoreCase", Test::TextIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Test::TextIgnoreCase, true),
    ("StringLike", Test::TextLike, false),
    ("StringNotLike", Test::TextLike, true),
    ("NumericEquals", Test::Number(Order::Equal), false),
    ("NumericNotEquals", Test::Number(Order::Equal), true),
    ("NumericLessThan", Test::Number(Order::Less), false),
    (
        "NumericLessThanEquals",
        Test::Number(Order::LessOrEqual),
        false,
    ),
    ("NumericGreaterThan", Test::Number(Order::Greater), false),
    (
        "NumericGreaterThanEquals",
        Test::Number(Order::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    (
        "DateGreaterThanEquals",
        Test::Date(Order::GreaterOrEqual),
        false,
    ),
    ("Bool", Test::Bool, false),
    ("BinaryEquals", Test::Binary, false),
    ("IpAddress", Test::Ip, false),
    ("NotIpAddress", Test::Ip, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnLike", Test::Arn, false),
    ("ArnNotLike", Test::Arn, true),
    ("Null", Test::Null, false),
];

impl Operator {
    /// Reads an operator's name. A name AWS does not know gives [`Test::Unknown`].
    #[must_use]
    pub fn parse(written: &str) -> Self {
        let (qualifier, rest) = split_qualifier(written);
        let (name, if_exists) = match rest.len().checked_sub("IfExists".len()) {
            Some(at) if ends_with_if_exists(rest) => (rest.get(..at).unwrap_or(rest), true),
            _ => (rest, false),
        };
        let entry = OPERATORS
            .iter()
            .find(|(listed, ..)| listed.eq_ignore_ascii_case(name));
        match entry {
            Some((listed, test, negated)) => Operator {
                qualifier,
                test: *test,
                negated: *negated,
                if_exists,
                name: (*listed).into(),
            },
            None => Operator {
                qualifier: None,
                test: Test::Unknown,
                negated: false,
                if_exists: false,
                name: written.into(),
            },
        }
    }

    /// Every operator name of the language, without qualifiers and suffixes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, ..)| *name)
    }
}

fn split_qualifier(written: &str) -> (Option<Qualifier>, &str) {
    match written.split_once(':') {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAllValues") => {
            (Some(Qualifier::ForAllValues), rest)
        }
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAnyValue") => {
            (Some(Qualifier::ForAnyValue), rest)
        }
        _ => (None, written),
    }
}

fn ends_with_if_exists(name: &str) -> bool {
    let suffix = name
        .len()
        .checked_sub("IfExists".len())
        .and_then(|at| name.get(at..));
    suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("IfExists"))
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.qualifier {
            Some(Qualifier::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(Qualifier::ForAnyValue) => f.write_str("ForAnyValue:")?,
            None => {}
        }
        f.write_str(&self.name)?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

impl Test {
    /// Whether values are compared as text.
    pub(crate) fn is_text(self) -> bool {
        matches!(
            self,
            Test::Text | Test::TextIgnoreCase | Test::TextLike | Test::Arn
        )
    }

    /// The type that the operator's values have, where that is more than text; one operator
    /// stands for all of the type.
    pub(crate) fn typed(self) -> Option<Self> {
        match self {
            Test::Number(_) => Some(Test::Number(Order::Equal)),
            Test::Date(_) => Some(Test::Date(Order::Equal)),
            Test::Bool | Test::Ip | Test::Arn => Some(self),
            Test::Text
            | Test::TextIgnoreCase
            | Test::TextLike
            | Test::Binary
            | Test::Null
            | Test::Unknown => None,
        }
    }
}

impl Order {
    /// Whether `request` stands in this order to `policy`.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, request: &T, policy: &T) -> bool {
        match self {
            Order::Equal => request == policy,
            Order::Less => request < policy,
            Order::LessOrEqual => request <= policy,
            Order::Greater => request > policy,
            Order::GreaterOrEqual => request >= policy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_and_prints_in_all_its_forms() {
        for name in Operator::names() {
            for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
                for suffix in ["", "IfExists"] {
                    let written = format!("{prefix}{name}{suffix}");
                    let operator = Operator::parse(&written);
                    assert_ne!(operator.test, Test::Unknown, "{written}");
                    assert_eq!(operator.if_exists, !suffix.is_empty());
                    assert_eq!(operator.qualifier.is_some(), !prefix.is_empty());
                    assert_eq!(operator.to_string(), written);
                }
            }
        }
    }

    #[test]
    fn the_nearest_operator_is_named() {
        for (written, wanted) in [
            ("StringEqual", "StringEquals"),
            ("ForAnyValue:stringslike", "StringLike"),
            ("IPAdress", "IpAddress"),
            ("DateGreaterEqualsThan", "DateGreaterThanEquals"),
        ] {
            assert_eq!(nearest(written), wanted);
        }
    }

    #[test]
    fn what_aws_does_not_know_is_kept_as_written() {
        for written in [
            "StringMatches",
            "DateGreaterEqualsThan",
            "ForSomeValue:Bool",
            "IfExists",
            "",
        ] {
            let operator = Operator::parse(written);
            assert_eq!(operator.test, Test::Unknown);
            assert_eq!(operator.to_string(), written);
        }
    }
}
