//! How long an invocation works: what is not done by then is left for another one, before Lambda
//! ends the function and with it what would have been done.
use std::time::Duration;

use model::Timestamp;
use tokio::time::{Instant, timeout_at};

use crate::failure::Failure;

/// An invocation takes no longer (Lambda Developer Guide, "Lambda quotas").
const LONGEST: Duration = Duration::from_mins(15);
/// So much of the time is kept for the answer, at most; a fifth of it where that is less.
const KEPT: Duration = Duration::from_secs(10);

/// So much of a sweep's time is kept for what comes after reading, at most; a fifth of it where that is less.
const SETTLING: Duration = Duration::from_mins(1);

/// When to leave off.
#[derive(Clone, Copy, Debug)]
pub struct Until(Instant);

impl Until {
    /// By when Lambda ends the invocation, in milliseconds since 1970.
    pub fn of(deadline: u64, now: Timestamp) -> Self {
        Self(Instant::now() + left(deadline, now))
    }

    /// Whether nothing more is to be begun.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.0
    }

    /// How long a sweep may read: it still has to judge, keep and publish what it read last.
    pub fn reading(self) -> Duration {
        let left = self.0.saturating_duration_since(Instant::now());
        left.saturating_sub((left / 5).min(SETTLING))
    }

    /// What comes of some work, or that there was no time for it. It is cut off where it stands,
    /// as by a crash.
    pub async fn ended<T>(
        self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let ended = timeout_at(self.0, work).await;
        ended.unwrap_or(Err(Failure::Late))
    }
}

/// How long there is to work. A deadline that is over says nothing: nobody would have called.
fn left(deadline: u64, now: Timestamp) -> Duration {
    let now = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let left = match deadline.checked_sub(now) {
        Some(left @ 1..) => Duration::from_millis(left).min(LONGEST),
        _ => LONGEST,
    };
    left.saturating_sub((left / 5).min(KEPT))
}

#[cfg(test)]
mod tests {
    use super::left;
    use model::Timestamp;

    #[test]
    fn some_time_is_kept_for_the_answer() {
        let now = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
        for (deadline, seconds) in [
            (1_800_000_120_000, 110),
            (1_800_000_055_000, 45),
            (1_800_000_010_000, 8),
            (1_800_000_000_000, 890),
            (600_000, 890),
            (u64::MAX, 890),
        ] {
            assert_eq!(left(deadline, now).as_secs(), seconds, "{deadline}");
        }
    }
}
