//! One request: who wants to do what to what, and under which circumstances.

mod derived;

pub use derived::Facts;

use crate::caller::Caller;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeMap;

/// A request to AWS, as policies see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub caller: Caller,
    /// The action, such as `s3:GetObject`; its case does not matter.
    pub action: String,
    /// The ARN asked for. `*` and `?` in it ask for any of a set of resources: see
    /// [`crate::authorize`].
    pub resource: String,
    /// The account that owns the resource; absent, the one in the ARN, or else the caller's.
    pub resource_account: Option<String>,
    /// The context keys given. Keys that follow from the request itself need not be.
    pub context: Context,
}

impl Request {
    /// The account that owns the resource: as given, as in the ARN, or else the caller's.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        Facts::new(self).resource_account()
    }

    /// Whether caller and resource belong to one account.
    #[must_use]
    pub fn is_same_account(&self) -> bool {
        self.caller
            .account()
            .is_some_and(|account| self.owner() == Some(account))
    }
}

/// Context keys and their values. Keys compare without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    written: String,
    values: Vec<String>,
}

impl Context {
    /// Gives a key its values, in place of any it had.
    pub fn set(&mut self, key: &str, values: Vec<String>) {
        self.entries.insert(
            key.to_ascii_lowercase(),
            Entry {
                written: key.into(),
                values,
            },
        );
    }

    /// A key's values; `None` where the request has no such key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[String]> {
        let entry = self
            .entries
            .get(key)
            .or_else(|| self.entries.get(&key.to_ascii_lowercase()));
        entry.map(|entry| entry.values.as_slice())
    }

    /// Keys as given, with their values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries
            .values()
            .map(|entry| (entry.written.as_str(), entry.values.as_slice()))
    }

    /// Whether no key is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: AsRef<str>, V: Into<String>> FromIterator<(K, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut context = Context::default();
        for (key, value) in pairs {
            context.set(key.as_ref(), vec![value.into()]);
        }
        context
    }
}

impl Serialize for Context {
    /// One value stands alone, several as a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for (key, values) in self.iter() {
            match values {
                [one] => map.serialize_entry(key, one)?,
                many => map.serialize_entry(key, many)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = BTreeMap::<String, Values>::deserialize(deserializer)?;
        let mut context = Context::default();
        for (key, values) in given {
            context.set(&key, values.into_texts());
        }
        Ok(context)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    One(Value),
    Many(Vec<Value>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Bool(bool),
    Integer(i64),
    Decimal(f64),
}

impl Values {
    fn into_texts(self) -> Vec<String> {
        let values = match self {
            Values::One(value) => vec![value],
            Values::Many(values) => values,
        };
        let text = |value| match value {
            Value::Text(text) => text,
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Decimal(value) => value.to_string(),
        };
        values.into_iter().map(text).collect()
    }
}
