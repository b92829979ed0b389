//! Condition keys.

use std::fmt;

use super::format::{CONDITION_KEYS, Numbers, TEMPLATES, Text};
use super::unknown::Unknown;
use crate::glob::Glob;

/// A condition key that the catalogue knows, such as `aws:SourceIp` or `ec2:ResourceTag/${TagKey}`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionKey(pub(super) u16);

impl ConditionKey {
    /// Its name in AWS's spelling. What stands in `${..}` or `<..>` is for the policy to say.
    #[must_use]
    pub fn name(self) -> Text {
        name(CONDITION_KEYS.get(self.0))
    }

    /// What its values are; of one that holds several, what each of them is.
    ///
    /// `aws:EpochTime` is a date and is compared with the numeric operators as well.
    #[must_use]
    pub fn value_type(self) -> ValueType {
        match self.head() & 0x07 {
            1 => ValueType::Arn,
            2 => ValueType::Bool,
            3 => ValueType::Numeric,
            4 => ValueType::Date,
            5 => ValueType::IpAddress,
            _ => ValueType::String,
        }
    }

    /// Whether a request can carry several values, so that `ForAllValues` or `ForAnyValue` is due.
    #[must_use]
    pub fn is_multivalued(self) -> bool {
        self.head() & 0x08 != 0
    }

    /// Whether it is a global key, or one of a role session that reaches all services: such a key
    /// may be there whatever the action.
    #[must_use]
    pub fn in_any_request(self) -> bool {
        self.head() & 0x10 != 0
    }

    fn head(self) -> u8 {
        CONDITION_KEYS
            .get(self.0)
            .first()
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Display for ConditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

impl fmt::Debug for ConditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConditionKey({self})")
    }
}

fn name(item: &'static [u8]) -> Text {
    Numbers(item.get(1..).unwrap_or_default()).text()
}

/// What the values of a condition key are, hence which operators suit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// Compared with `StringEquals` and its like.
    String,
    /// Compared with `ArnLike` and its like.
    Arn,
    /// Compared with `Bool`.
    Bool,
    /// Compared with `NumericEquals` and its like.
    Numeric,
    /// Compared with `DateEquals` and its like.
    Date,
    /// Compared with `IpAddress` and its like.
    IpAddress,
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "String",
            Self::Arn => "ARN",
            Self::Bool => "Bool",
            Self::Numeric => "Numeric",
            Self::Date => "Date",
            Self::IpAddress => "IP address",
        })
    }
}

/// All condition keys, sorted by lower-cased name.
pub fn condition_keys() -> impl DoubleEndedIterator<Item = ConditionKey> + ExactSizeIterator + Clone
{
    (0..CONDITION_KEYS.len()).map(ConditionKey)
}

/// The condition key of that name, in any case: `AWS:sourceip`, `aws:PrincipalTag/team`.
///
/// Where a name is of several forms, as `events:Metadata/a/Matcher` is of two, the form that says
/// most wins.
pub fn condition_key(name: &str) -> Result<ConditionKey, Unknown<'_>> {
    CONDITION_KEYS
        .find(|item| self::name(item).order(name))
        .map(ConditionKey)
        .or_else(|| filled_in(name))
        .ok_or(Unknown::ConditionKey(name))
}

/// The template that `name` fills in.
fn filled_in(name: &str) -> Option<ConditionKey> {
    let name = name.to_ascii_lowercase();
    Numbers(TEMPLATES)
        .map(ConditionKey)
        .filter(|key| begins_like(key.name(), &name))
        .filter_map(|key| {
            let mut template = String::new();
            key.name().push_lower(&mut template);
            let glob = of_template(&template);
            glob.matches(&name).then_some((glob.literals(), key))
        })
        .max_by_key(|(literals, _)| *literals)
        .map(|(_, key)| key)
}

/// The pattern of what a template can be filled in with: something for each `${..}` and `<..>`.
fn of_template(template: &str) -> Glob {
    let mut pattern = String::with_capacity(template.len());
    let mut rest = template.chars();
    while let Some(character) = rest.next() {
        let close = match character {
            '$' => '}',
            '<' => '>',
            _ => {
                pattern.push(character);
                continue;
            }
        };
        pattern.push_str("?*");
        rest.find(|character| *character == close);
    }
    Glob::text(&pattern)
}

/// Whether `name`, in lower case, has what the template has before its first placeholder.
fn begins_like(template: Text, name: &str) -> bool {
    let mut name = name.bytes();
    template
        .lower()
        .take_while(|byte| !b"$<".contains(byte))
        .all(|byte| name.next() == Some(byte))
}
