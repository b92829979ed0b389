//! Taking a fix back, under the credentials of whoever asks.
use apply::Refused;
use ledger::outbox::Pending;
use ledger::{Fix, FixState, Store, Task, TransitionCause};
use model::{Change, Timestamp};
use notify::Happened;

use crate::compose::notice;
use crate::machine::LEASE;
use crate::record::check;
use crate::{FixError, Work};

/// Why a fix was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum CannotUndo {
    /// There is nothing to take back.
    #[error("fix `{fix}` is {state}: only one that was applied can be taken back")]
    State {
        /// The fix.
        fix: String,
        /// How it stands.
        state: &'static str,
    },
    /// What the record says does not fit together: it was changed since the fix was made.
    #[error(
        "the record of fix `{0}` contradicts itself: {1}; nothing was undone. Find out who changed the ledger"
    )]
    Record(String, String),
    /// The credentials are of another account.
    #[error("the fix is of account `{0}`, the credentials are of `{1}`")]
    Elsewhere(String, String),
    /// The resource changed since, or the image cannot be put back.
    #[error("nothing was taken back: {0}")]
    Refused(#[from] Refused),
    /// AWS took it and shows something else.
    #[error(
        "AWS did not say that it undid `{0}`, or does not show it yet: run the same command again in a minute"
    )]
    Unseen(String),
    /// The ledger failed, or another run works at it.
    #[error(transparent)]
    FixError(#[from] FixError),
}

impl From<ledger::Error> for CannotUndo {
    fn from(error: ledger::Error) -> Self {
        Self::FixError(error.into())
    }
}

/// Puts the before-image back, keeps the machine away from it for a while, and publishes that.
pub async fn undo<S: Store>(
    work: &Work<'_, S>,
    fix: Fix,
) -> Result<(Fix, Vec<Pending>), CannotUndo> {
    let here = &*work.aws.account().id;
    if fix.account != here {
        return Err(CannotUndo::Elsewhere(fix.account, here.into()));
    }
    check(&fix)?;
    let fixes = work.fixes();
    let lease = fixes
        .lease(&fix.account, &fix.resource, work.run, work.now(), LEASE)
        .await?;
    let lease = lease.ok_or_else(|| FixError::Busy(fix.resource.clone()))?;
    let undone = put_back(work, fix).await;
    fixes.release(lease, work.now()).await?;
    undone
}

async fn put_back<S: Store>(
    work: &Work<'_, S>,
    fix: Fix,
) -> Result<(Fix, Vec<Pending>), CannotUndo> {
    let (fixes, now) = (work.fixes(), work.now());
    let because = format!("{} took fix {} back", work.by, fix.id);
    // Before the image is put back: whoever dies in between has not started a fight.
    let until = held_until(work, now);
    fixes
        .hold(&fix.account, &fix.change, until, &because, (now, vec![]))
        .await?;
    let back = Change {
        from: fix.after.clone().unwrap_or_else(|| fix.change.to.clone()),
        to: fix.change.from.clone(),
        ..fix.change.clone()
    };
    let applied = match apply::apply(work.aws, &back, work.how).await {
        Ok(applied) => applied.as_planned,
        Err(refused) if is_back(work, &back, &refused).await => true,
        // The write may still be made: the machine is kept away.
        Err(Refused::Unanswered { .. }) => false,
        Err(refused) => {
            let over = (now, vec![]);
            let held = fixes.hold(&fix.account, &fix.change, now, "", over);
            held.await?;
            return Err(refused.into());
        }
    };
    if !applied {
        return Err(CannotUndo::Unseen(fix.id));
    }
    let fix = Fix {
        undone_by: Some(work.by.into()),
        ..fix.now(FixState::Undone, work.now())
    };
    let message = notice(Happened::Undone, &fix, "", &because);
    let mut pending = fixes.note(&fix, vec![message]).await?;
    fixes.forget(&Task::Begun(fix.id.clone())).await?;
    pending.extend(work.transition(&fix, TransitionCause::Undone).await?.0);
    Ok((fix, pending))
}

/// Whether the resource shows the before-image although the write was refused: an earlier undo
/// made it and was cut off, or AWS made it and did not say so.
async fn is_back<S>(work: &Work<'_, S>, back: &Change, refused: &Refused) -> bool {
    let now = match refused {
        Refused::Drift { now, .. } => Some(now.clone()),
        Refused::Unanswered { .. } => apply::settled(work.aws, back, work.how).await.ok(),
        _ => None,
    };
    let writer = apply::writer_of(&back.fact);
    now.zip(writer)
        .is_some_and(|(now, writer)| writer.same(&now, &back.to))
}

/// What an undo would change: the value that it begins from, and the one that it puts back.
#[must_use]
pub fn undo_diff(fix: &Fix) -> String {
    let from = fix.after.as_ref().unwrap_or(&fix.change.to);
    crate::diff(from, &fix.change.from)
}

fn held_until<S>(work: &Work<'_, S>, now: Timestamp) -> Timestamp {
    let days = work.settings.document.remediation.undo_hold_days.value;
    let seconds = now.as_second() + i64::from(days) * 24 * 3600;
    Timestamp::from_second(seconds).unwrap_or(now)
}
