//! What an observation makes of what was known: the whole of what counts as news.
use model::{Outcome, Timestamp, Transition};

use crate::{Record, State};

/// Why what a run looks at looks otherwise than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransitionCause {
    /// It is not stated.
    #[default]
    Unknown,
    /// It was just fixed: what is whole now is remediated, not merely resolved.
    Fixed,
    /// A fix was just taken back: what is broken again is undone, not reopened.
    Undone,
}

impl TransitionCause {
    pub(crate) fn of(self, transition: Transition) -> Transition {
        use Transition::{Opened, Remediated, Reopened, Resolved, Undone};
        match (self, transition) {
            (Self::Fixed, Resolved) => Remediated,
            (Self::Undone, Opened | Reopened) => Undone,
            (_, other) => other,
        }
    }
}

/// What was seen, as far as it changes how a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Observation<'a> {
    Broken {
        because: &'a str,
        exception: Option<&'a str>,
    },
    Whole {
        because: &'a str,
    },
}

impl<'a> Observation<'a> {
    /// `None` for what was not assessed: it changes nothing.
    pub(crate) fn of(outcome: &'a Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::NotAssessed(_) => return None,
            Outcome::Fail { because, .. } => Self::Broken {
                because,
                exception: None,
            },
            Outcome::Excepted { because, by, .. } => Self::Broken {
                because,
                exception: Some(by),
            },
            Outcome::Pass(_) => Self::Whole { because: "" },
            Outcome::NotApplicable(because) => Self::Whole { because },
        })
    }

    pub(crate) fn because(self) -> &'a str {
        match self {
            Self::Broken { because, .. } | Self::Whole { because } => because,
        }
    }

    fn state(self) -> State {
        match self {
            Self::Broken {
                exception: None, ..
            } => State::Open,
            Self::Broken { .. } => State::Excepted,
            Self::Whole { .. } => State::Resolved,
        }
    }
}

/// How the finding stands from now on and what is published of it; `None` if nothing is to be written.
pub(crate) fn decide(
    before: Option<&Record>,
    seen: Observation<'_>,
    at: Timestamp,
) -> Option<(State, Option<Transition>)> {
    let now = seen.state();
    let Some(before) = before else {
        let opened = (now == State::Open).then_some(Transition::Opened);
        return (now != State::Resolved).then_some((now, opened));
    };
    if before.observed_at >= at {
        return None;
    }
    let transition = match (before.state, now) {
        (State::Open | State::Excepted, State::Resolved) => Transition::Resolved,
        (State::Open, State::Excepted) => Transition::Excepted,
        (State::Excepted, State::Open) => Transition::ExceptionExpired,
        (closed, State::Open) if closed.is_closed() => Transition::Reopened,
        // An exception covers it already: that it is broken again is no news.
        (closed, State::Excepted) if closed.is_closed() => return Some((now, None)),
        // The words changed, as when a key grew older: recorded, not published.
        (State::Open | State::Excepted, _) if before.because != seen.because() => {
            return Some((now, None));
        }
        _ => return None,
    };
    Some((now, Some(transition)))
}

/// So long the finding of an act stands: other sources may lag behind the event by hours.
const STANDS: i64 = 24 * 60 * 60 * 1000;

/// The same where the control is about what somebody did: that it was done again is news, and that
/// it is long ago is none.
pub(crate) fn decide_act(
    before: Option<&Record>,
    seen: Observation<'_>,
    at: Timestamp,
) -> Option<(State, Option<Transition>)> {
    let (state, transition) = decide(before, seen, at)?;
    let standing = before.filter(|before| before.state == State::Open);
    match (state, standing) {
        (State::Resolved, Some(before)) => {
            let age = at.as_millisecond() - before.changed_at.as_millisecond();
            (age >= STANDS).then_some((state, None))
        }
        (State::Resolved, None) => Some((state, None)),
        (State::Open, Some(_)) => Some((state, transition.or(Some(Transition::Reopened)))),
        _ => Some((state, transition)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Observation, STANDS, decide, decide_act};
    use crate::Record;
    use crate::State::{Excepted as Ex, Gone, Open, Resolved as Re, Retired};
    use crate::tests::record;
    use model::Transition::{self, Excepted, ExceptionExpired, Opened, Reopened, Resolved};

    const BROKEN: Observation<'_> = Observation::Broken {
        because: "it is",
        exception: None,
    };
    const EXCEPTED: Observation<'_> = Observation::Broken {
        because: "it is",
        exception: Some("by me"),
    };
    const WHOLE: Observation<'_> = Observation::Whole { because: "" };

    #[test]
    fn every_pair_of_states() {
        let quiet = |state| Some((state, None));
        let publish = |state, what: Transition| Some((state, Some(what)));
        for (before, broken, excepted, whole) in [
            (None, publish(Open, Opened), quiet(Ex), None),
            (
                Some(Open),
                None,
                publish(Ex, Excepted),
                publish(Re, Resolved),
            ),
            (
                Some(Ex),
                publish(Open, ExceptionExpired),
                None,
                publish(Re, Resolved),
            ),
            (Some(Re), publish(Open, Reopened), quiet(Ex), None),
            (Some(Gone), publish(Open, Reopened), quiet(Ex), None),
            (Some(Retired), publish(Open, Reopened), quiet(Ex), None),
        ] {
            let recorded = before.map(|state| record(state, 10));
            let at = |seen| {
                decide(
                    recorded.as_ref(),
                    seen,
                    model::Timestamp::from_millisecond(11).unwrap(),
                )
            };
            assert_eq!(
                (at(BROKEN), at(EXCEPTED), at(WHOLE)),
                (broken, excepted, whole),
                "{before:?}"
            );
        }
    }

    #[test]
    fn what_is_older_or_as_old_changes_nothing() {
        let recorded: Record = record(Open, 10);
        for at in [0, 9, 10] {
            let at = model::Timestamp::from_millisecond(at).unwrap();
            assert_eq!(decide(Some(&recorded), WHOLE, at), None);
        }
    }

    #[test]
    fn other_words_are_recorded_and_not_published() {
        let recorded = record(Open, 10);
        let other = Observation::Broken {
            because: "it is worse",
            exception: None,
        };
        let at = model::Timestamp::from_millisecond(11).unwrap();
        assert_eq!(decide(Some(&recorded), other, at), Some((Open, None)));
        assert_eq!(
            decide_act(Some(&recorded), other, at),
            Some((Open, Some(Reopened)))
        );
    }

    #[test]
    fn an_act_that_is_long_ago_is_no_news() {
        let at = |ms| model::Timestamp::from_millisecond(ms).unwrap();
        let of = |before, seen, ms| decide_act(before, seen, at(ms));
        let (open, closed, excepted) = (record(Open, 10), record(Re, 10), record(Ex, 10));
        assert_eq!(of(None, BROKEN, 11), Some((Open, Some(Opened))));
        assert_eq!(of(Some(&open), BROKEN, 11), None);
        assert_eq!(of(Some(&open), WHOLE, 11), None, "it is not seen yet");
        assert_eq!(of(Some(&open), WHOLE, 10 + STANDS), Some((Re, None)));
        assert_eq!(of(Some(&closed), BROKEN, 11), Some((Open, Some(Reopened))));
        assert_eq!(of(Some(&excepted), WHOLE, 11), Some((Re, None)));
    }
}
