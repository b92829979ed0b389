//! What a judge ends with, beside `model::holds_if`.
use std::borrow::Cow;

use model::{Judged, Verdict, broken};

/// Fails with this fault; passes where there is none.
#[expect(clippy::unnecessary_wraps, reason = "it is the end of a judge")]
pub(crate) fn holds_unless<Words: Into<Cow<'static, str>>>(fault: Option<Words>) -> Judged {
    Ok(fault.map_or(Verdict::Holds, broken))
}

/// The control makes no sense for the resource; why.
#[expect(clippy::unnecessary_wraps, reason = "it is the end of a judge")]
pub(crate) const fn not_applicable(why: &'static str) -> Judged {
    Ok(Verdict::NotApplicable(why))
}

/// Names in a row; `None` where there are none.
pub(crate) fn joined<Name: AsRef<str>>(names: impl IntoIterator<Item = Name>) -> Option<String> {
    let mut names = names.into_iter();
    let first = names.next()?.as_ref().to_owned();
    Some(names.fold(first, |all, name| all + ", " + name.as_ref()))
}
