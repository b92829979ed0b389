//! What judging one resource ends in.
use std::borrow::Cow;

use crate::Gap;

/// `?` on a missing fact ends the judgement as "not assessed".
pub type Judged = Result<Verdict, Gap>;

/// What a control says of a resource that it could see well enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The demand is met.
    Holds,
    /// The demand is not met; in words that name what was seen.
    Broken {
        /// Lower case, no full stop.
        because: Cow<'static, str>,
    },
    /// The demand makes no sense for this resource; why.
    NotApplicable(&'static str),
}

/// A broken demand; the words are lower case, without a full stop.
pub fn broken(because: impl Into<Cow<'static, str>>) -> Verdict {
    let because = because.into();
    Verdict::Broken { because }
}

/// Broken if so, else it holds.
pub fn broken_if(so: bool, because: impl Into<Cow<'static, str>>) -> Verdict {
    if so { broken(because) } else { Verdict::Holds }
}

/// The judgement that a resource holds if so, and else is broken.
pub fn holds_if(so: bool, because: impl Into<Cow<'static, str>>) -> Judged {
    Ok(broken_if(!so, because))
}

/// Broken if any is broken, though others could not be seen; else the first gap; else holds.
///
/// So a denied read of one input never hides what another input proves, and never makes a pass.
pub fn any_broken(judged: impl IntoIterator<Item = Judged>) -> Judged {
    let mut gap = None;
    for one in judged {
        match one {
            Ok(broken @ Verdict::Broken { .. }) => return Ok(broken),
            Ok(_) => {}
            Err(missed) => gap = gap.or(Some(missed)),
        }
    }
    gap.map_or(Ok(Verdict::Holds), Err)
}
