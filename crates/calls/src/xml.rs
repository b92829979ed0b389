//! Responses in XML, read in one pass.
//!
//! Elements that are not wanted may be anything well-formed. Of those that are wanted: text where
//! members or list items belong, elements where text belongs, other names in a list, a member that
//! occurs twice, a declared document type and entities other than XML's own are errors.
use std::borrow::Cow;
use std::collections::BTreeMap;

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, base64};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::malformed::{MembersRead, Step};
use crate::{Malformed, Member};

/// Reads a response within these elements, the root first, and nothing beside the root.
pub(crate) fn decode<'a, T: Value<'a>>(
    body: &'a [u8],
    within: &[&'static str],
) -> Result<T, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::new("it is not UTF-8"))?;
    if text.trim_ascii().is_empty() {
        return Err(Malformed::new("it is empty"));
    }
    let mut reader = Reader::of(text);
    let Some((root, inner)) = within.split_first() else {
        return Err(Malformed::new("it has no root"));
    };
    reader.root(root)?;
    let value = reader.descend(inner)?;
    reader.end()?;
    Ok(value)
}

/// Reads a body in which nothing is wanted: its root must be right, and whole.
#[allow(dead_code, reason = "for operations of which nothing is read")]
pub(crate) fn decode_nothing(body: &[u8], within: &[&'static str]) -> Result<(), Malformed> {
    decode::<Nothing>(body, within.get(..1).unwrap_or_default()).map(|Nothing| ())
}

/// An element of which nothing is read.
#[allow(dead_code, reason = "for operations of which nothing is read")]
struct Nothing;
impl Value<'_> for Nothing {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.skip().map(|()| Self)
    }
}

/// What an element is read as. The reader stands behind its start tag, and is left behind its end
/// tag.
pub trait Value<'a>: Sized {
    /// Reads it.
    fn read(from: &mut Reader<'a>) -> Result<Self, Malformed>;
}

/// A document, read element by element.
#[derive(Debug)]
pub struct Reader<'a> {
    events: quick_xml::Reader<&'a [u8]>,
    path: Vec<Step>,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Self {
        let mut events = quick_xml::Reader::from_str(text);
        events.config_mut().expand_empty_elements = true;
        events.config_mut().check_comments = true;
        Self {
            events,
            path: Vec::new(),
        }
    }

    fn error(&self, problem: impl Into<String>) -> Malformed {
        Malformed::at(&self.path, problem)
    }

    /// The next event that says anything: comments and processing instructions do not.
    fn event(&mut self) -> Result<Event<'a>, Malformed> {
        loop {
            match self.events.read_event() {
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::DocType(_)) => return Err(self.error("it declares a document type")),
                Ok(event) => return Ok(event),
                Err(error) => return Err(self.error(error.to_string())),
            }
        }
    }

    fn root(&mut self, name: &str) -> Result<(), Malformed> {
        loop {
            match self.event()? {
                Event::Decl(_) => {}
                Event::Text(text) if is_blank(&text) => {}
                Event::Start(start) if local(start.name().0) == name => return Ok(()),
                Event::Start(start) => {
                    let root = local(start.name().0);
                    return Err(Malformed::new(format!(
                        "its root is `{}`, not `{name}`",
                        shortened(root)
                    )));
                }
                _ => return Err(Malformed::new(format!("its root is not `{name}`"))),
            }
        }
    }

    /// Reads a value in elements of elements; each must be there once.
    fn descend<T: Value<'a>>(&mut self, within: &[&'static str]) -> Result<T, Malformed> {
        let Some((name, inner)) = within.split_first() else {
            return T::read(self);
        };
        let mut value = None;
        self.structure(&[Member::required(name)], |_, reader| {
            value = Some(reader.descend(inner)?);
            Ok(())
        })?;
        value.ok_or_else(|| self.error("it is missing"))
    }

    /// After the root nothing may follow.
    fn end(&mut self) -> Result<(), Malformed> {
        loop {
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Text(text) if is_blank(&text) => {}
                _ => return Err(Malformed::new("something follows its root")),
            }
        }
    }

    /// The next element in this one; `None` at its end.
    fn child(&mut self, belongs: &str) -> Result<Option<BytesStart<'a>>, Malformed> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::End(_) => return Ok(None),
                Event::Text(text) if is_blank(&text) => {}
                Event::Eof => return Err(self.error("it ends too early")),
                _ => return Err(self.error(format!("there is text where {belongs} belong"))),
            }
        }
    }

    /// Reads the members of a structure: `each` reads the one of an index.
    pub fn structure(
        &mut self,
        members: &[Member],
        mut each: impl FnMut(usize, &mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let mut seen = MembersRead::of(members);
        while let Some(start) = self.child("members")? {
            let Some((index, member)) = seen.find(local(start.name().0)) else {
                self.skip()?;
                continue;
            };
            self.path.push(Step::Member(member.name));
            if !seen.first(index) {
                return Err(self.error("it occurs twice"));
            }
            each(index, self)?;
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

    /// Reads a list whose items are elements of one name.
    pub fn list<T: Value<'a>>(&mut self, item: &str) -> Result<Vec<T>, Malformed> {
        let mut items = Vec::new();
        while let Some(start) = self.child("list items")? {
            let name = local(start.name().0);
            self.path.push(Step::Item(items.len()));
            if name != item {
                let name = shortened(name);
                return Err(self.error(format!("the item is called `{name}`, not `{item}`")));
            }
            items.push(T::read(self)?);
            self.path.pop();
        }
        Ok(items)
    }

    /// Reads a map whose entries are elements with a key and a value.
    pub fn map<T: Value<'a>>(
        &mut self,
        [entry, key, value]: [&'static str; 3],
    ) -> Result<BTreeMap<String, T>, Malformed> {
        let mut entries = BTreeMap::new();
        while let Some(start) = self.child("entries")? {
            let name = local(start.name().0);
            self.path.push(Step::Item(entries.len()));
            if name != entry {
                let name = shortened(name);
                return Err(self.error(format!("the entry is called `{name}`, not `{entry}`")));
            }
            let (mut key_text, mut value_read) = (None, None);
            let members = [Member::required(key), Member::required(value)];
            self.structure(&members, |index, reader| {
                match index {
                    0 => key_text = Some(String::read(reader)?),
                    _ => value_read = Some(T::read(reader)?),
                }
                Ok(())
            })?;
            if let (Some(key), Some(value)) = (key_text, value_read)
                && entries.insert(key, value).is_some()
            {
                return Err(self.error("the key occurs twice"));
            }
            self.path.pop();
        }
        Ok(entries)
    }

    /// Reads a point in time.
    pub fn time(&mut self, format: Format) -> Result<DateTime, Malformed> {
        self.parse("a point in time", |text| match format {
            Format::EpochSeconds => {
                let seconds: f64 = text.parse().ok()?;
                seconds
                    .is_finite()
                    .then(|| DateTime::from_secs_f64(seconds))
            }
            format => DateTime::from_str(text, format).ok(),
        })
    }

    /// Reads bytes in base64.
    pub fn blob(&mut self) -> Result<Vec<u8>, Malformed> {
        self.parse("base64", |text| base64::decode(text).ok())
    }

    fn parse<T>(
        &mut self,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Malformed> {
        let text = self.text()?;
        let text = text.trim_ascii();
        parse(text).ok_or_else(|| self.error(format!("`{}` is not {what}", shortened(text))))
    }

    /// Reads the text of an element that has no elements.
    fn text(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        loop {
            let more = match self.event()? {
                Event::End(_) => return Ok(text),
                Event::Text(more) => more.xml10_content(),
                Event::CData(more) => more.xml10_content(),
                Event::GeneralRef(entity) => self.entity(&entity)?.into(),
                Event::Eof => return Err(self.error("it ends too early")),
                _ => return Err(self.error("there is an element where text belongs")),
            };
            if text.is_empty() {
                text = more;
            } else {
                text.to_mut().push_str(&more);
            }
        }
    }

    fn entity(&self, entity: &BytesRef<'_>) -> Result<String, Malformed> {
        if let Ok(Some(character)) = entity.resolve_char_ref() {
            return Ok(character.into());
        }
        let name: &str = entity;
        let text = match name {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "apos" => "'",
            "quot" => "\"",
            _ => {
                return Err(self.error(format!("the entity `{}` is not XML's", shortened(name))));
            }
        };
        Ok(text.into())
    }

    /// Passes over an element, however deep; it must be well-formed.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        let mut depth = 0_usize;
        loop {
            match self.event()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(self.error("it ends too early")),
                _ => {}
            }
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

fn is_blank(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The beginning of a text from outside.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

impl Value<'_> for String {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.text().map(Cow::into_owned)
    }
}
impl Value<'_> for bool {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.parse("`true` or `false`", |text| text.parse().ok())
    }
}
impl Value<'_> for i32 {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.parse("an integer of 32 bits", |text| text.parse().ok())
    }
}
impl Value<'_> for i64 {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.parse("an integer of 64 bits", |text| text.parse().ok())
    }
}
impl Value<'_> for f64 {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.parse("a number", |text| match text {
            "NaN" => Some(Self::NAN),
            "Infinity" => Some(Self::INFINITY),
            "-Infinity" => Some(Self::NEG_INFINITY),
            text => text.parse().ok().filter(|number: &f64| number.is_finite()),
        })
    }
}

/// The text of the first elements of these names, wherever they are: for errors, whose documents
/// need not be well-formed.
pub(crate) fn texts<const N: usize>(text: &str, names: [&[&str]; N]) -> [Option<String>; N] {
    let mut texts = [const { None }; N];
    let mut reader = Reader::of(text);
    while let Ok(event) = reader.event() {
        match event {
            Event::Start(start) => {
                let name = local(start.name().0);
                let slot = names.iter().position(|names| names.contains(&name));
                if let Some(slot @ None) = slot.and_then(|at| texts.get_mut(at)) {
                    let text = reader.text().ok();
                    *slot = text.map(|text| text.trim().to_owned());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    texts
}
