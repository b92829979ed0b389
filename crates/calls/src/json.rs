//! Responses in JSON, read in one pass.
//!
//! `null` is an absent member. In lists and maps it is an error: an item would be lost.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter::Peekable;

use aws_smithy_json::deserialize::{EscapedStr, JsonTokenIterator, Token, json_token_iter};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, Number, base64};

use crate::malformed::{MembersRead, Step};
use crate::{Malformed, Member};

/// Reads a response: one object and nothing beside it. `members` are the members that the object may
/// have by AWS's model: an object that has others alone is another operation's.
pub(crate) fn decode<'a, T: Value<'a>>(body: &'a [u8], members: &[&str]) -> Result<T, Malformed> {
    if body.trim_ascii().is_empty() {
        return Err(Malformed::new("it is empty"));
    }
    let mut reader = Reader {
        tokens: json_token_iter(body).peekable(),
        path: Vec::new(),
        other: Other::new(members),
    };
    let value = T::read(&mut reader)?;
    match reader.tokens.next() {
        None => {}
        Some(Ok(_)) => return Err(Malformed::new("something follows it")),
        Some(Err(error)) => return Err(Malformed::new(error.to_string())),
    }
    reader.other.check()?;
    Ok(value)
}

/// Reads a body in which nothing is wanted: none, or one object.
#[allow(dead_code, reason = "for operations of which nothing is read")]
pub(crate) fn decode_nothing(body: &[u8], members: &[&str]) -> Result<(), Malformed> {
    if body.is_empty() {
        return Ok(());
    }
    decode::<Nothing>(body, members).map(|Nothing| ())
}

/// A body that is a JSON document of its own, as it was sent: one object with one of the members `has`.
#[allow(dead_code, reason = "for operations whose response is one")]
pub(crate) fn document(body: &[u8], has: &[&str]) -> Result<String, Malformed> {
    let mut reader = Reader {
        tokens: json_token_iter(body).peekable(),
        path: Vec::new(),
        other: Other::new(has),
    };
    Nothing::read(&mut reader)?;
    if reader.tokens.next().is_some() {
        return Err(Malformed::new("something follows it"));
    }
    if !reader.other.is_own {
        return Err(Malformed::new(format!("it has no `{}`", has.join("`, `"))));
    }
    let text = std::str::from_utf8(body).map_err(|_| Malformed::new("it is not UTF-8"))?;
    Ok(text.to_owned())
}

/// An object of which nothing is read.
#[allow(dead_code, reason = "for operations of which nothing is read")]
struct Nothing;
impl Value<'_> for Nothing {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        from.structure(&[], |_, _| Ok(())).map(|()| Self)
    }
}

/// What the outermost object has besides the members that are read.
#[derive(Debug)]
struct Other<'m> {
    members: &'m [&'m str],
    is_own: bool,
    unknown: Option<String>,
}

impl<'m> Other<'m> {
    fn new(members: &'m [&'m str]) -> Self {
        Self {
            members,
            is_own: false,
            unknown: None,
        }
    }

    fn note(&mut self, name: &str) {
        if self.members.contains(&name) {
            self.is_own = true;
        } else if self.unknown.is_none() {
            self.unknown = Some(name.chars().take(60).collect());
        }
    }

    fn check(self) -> Result<(), Malformed> {
        match self.unknown {
            Some(name) if !self.is_own => Err(Malformed::new(format!(
                "it has `{name}` and no member of this operation's response"
            ))),
            _ => Ok(()),
        }
    }
}

/// What a JSON value is read as. The reader stands before it, and is left behind it.
pub trait Value<'a>: Sized {
    /// Reads it.
    fn read(from: &mut Reader<'a, '_>) -> Result<Self, Malformed>;
}

/// A document, read token by token.
pub struct Reader<'a, 'm> {
    tokens: Peekable<JsonTokenIterator<'a>>,
    path: Vec<Step>,
    other: Other<'m>,
}

impl std::fmt::Debug for Reader<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl<'a> Reader<'a, '_> {
    fn error(&self, problem: impl Into<String>) -> Malformed {
        Malformed::at(&self.path, problem)
    }

    fn token(&mut self) -> Result<Token<'a>, Malformed> {
        match self.tokens.next() {
            Some(Ok(token)) => Ok(token),
            Some(Err(error)) => Err(self.error(error.to_string())),
            None => Err(self.error("it ends too early")),
        }
    }

    fn is_null(&mut self) -> bool {
        matches!(self.tokens.peek(), Some(Ok(Token::ValueNull { .. })))
    }

    fn plain(&self, text: EscapedStr<'a>) -> Result<Cow<'a, str>, Malformed> {
        text.to_unescaped()
            .map_err(|error| self.error(error.to_string()))
    }

    /// The next key of an object; `None` at its end.
    fn key(&mut self) -> Result<Option<Cow<'a, str>>, Malformed> {
        match self.token()? {
            Token::ObjectKey { key, .. } => self.plain(key).map(Some),
            Token::EndObject { .. } => Ok(None),
            _ => Err(self.error("it is not an object")),
        }
    }

    fn begin_object(&mut self) -> Result<(), Malformed> {
        match self.token()? {
            Token::StartObject { .. } => Ok(()),
            _ => Err(self.error("it is not an object")),
        }
    }

    /// Reads the members of a structure: `each` reads the one of an index.
    pub fn structure(
        &mut self,
        members: &[Member],
        mut each: impl FnMut(usize, &mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.begin_object()?;
        let is_outermost = self.path.is_empty();
        let mut seen = MembersRead::of(members);
        while let Some(name) = self.key()? {
            if is_outermost {
                self.other.note(&name);
            }
            let Some((index, member)) = seen.find(&name) else {
                self.skip()?;
                continue;
            };
            self.path.push(Step::Member(member.name));
            if self.is_null() {
                self.token()?;
            } else if seen.first(index) {
                each(index, self)?;
            } else {
                return Err(self.error("it occurs twice"));
            }
            self.path.pop();
        }
        match seen.missing() {
            None => Ok(()),
            Some(name) => Err(self.error(format!("`{name}` is missing"))),
        }
    }

    /// Reads a value of any sort.
    pub fn value<T: Value<'a>>(&mut self) -> Result<T, Malformed> {
        T::read(self)
    }

    /// Reads a point in time.
    pub fn time(&mut self, format: Format) -> Result<DateTime, Malformed> {
        if let Format::EpochSeconds = format {
            let seconds = self.number("a point in time", |number| match number {
                Number::Float(seconds) => Some(seconds).filter(|seconds| seconds.is_finite()),
                whole => Some(whole.to_f64_lossy()),
            })?;
            return Ok(DateTime::from_secs_f64(seconds));
        }
        let text = self.text()?;
        DateTime::from_str(&text, format).map_err(|_| self.not(&text, "a point in time"))
    }

    /// Reads bytes in base64.
    pub fn blob(&mut self) -> Result<Vec<u8>, Malformed> {
        let text = self.text()?;
        base64::decode(&*text).map_err(|_| self.not(&text, "base64"))
    }

    fn not(&self, text: &str, what: &str) -> Malformed {
        let text: String = text.chars().take(60).collect();
        self.error(format!("`{text}` is not {what}"))
    }

    fn text(&mut self) -> Result<Cow<'a, str>, Malformed> {
        match self.token()? {
            Token::ValueString { value, .. } => self.plain(value),
            _ => Err(self.error("it is not a string")),
        }
    }

    fn number<T>(
        &mut self,
        what: &str,
        convert: impl FnOnce(Number) -> Option<T>,
    ) -> Result<T, Malformed> {
        let value = match self.token()? {
            Token::ValueNumber { value, .. } => convert(value),
            _ => None,
        };
        value.ok_or_else(|| self.error(format!("it is not {what}")))
    }

    /// Passes over a value, however deep.
    fn skip(&mut self) -> Result<(), Malformed> {
        let mut depth = 0_usize;
        loop {
            match self.token()? {
                Token::StartObject { .. } | Token::StartArray { .. } => depth += 1,
                Token::EndObject { .. } | Token::EndArray { .. } => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

impl Value<'_> for String {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        from.text().map(Cow::into_owned)
    }
}
impl Value<'_> for bool {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        match from.token()? {
            Token::ValueBool { value, .. } => Ok(value),
            _ => Err(from.error("it is not `true` or `false`")),
        }
    }
}
impl Value<'_> for i32 {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        from.number("an integer of 32 bits", |number| number.try_into().ok())
    }
}
impl Value<'_> for i64 {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        from.number("an integer of 64 bits", |number| number.try_into().ok())
    }
}
impl Value<'_> for f64 {
    fn read(from: &mut Reader<'_, '_>) -> Result<Self, Malformed> {
        if let Some(Ok(Token::ValueString { .. })) = from.tokens.peek() {
            let text = from.text()?;
            return match &*text {
                "NaN" => Ok(Self::NAN),
                "Infinity" => Ok(Self::INFINITY),
                "-Infinity" => Ok(Self::NEG_INFINITY),
                text => Err(from.not(text, "a number")),
            };
        }
        from.number("a number", |number| {
            Some(number.to_f64_lossy()).filter(|number| number.is_finite())
        })
    }
}

impl<'a, T: Value<'a>> Value<'a> for Vec<T> {
    fn read(from: &mut Reader<'a, '_>) -> Result<Self, Malformed> {
        let Token::StartArray { .. } = from.token()? else {
            return Err(from.error("it is not a list"));
        };
        let mut items = Self::new();
        loop {
            if let Some(Ok(Token::EndArray { .. })) = from.tokens.peek() {
                from.token()?;
                return Ok(items);
            }
            from.path.push(Step::Item(items.len()));
            if from.is_null() {
                return Err(from.error("it is null"));
            }
            items.push(T::read(from)?);
            from.path.pop();
        }
    }
}

impl<'a, T: Value<'a>> Value<'a> for BTreeMap<String, T> {
    fn read(from: &mut Reader<'a, '_>) -> Result<Self, Malformed> {
        from.begin_object()?;
        let mut entries = Self::new();
        while let Some(key) = from.key()? {
            from.path.push(Step::Item(entries.len()));
            if from.is_null() {
                return Err(from.error("it is null"));
            }
            if entries.insert(key.into_owned(), T::read(from)?).is_some() {
                return Err(from.error("the key occurs twice"));
            }
            from.path.pop();
        }
        Ok(entries)
    }
}

/// The texts of the first of these members of an object: for errors.
pub(crate) fn texts<const N: usize>(body: &[u8], names: [&[&str]; N]) -> [Option<String>; N] {
    let mut texts = [const { None }; N];
    let mut reader = Reader {
        tokens: json_token_iter(body).peekable(),
        path: Vec::new(),
        other: Other::new(&[]),
    };
    if reader.begin_object().is_err() {
        return texts;
    }
    while let Ok(Some(name)) = reader.key() {
        let slot = names.iter().position(|names| names.contains(&&*name));
        let slot = slot.and_then(|at| texts.get_mut(at));
        let is_text = matches!(reader.tokens.peek(), Some(Ok(Token::ValueString { .. })));
        match slot {
            Some(slot @ None) if is_text => *slot = reader.text().ok().map(Cow::into_owned),
            _ => {
                if reader.skip().is_err() {
                    break;
                }
            }
        }
    }
    texts
}
