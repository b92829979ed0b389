//! Responses that cannot be read.
use std::fmt;

use crate::Member;

/// Why a response cannot be read, and where: `Reservations.item[3].instancesSet: ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    path: String,
    problem: String,
}

impl Malformed {
    /// A problem of the response as a whole.
    pub fn new(problem: impl Into<String>) -> Self {
        Self::at(&[], problem)
    }

    pub(crate) fn at(path: &[Step], problem: impl Into<String>) -> Self {
        let mut text = String::new();
        for step in path {
            match step {
                Step::Member(name) if text.is_empty() => text.push_str(name),
                Step::Member(name) => {
                    text.push('.');
                    text.push_str(name);
                }
                Step::Item(index) => {
                    text.push('[');
                    text.push_str(&index.to_string());
                    text.push(']');
                }
            }
        }
        Self {
            path: text,
            problem: problem.into(),
        }
    }

    /// The member that cannot be read, empty where it is the whole response.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return write!(f, "the response cannot be read: {}", self.problem);
        }
        write!(
            f,
            "the response cannot be read at `{}`: {}",
            self.path, self.problem
        )
    }
}
impl std::error::Error for Malformed {}

/// One step on the way to a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Member(&'static str),
    Item(usize),
}

/// Which members of a structure were read.
pub(crate) struct MembersRead<'m> {
    members: &'m [Member],
    read: u128,
    next: usize,
}

impl<'m> MembersRead<'m> {
    pub(crate) fn of(members: &'m [Member]) -> Self {
        Self {
            members,
            read: 0,
            next: 0,
        }
    }

    /// The member of this name; services send members in one order, so the one after the last is
    /// looked at first.
    pub(crate) fn find(&mut self, name: &str) -> Option<(usize, &'m Member)> {
        let all = self.members.iter().enumerate();
        let (before, after) = (all.clone().take(self.next), all.skip(self.next));
        let element = after
            .chain(before)
            .find(|(_, member)| member.name == name)?;
        self.next = element.0 + 1;
        Some(element)
    }

    /// Notes that a member was read; `false` where it was read before and may occur once only.
    pub(crate) fn first(&mut self, index: usize) -> bool {
        let bit = 1_u128
            .checked_shl(u32::try_from(index).unwrap_or(u32::MAX))
            .unwrap_or_default();
        let repeated = self.members.get(index).is_some_and(|one| one.repeated);
        let first = self.read & bit == 0;
        self.read |= bit;
        first || repeated
    }

    /// The first required member that was not read.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        let all = self.members.iter().enumerate();
        let mut missing = all.filter(|(at, one)| one.required && self.read >> at & 1 == 0);
        missing.next().map(|(_, one)| one.name)
    }
}
