//! From page to page.
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::Malformed;

/// The most pages that one list may have: AWS's largest pages hold 1,000 items, its smallest 10.
pub const MOST_PAGES: usize = 50_000;

/// What follows a page.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing: it was the last.
    Last,
    /// Another page; the number stands for its tokens.
    Next(u64),
}

/// Puts a response's tokens into the request for the next page. `more` is what the response says
/// of more pages, where it does.
pub(crate) fn turn<const N: usize>(
    more: Option<bool>,
    tokens: [(&mut Option<String>, Option<String>); N],
) -> Result<Turn, Malformed> {
    let mut hasher = DefaultHasher::new();
    let mut follows = false;
    for (sent, received) in tokens {
        let received = received.filter(|token| !token.is_empty());
        received.hash(&mut hasher);
        follows |= received.is_some();
        *sent = received;
    }
    match (more, follows) {
        (Some(false), _) | (None, false) => Ok(Turn::Last),
        (Some(true), false) => Err(Malformed::new("it says that more follows, and not where")),
        (_, true) => Ok(Turn::Next(hasher.finish())),
    }
}

/// Appends the items of a page, where it has any.
#[allow(dead_code, reason = "for lists that are not required")]
pub(crate) fn extend<T, C: Extend<T> + IntoIterator<Item = T>>(
    all: &mut Option<C>,
    next: Option<C>,
) {
    match (all, next) {
        (Some(all), Some(next)) => all.extend(next),
        (all @ None, next @ Some(_)) => *all = next,
        (_, None) => {}
    }
}
