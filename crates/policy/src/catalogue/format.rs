//! How the table lies in `data/catalogue.bin`.
//!
//! `scripts/catalogue.py` writes it and this file reads it:
//!
//! - *number*: seven bits to a byte, least first; the high bit says that more follow.
//! - *run*: the number of bytes, then the bytes.
//! - *list*: how many items (two bytes), where each ends (three bytes each), the items back to back.
//! - *text*: the numbers of its words; a word is a piece such as `Describe`, `Tags` or `${`.
//! - The file is five sections, each after its length (four bytes): the list of words, most
//!   frequent first; the list of condition keys (a byte of type and flags, a text); the numbers of
//!   the condition keys that hold a placeholder; the list of ARN services (a run with its name,
//!   then a service and a resource type number for each form); the list of services.
//! - A service is a list of seven parts, see [`Part`].
//!
//! Fixed widths are big-endian, lists of names are sorted in lower case. So any item is reached
//! without unpacking another, a name is found by halving, and nothing is built at start.
//! Reading past an end gives nothing rather than a panic; that it never happens is tested by
//! walking the whole table.

use std::cmp::Ordering;
use std::fmt;

static TABLE: &[u8] = include_bytes!("../../data/catalogue.bin");

static WORDS: List = List::new(section(0));
pub(super) static CONDITION_KEYS: List = List::new(section(1));
pub(super) static TEMPLATES: &[u8] = section(2);
pub(super) static ARN_SERVICES: List = List::new(section(3));
pub(super) static SERVICES: List = List::new(section(4));

/// The parts of a service.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The prefix, as bytes.
    Prefix,
    /// The name, a text.
    Name,
    /// The number of its first action, then 1 where resource control policies apply.
    Head,
    /// The numbers of its condition keys.
    ConditionKeys,
    /// Of each resource type: a run with its name, a run with its condition keys, a run for each
    /// ARN form.
    ResourceTypes,
    /// What many actions have in common: the access level, a run with the condition keys, then for
    /// each resource type its number doubled, plus one when required, and a run with condition keys.
    Shapes,
    /// Of each action: the number of its shape, then its name, a text.
    Actions,
}

const fn section(number: usize) -> &'static [u8] {
    let mut rest = TABLE;
    let mut at = 0;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let Some((part, after)) = after.split_at_checked(u32::from_be_bytes(*length) as usize)
        else {
            break;
        };
        if at == number {
            return part;
        }
        rest = after;
        at += 1;
    }
    &[]
}

/// Items of any length, each reached at once.
#[derive(Clone, Copy)]
pub(super) struct List {
    ends: &'static [[u8; 3]],
    items: &'static [u8],
}

impl List {
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        if let Some((count, rest)) = bytes.split_first_chunk::<2>()
            && let Some((ends, items)) =
                rest.split_at_checked(u16::from_be_bytes(*count) as usize * 3)
        {
            let (ends, _) = ends.as_chunks::<3>();
            return Self { ends, items };
        }
        Self {
            ends: &[],
            items: &[],
        }
    }

    pub(super) fn len(self) -> u16 {
        u16::try_from(self.ends.len()).unwrap_or(u16::MAX)
    }

    pub(super) fn get(self, index: u16) -> &'static [u8] {
        let index = usize::from(index);
        let end = |at: usize| {
            let [a, b, c] = self.ends.get(at).copied().unwrap_or_default();
            u32::from_be_bytes([0, a, b, c]) as usize
        };
        let start = index.checked_sub(1).map_or(0, end);
        self.items.get(start..end(index)).unwrap_or_default()
    }

    /// The index of the first item that is not `before`, where those that are come first.
    pub(super) fn partition(self, before: impl Fn(&'static [u8]) -> bool) -> u16 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The index of the item that `order` finds equal.
    pub(super) fn find(self, order: impl Fn(&'static [u8]) -> Ordering) -> Option<u16> {
        let index = self.partition(|item| order(item).is_lt());
        (index < self.len() && order(self.get(index)).is_eq()).then_some(index)
    }
}

/// Numbers one after another, up to the end of the bytes.
#[derive(Clone)]
pub(super) struct Numbers(pub(super) &'static [u8]);

impl Numbers {
    /// A run: the bytes that the next number counts.
    pub(super) fn run(&mut self) -> &'static [u8] {
        let length = self.next().map_or(0, usize::from);
        let (run, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        run
    }

    /// All that is left, as a text.
    pub(super) fn text(self) -> Text {
        Text(self.0)
    }
}

impl Iterator for Numbers {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        let mut value = 0;
        for shift in [0, 7, 14] {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u16::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(value)
    }
}

/// A name or template of the catalogue, unpacked piece by piece as it is read.
///
/// `to_string()` gives it as a `String`; it compares with `str` as written and, with
/// [`eq_ignore_ascii_case`](Self::eq_ignore_ascii_case), as AWS does for names.
#[derive(Clone, Copy)]
pub struct Text(&'static [u8]);

impl Text {
    /// Whether this is `other`, upper and lower case being alike.
    #[must_use]
    pub fn eq_ignore_ascii_case(self, other: &str) -> bool {
        self.order(other).is_eq()
    }

    /// Where this stands beside `other` when both are in lower case.
    pub(super) fn order(self, other: &str) -> Ordering {
        self.lower()
            .cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
    }

    /// Where the beginning of this stands beside `beginning`, itself in lower case.
    pub(super) fn order_of_beginning(self, beginning: &str) -> Ordering {
        self.lower().take(beginning.len()).cmp(beginning.bytes())
    }

    /// Its bytes in lower case.
    pub(super) fn lower(self) -> impl Iterator<Item = u8> {
        self.bytes().map(|byte| byte.to_ascii_lowercase())
    }

    fn bytes(self) -> impl Iterator<Item = u8> {
        self.words().flatten().copied()
    }

    /// Appends it in lower case; it is ASCII.
    pub(super) fn push_lower(self, buffer: &mut String) {
        for word in self.words() {
            buffer.extend(
                word.iter()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
        }
    }

    fn words(self) -> impl Iterator<Item = &'static [u8]> {
        Numbers(self.0).map(|word| WORDS.get(word))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words()
            .try_for_each(|word| f.write_str(str::from_utf8(word).unwrap_or_default()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.bytes().eq(other.bytes())
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
