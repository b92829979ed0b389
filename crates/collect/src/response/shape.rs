//! The shape of a response's body: one pass over the bytes, and nothing is kept.
use std::borrow::Cow;
use std::fmt;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// An operation of AWS.
#[derive(Debug)]
pub(super) struct Operation {
    /// AWS's id of the service, as `S3 Control`.
    pub service: &'static str,
    pub name: &'static str,
    pub body: Body,
}

/// What the body of a successful response is.
#[derive(Debug)]
pub(super) enum Body {
    /// Empty.
    Nothing,
    /// Bytes that are the caller's own.
    Stream,
    /// A document whose root, or the one element within it, holds these elements at the least.
    Xml {
        root: &'static str,
        within: Option<&'static str>,
        holds: &'static [&'static str],
    },
    /// An object that has these members at the least, none of them null.
    Json { holds: &'static [&'static str] },
}

/// What is wrong with a successful response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    /// It has no body.
    #[error("the response has no body")]
    Empty,
    /// It has one where there must be none.
    #[error("the response has a body where AWS sends none")]
    Unexpected,
    /// It is cut off, or not well-formed.
    #[error("the response is cut off or not well-formed: {0}")]
    Malformed(Box<str>),
    /// Its root is another element.
    #[error("the response is `{0}`, not `{1}`")]
    Root(Box<str>, &'static str),
    /// It is an error in spite of its status.
    #[error("the response has status 200 and is an error")]
    Error,
    /// Something is missing that AWS always sends.
    #[error("the response has no `{0}`")]
    Missing(&'static str),
    /// Its shape is not specified.
    #[error("the operation `{0}` has no row in responses.tsv")]
    Unknown(Box<str>),
}

impl Body {
    /// Whether a body has this shape.
    pub fn check(&self, body: &[u8]) -> Result<(), Incomplete> {
        let empty = body.iter().all(u8::is_ascii_whitespace);
        match self {
            Self::Stream => Ok(()),
            // What JSON services send where there is nothing to say.
            Self::Nothing if empty || [&b"{}"[..], b"null"].contains(&body) => Ok(()),
            Self::Nothing => Err(Incomplete::Unexpected),
            Self::Xml { .. } | Self::Json { .. } if empty => Err(Incomplete::Empty),
            Self::Xml {
                root,
                within,
                holds,
            } => xml(body, root, *within, holds),
            Self::Json { holds } => json(body, holds),
        }
    }
}

fn malformed(why: &impl ToString) -> Incomplete {
    Incomplete::Malformed(why.to_string().chars().take(100).collect())
}

/// Whether bytes are one whole document with this root.
fn xml(
    body: &[u8],
    root: &'static str,
    within: Option<&'static str>,
    holds: &'static [&'static str],
) -> Result<(), Incomplete> {
    let text = std::str::from_utf8(body).map_err(|error| malformed(&error))?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk {
        root,
        within,
        holds,
        depth: 0,
        inside: within.is_none(),
        ended: false,
        seen: 0,
    };
    loop {
        match reader.read_event().map_err(|error| malformed(&error))? {
            Event::Start(element) => walk.open(element.local_name().as_ref(), false)?,
            Event::Empty(element) => walk.open(element.local_name().as_ref(), true)?,
            Event::End(_) => walk.close(),
            Event::Eof => return walk.end(),
            Event::Text(text) if walk.depth == 0 && !is_blank(&text) => {
                return Err(malformed(&"text outside of the root"));
            }
            _ => {}
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Where in a document one is.
struct Walk {
    root: &'static str,
    within: Option<&'static str>,
    holds: &'static [&'static str],
    /// How many elements are open.
    depth: usize,
    /// Whether the innermost open element of the envelope is the one that holds things.
    inside: bool,
    ended: bool,
    /// Which of `holds` were seen, by bits.
    seen: u64,
}

impl Walk {
    fn open(&mut self, name: &str, closed: bool) -> Result<(), Incomplete> {
        if self.depth == 0 {
            self.at_root(name)?;
        }
        let level = 1 + usize::from(self.within.is_some());
        if self
            .within
            .is_some_and(|within| self.depth == 1 && name == within)
        {
            self.inside = !closed;
        } else if self.depth == level && self.inside {
            let held = self.holds.iter().position(|held| *held == name);
            self.seen |= held.map_or(0, |at| 1 << at);
        }
        match closed {
            true => self.ended |= self.depth == 0,
            false => self.depth += 1,
        }
        Ok(())
    }

    fn at_root(&self, name: &str) -> Result<(), Incomplete> {
        if self.ended {
            return Err(malformed(&"two roots"));
        }
        match name {
            name if name == self.root => Ok(()),
            "Error" | "ErrorResponse" => Err(Incomplete::Error),
            name => Err(Incomplete::Root(name.chars().take(60).collect(), self.root)),
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.ended |= self.depth == 0;
        self.inside &= self.within.is_none() || self.depth > 1;
    }

    fn end(self) -> Result<(), Incomplete> {
        if !self.ended || self.depth > 0 {
            return Err(malformed(&"it ends too early"));
        }
        all(self.holds, self.seen)
    }
}

/// Whether all of some names were seen.
fn all(holds: &'static [&'static str], seen: u64) -> Result<(), Incomplete> {
    let missing = holds
        .iter()
        .enumerate()
        .find(|(at, _)| seen & (1 << at) == 0);
    missing.map_or(Ok(()), |(_, name)| Err(Incomplete::Missing(name)))
}

/// Whether bytes are one whole object with these members.
fn json(body: &[u8], holds: &'static [&'static str]) -> Result<(), Incomplete> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let seen = reader
        .deserialize_map(Members { holds })
        .and_then(|seen| reader.end().map(|()| seen));
    let seen = seen.map_err(|error| malformed(&error))?;
    if seen.error {
        return Err(Incomplete::Error);
    }
    all(holds, seen.members)
}

/// Which members an object has, by bits; and whether it is an error of AWS.
struct MembersPresent {
    members: u64,
    error: bool,
}

struct Members {
    holds: &'static [&'static str],
}

impl<'de> Visitor<'de> for Members {
    type Value = MembersPresent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<MembersPresent, A::Error> {
        let mut seen = MembersPresent {
            members: 0,
            error: false,
        };
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let set = map.next_value::<Option<IgnoredAny>>()?.is_some();
            seen.error |= name == "__type";
            let held = self.holds.iter().position(|held| *held == name);
            seen.members |= held.filter(|_| set).map_or(0, |at| 1 << at);
        }
        Ok(seen)
    }
}
