//! The properties of the crate, each with its oracle.
#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]

use filter::{Match, Pattern};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A pattern, as a twin of the crate's types knows it.
#[derive(Clone, Debug)]
enum Twin {
    Any(Vec<Twin>),
    All(Vec<Twin>),
    /// A member, whether it is to be equal, and to what.
    Compares(usize, bool, usize),
    NotExists(usize),
    IsNull(usize),
}

const NAMES: [&str; 4] = ["eventName", "eventSource", "errorCode", "inner.name"];
const VALUES: [&str; 6] = ["Put", "PutRole", "RolePut", "Put*", "*Put", "*"];

/// How a pattern is written: the space between words, whether values are in quotes, and whether
/// alternatives come in reverse.
#[derive(Clone, Copy, Debug)]
struct Style {
    space: &'static str,
    quotes: bool,
    reversed: bool,
}

impl Twin {
    fn write(&self, style: Style) -> String {
        let space = style.space;
        let (all, between) = match self {
            Self::Any(all) => (all, "||"),
            Self::All(all) => (all, "&&"),
            Self::Compares(name, equal, value) => {
                let (name, value) = (NAMES[*name], VALUES[*value]);
                let operator = if *equal { "=" } else { "!=" };
                let quote = if style.quotes { "\"" } else { "" };
                return format!("$.{name}{space}{operator}{space}{quote}{value}{quote}");
            }
            Self::NotExists(name) => return format!("$.{} NOT EXISTS", NAMES[*name]),
            Self::IsNull(name) => return format!("$.{} IS  NULL", NAMES[*name]),
        };
        let mut parts: Vec<_> = all
            .iter()
            .map(|one| format!("({space}{}{space})", one.write(style)))
            .collect();
        if style.reversed {
            parts.reverse();
        }
        parts.join(&format!("{space}{between}{space}"))
    }

    fn text(&self, style: Style) -> String {
        format!("{{{0}{1}{0}}}", style.space, self.write(style))
    }

    /// Whether it matches, where everything that AWS does not document is taken as `doubt`.
    fn matches(&self, event: &[Member; 4], doubt: bool) -> bool {
        match self {
            Self::Any(all) => all.iter().any(|one| one.matches(event, doubt)),
            Self::All(all) => all.iter().all(|one| one.matches(event, doubt)),
            Self::NotExists(name) => event[*name] == Member::Absent,
            Self::IsNull(name) => event[*name] == Member::Null,
            Self::Compares(name, equal, value) => match event[*name] {
                Member::Absent if *equal => false,
                Member::Absent | Member::Null => doubt,
                Member::Text(text) => alike(VALUES[text], VALUES[*value]) == *equal,
            },
        }
    }
}

/// Every string that a wildcard may stand for, tried one after another.
fn alike(text: &str, like: &str) -> bool {
    match like.split_once('*') {
        None => text == like,
        Some((before, after)) => (0..=text.len()).any(|at| {
            let (head, tail) = text.split_at(at);
            head == before && (0..=tail.len()).any(|skip| alike(&tail[skip..], after))
        }),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Member {
    Absent,
    Null,
    Text(usize),
}

fn event(members: &[Member; 4]) -> Value {
    let (mut all, mut inner) = (Map::new(), Map::new());
    for (name, member) in NAMES.iter().zip(members) {
        let (to, name) = match name.split_once('.') {
            Some((_, name)) => (&mut inner, name),
            None => (&mut all, *name),
        };
        let value = match member {
            Member::Absent => continue,
            Member::Null => Value::Null,
            Member::Text(value) => VALUES[*value].into(),
        };
        to.insert(name.into(), value);
    }
    all.insert("inner".into(), json!(inner));
    all.into()
}

fn member() -> impl Strategy<Value = Member> {
    prop_oneof![
        2 => Just(Member::Absent),
        1 => Just(Member::Null),
        // What an asterisk in an event is like is not asked.
        5 => (0..3_usize).prop_map(Member::Text),
    ]
}

fn twin() -> impl Strategy<Value = Twin> {
    let leaf = prop_oneof![
        6 => (0..4_usize, any::<bool>(), 0..6_usize)
            .prop_map(|(name, equal, value)| Twin::Compares(name, equal, value)),
        1 => (0..4_usize).prop_map(Twin::NotExists),
        1 => (0..4_usize).prop_map(Twin::IsNull),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner, 2..4);
        prop_oneof![
            several.clone().prop_map(Twin::Any),
            several.prop_map(Twin::All),
        ]
    })
}

fn style() -> impl Strategy<Value = Style> {
    let space = prop_oneof![Just(""), Just(" "), Just("\n\t ")];
    (space, any::<bool>(), any::<bool>()).prop_map(|(space, quotes, reversed)| Style {
        space,
        quotes,
        reversed,
    })
}

/// A match without the reason of what is unknown.
fn plain(found: &Match) -> Option<bool> {
    match found {
        Match::Yes => Some(true),
        Match::No => Some(false),
        Match::Unknown(_) => None,
    }
}

mod properties_of_patterns {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(2000))]

        /// A pattern that was printed is read as the same.
        #[test]
        fn print_then_parse(twin in twin(), style in style()) {
            let pattern: Pattern = twin.text(style).parse().unwrap();
            let printed = pattern.to_string();
            prop_assert_eq!(printed.parse::<Pattern>().unwrap(), pattern);
        }

        /// Spaces, quotes and the order of alternatives change no answer.
        #[test]
        fn style_is_no_meaning(
            twin in twin(), one in style(), other in style(),
            members in prop::array::uniform4(member()),
        ) {
            let event = event(&members);
            let [one, other] = [one, other].map(|style| {
                let pattern: Pattern = twin.text(style).parse().unwrap();
                plain(&pattern.matches(&event))
            });
            prop_assert_eq!(one, other);
        }

        /// A naive interpreter says the same; unknown is what hangs on a doubt.
        #[test]
        fn as_the_twin(
            twin in twin(), style in style(), members in prop::array::uniform4(member()),
        ) {
            let pattern: Pattern = twin.text(style).parse().unwrap();
            let [doubted, trusted] = [false, true].map(|doubt| twin.matches(&members, doubt));
            let expected = (doubted == trusted).then_some(trusted);
            prop_assert_eq!(plain(&pattern.matches(&event(&members))), expected);
        }

        /// Whatever is typed is read or refused, and what is read is printed and read again.
        #[test]
        fn any_text(text in "[{ $.a=b!<>&|()\"%\\[\\]0*?\\-}]{0,24}") {
            if let Ok(pattern) = text.parse::<Pattern>() {
                let printed = pattern.to_string();
                prop_assert_eq!(&printed.parse::<Pattern>().unwrap(), &pattern);
                let answers = ["b", "c"].map(|text| plain(&pattern.matches(&json!({"a": text}))));
                let everything = pattern == Pattern::Everything;
                prop_assert!(!everything || answers == [Some(true); 2]);
            }
        }
    }
}
