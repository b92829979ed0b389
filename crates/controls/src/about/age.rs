//! Ages, in whole days.
use model::{Settings, Timestamp};

/// Whole days since then.
pub(crate) fn days(settings: &Settings, since: Timestamp) -> i64 {
    settings.now.duration_since(since).as_hours() / 24
}
