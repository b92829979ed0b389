//! One operation in one Region: its rate, and whether it is worth calling.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::limits::Limit;

/// How long an operation may give nothing but refusals before it is given up.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// How many refusals that takes at the least: a single slow call is no reason.
const REFUSALS: u32 = 10;
/// How long an operation that was given up is left alone, before one call tries again.
const REST: Duration = Duration::from_mins(1);

/// An operation that was given up: it was not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GivenUp {
    /// AWS throttled it.
    #[error("the operation was throttled for too long")]
    Throttled,
    /// It failed.
    #[error("the operation failed for too long")]
    Failed,
}

/// What an attempt says about its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// AWS responded, if with a refusal of this one request.
    Answered,
    /// AWS asked for fewer requests.
    Throttled,
    /// It could not be reached, was too slow, or could not work.
    Failed,
}

/// The tokens of one operation, or of several together.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: Limit,
    /// When the next token is there, were all of the burst used.
    next: Mutex<Option<SystemTime>>,
}

/// The calls of one operation in one Region.
#[derive(Debug)]
pub(super) struct Lane {
    bucket: Option<Arc<Bucket>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Since when nothing but refusals came back, and how many.
    refused: Option<(SystemTime, u32)>,
    /// Why it was given up, and when it is tried again.
    given_up: Option<(GivenUp, SystemTime)>,
}

impl Lane {
    pub fn new(bucket: Option<Arc<Bucket>>) -> Self {
        let state = Mutex::default();
        Self { bucket, state }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a call may be made at all.
    pub fn is_open(&self, now: SystemTime) -> Result<(), GivenUp> {
        let mut state = self.state();
        match &mut state.given_up {
            Some((why, until)) if now < *until => Err(*why),
            // This call tries; the others wait for what it learns.
            Some((_, until)) => {
                *until = now + REST;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// How long a call has to wait for its turn.
    pub fn wait(&self, now: SystemTime) -> Option<Duration> {
        self.bucket.as_ref()?.token(now)
    }

    /// Learns from an attempt that began and ended then.
    pub fn note(&self, outcome: Outcome, began: SystemTime, now: SystemTime) {
        let mut state = self.state();
        let why = match outcome {
            Outcome::Answered => {
                state.refused = None;
                state.given_up = None;
                return;
            }
            Outcome::Throttled => GivenUp::Throttled,
            Outcome::Failed => GivenUp::Failed,
        };
        let (since, before) = state.refused.unwrap_or((began, 0));
        let refusals = before.saturating_add(1);
        state.refused = Some((since, refusals));
        if refusals >= REFUSALS && now >= since + PATIENCE {
            state.given_up = Some((why, now + REST));
        }
    }
}

impl Bucket {
    pub fn new(limit: Limit) -> Self {
        let next = Mutex::default();
        Self { limit, next }
    }

    /// Takes a token; how long to wait for it, where there is none yet.
    fn token(&self, now: SystemTime) -> Option<Duration> {
        let each = Duration::from_secs_f64(1.0 / self.limit.per_second);
        let burst = each * self.limit.burst.saturating_sub(1);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = next.unwrap_or(now).max(now);
        *next = Some(at + each);
        let wait = at.duration_since(now).unwrap_or_default();
        wait.checked_sub(burst).filter(|wait| !wait.is_zero())
    }
}
