//! Finding out from the live resource what became of a write whose end was not observed.
//!
//! A fix that was begun has a before-image, and its write may have been made. It stays begun until
//! the resource shows the change, until it is clear that it will not, or until that cannot be determined
//! within a day: then it is `unknown`, which is published, and which can still be undone.
use apply::Refused;
use ledger::outbox::Pending;
use ledger::{BY_HAND, Error, Fix, FixState, Fixes, Store, Task};
use model::Timestamp;
use notify::Happened;
use serde_json::Value as Json;

use crate::compose::notice;
use crate::{FixError, Work};

/// A change that AWS took shows within so long, in milliseconds.
const PATIENCE: i64 = 15 * 60 * 1000;
/// What cannot be read for so long, in milliseconds, is left as unknown.
const UNREADABLE: i64 = 24 * 60 * 60 * 1000;

/// Whether a fact looks as a fix was to make it.
pub(crate) fn shows(fix: &Fix, now: &Json) -> bool {
    let writer = apply::writer_of(&fix.change.fact);
    writer.is_some_and(|writer| writer.same(now, &fix.change.to))
}

/// Settles one fix that was begun, by what its resource shows now. It stays as it is while that
/// may still change.
pub async fn settle<S: Store>(
    work: &Work<'_, S>,
    fix: Fix,
) -> Result<(Fix, Vec<Pending>), FixError> {
    if fix.state == FixState::Applied {
        // It was seen to be made; what comes after that was cut off.
        return work.finish(fix).await;
    }
    let waited = work.now().as_millisecond() - fix.changed_at.as_millisecond();
    match apply::value(work.aws, &fix.change).await {
        Ok(now) if shows(&fix, &now) => {
            let after = Some(now);
            work.finish(Fix { after, ..fix }).await
        }
        Ok(now) if waited > PATIENCE => {
            let writer = apply::writer_of(&fix.change.fact);
            let as_before = writer.is_some_and(|writer| writer.same(&now, &fix.change.from));
            let why = match as_before {
                true => "the resource never showed the change",
                false => "the resource was changed by somebody else meanwhile",
            };
            work.not_made(fix, why).await
        }
        Err(gone @ Refused::Gone(_)) => work.not_made(fix, &gone.to_string()).await,
        Err(refused) if waited > UNREADABLE => {
            let why = format!("whether it was made is not known: {refused}");
            work.ended(fix, FixState::Unknown, &why).await
        }
        Ok(_) | Err(_) => Ok((fix, Vec::new())),
    }
}

/// Ends a fix that was begun and that cannot be read any more, as when its role is gone.
pub async fn abandon<S: Store>(
    fixes: &Fixes<'_, S>,
    fix: Fix,
    why: &str,
    now: Timestamp,
) -> Result<Vec<Pending>, Error> {
    let why = format!("whether it was made is not known: {why}");
    let (_, pending) = ended(fixes, fix, FixState::Unknown, &why, now).await?;
    Ok(pending)
}

/// Keeps how a fix that was begun ended, with what is published of it, and goes back to it no more.
pub(crate) async fn ended<S: Store>(
    fixes: &Fixes<'_, S>,
    fix: Fix,
    state: FixState,
    why: &str,
    now: Timestamp,
) -> Result<(Fix, Vec<Pending>), Error> {
    let fix = Fix {
        why: Some(why.into()),
        ..fix.now(state, now)
    };
    let happened = match state {
        FixState::Unknown => Happened::Unknown,
        _ => Happened::Failed,
    };
    // A person at a terminal sees it there; an unknown end is published.
    let at_terminal = fix.mode == BY_HAND && state == FixState::Failed;
    let messages = match at_terminal {
        true => Vec::new(),
        false => vec![notice(happened, &fix, "", why)],
    };
    let pending = fixes.note(&fix, messages).await?;
    fixes.forget(&Task::Begun(fix.id.clone())).await?;
    Ok((fix, pending))
}
