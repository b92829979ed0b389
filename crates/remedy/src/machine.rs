//! The automatic path: from a hint to what became of it.
use std::time::Duration;

use ledger::outbox::Pending;
use ledger::{Fix, FixState, Hint, Lease, Standing, Store, Task, Written};
use model::settings::Mode;
use model::{Outcome, Timestamp};
use notify::Happened;
use serde_json::Value as Json;

use crate::carry::is_open;
use crate::done::{Cause, Done};
use crate::guard::{Case, Decision, OFF, decide_by};
use crate::look::look;
use crate::plan::plan;
use crate::tell::notice;
use crate::{Looked, Planned, Trouble, Unseen, Work};

/// A resource is held for so long: longer than a function may run for one message.
pub(crate) const LEASE: Duration = Duration::from_mins(3);
/// What could not be looked at, or not well enough, holds the machine up by this name.
const UNREAD: &str = "unread";
/// After a fight, the field is left alone for so long.
const TRUCE: Duration = Duration::from_hours(24);
/// A change that AWS took is waited for so long.
const PATIENCE: i64 = 15 * 60 * 1000;

/// Fixes what it is pointed at, where that is allowed.
#[derive(Debug)]
pub struct Machine<'a, S> {
    /// With what.
    pub work: Work<'a, S>,
    /// Why the newest settings cannot be used, where they cannot: then nothing is done.
    pub stale: Option<&'a str>,
}

/// What became of a hint, and what is to be sent.
type Outcomes = Result<(Done, Vec<Pending>), Trouble>;

impl<S: Store> Machine<'_, S> {
    /// Looks at what a message points at, and does what is allowed.
    pub async fn fix(&self, hint: &Hint, cause: &Cause) -> Outcomes {
        let rules = &self.work.settings.document.remediation;
        if rules.allows(&hint.control, &hint.account).mode == Mode::Off {
            let why = "the settings leave it off";
            return Ok((Done::Left(OFF, why.into()), Vec::new()));
        }
        self.held(hint, cause, None).await
    }

    /// Does what somebody approved, if all else still stands.
    pub async fn approved(&self, fix: Fix) -> Outcomes {
        let hint = fix.hint();
        if fix.state != FixState::Approved {
            let why = "it is not waiting any more";
            return Ok((Done::Left("lapsed", why.into()), Vec::new()));
        }
        self.held(&hint, &Cause::default(), Some(fix)).await
    }

    async fn held(&self, hint: &Hint, cause: &Cause, approved: Option<Fix>) -> Outcomes {
        let work = &self.work;
        let fixes = work.fixes();
        let lease = fixes
            .lease(&hint.account, &hint.resource, work.run, work.now(), LEASE)
            .await?;
        let lease = lease.ok_or_else(|| Trouble::Busy(hint.resource.clone()))?;
        let done = self.look(hint, cause, approved, &lease).await;
        fixes.release(lease, work.now()).await?;
        done
    }

    async fn look(
        &self,
        hint: &Hint,
        cause: &Cause,
        approved: Option<Fix>,
        lease: &Lease,
    ) -> Outcomes {
        let work = &self.work;
        let looked = match look(work.aws, hint, work.settings).await {
            Ok(looked) => looked,
            Err(Unseen::Gone(_)) => return Ok((Done::Whole, Vec::new())),
            Err(unseen) => return Ok((Done::Left(UNREAD, unseen.to_string()), Vec::new())),
        };
        let left = |by, why: String| Ok((Done::Left(by, why), Vec::new()));
        match &looked.finding.outcome {
            outcome if is_open(outcome) => {}
            Outcome::Excepted { by, .. } => {
                return left("exception", format!("it is excepted: {by}"));
            }
            Outcome::NotAssessed(gap) => return left(UNREAD, gap.to_string()),
            _ => return Ok((Done::Whole, Vec::new())),
        }
        match plan(&looked, work.settings) {
            Ok(Some(planned)) => {
                self.decided(&looked, &planned, cause, approved, lease)
                    .await
            }
            Ok(None) => left(OFF, "its control has no remedy".into()),
            Err(gap) => left(UNREAD, gap.to_string()),
        }
    }

    async fn decided(
        &self,
        looked: &Looked,
        planned: &Planned,
        cause: &Cause,
        approved: Option<Fix>,
        lease: &Lease,
    ) -> Outcomes {
        let work = &self.work;
        let account = &*looked.finding.account.id;
        let standing = work.fixes().standing(account, &planned.change).await?;
        let now = work.now();
        if approved
            .as_ref()
            .is_some_and(|fix| !planned.is(&fix.change))
        {
            return self.lapsed(approved).await;
        }
        let (by, decision) = decide_by(&Case {
            settings: work.settings,
            stale: self.stale,
            looked,
            planned,
            standing: &standing,
            own: cause.own,
            reverter: cause.principal.as_deref(),
            approved: approved.is_some(),
            now,
        });
        let by = by.unwrap_or_default();
        let at = cause.observed_at.unwrap_or(now).min(now);
        match decision {
            Decision::Act => {
                let fresh = work.fix(looked, planned, ("act", FixState::Begun, now));
                let fix = approved.map_or(fresh, |fix| Fix {
                    by: work.by.into(),
                    ..fix.now(FixState::Begun, now)
                });
                self.act(fix, &standing, lease).await
            }
            Decision::Leave(why) => Ok((Done::Left(by, why), Vec::new())),
            Decision::Later(when, why) => {
                work.fixes()
                    .remember(&again(looked, approved), when)
                    .await?;
                Ok((Done::Later(by, when, why), Vec::new()))
            }
            Decision::Fought(why) => self.truce(looked, planned, &why, now).await,
            Decision::Observe(why) => {
                let fix = work.fix(looked, planned, ("observe", FixState::Observed, at));
                self.entered(fix, looked, (by, why)).await
            }
            Decision::Ask(why) => {
                let fix = work.fix(looked, planned, ("ask", FixState::Asked, at));
                self.entered(fix, looked, (by, why)).await
            }
            Decision::Tell(why) => {
                let fix = work.fix(looked, planned, ("tell", FixState::Told, at));
                self.entered(fix, looked, (by, why)).await
            }
        }
    }

    /// Keeps the image and makes the change: not the one without the other.
    async fn act(&self, fix: Fix, standing: &Standing, lease: &Lease) -> Outcomes {
        let (work, now) = (&self.work, fix.changed_at);
        match work.fixes().begin(&fix, standing, lease, now).await? {
            Written::Raced => Err(Trouble::Busy(fix.resource)),
            Written::Yes => work.carry(fix).await.map(became),
        }
    }

    /// Remembers a fix that is not made now; the same one once, however often it is told.
    async fn entered(
        &self,
        fix: Fix,
        looked: &Looked,
        (by, why): (&'static str, String),
    ) -> Outcomes {
        let because = because(looked);
        let id = fix.id.clone();
        let (happened, done) = match fix.state {
            FixState::Asked => (Some(Happened::Asked), Done::Asked(id)),
            FixState::Told => (Some(Happened::Patch), Done::Told(by, id)),
            _ => (None, Done::Observed(id)),
        };
        let fix = Fix {
            why: Some(why.clone()),
            ..fix
        };
        let messages = happened.map(|happened| notice(happened, &fix, because, &why));
        let messages = messages.into_iter().collect();
        let pending = self.work.fixes().enter(&fix, messages).await?;
        Ok((done, pending))
    }

    /// Leaves a field alone for a day, and says who takes fixes back.
    async fn truce(
        &self,
        looked: &Looked,
        planned: &Planned,
        why: &str,
        now: Timestamp,
    ) -> Outcomes {
        let work = &self.work;
        let fix = work.fix(looked, planned, ("act", FixState::Failed, now));
        let message = notice(Happened::Fought, &fix, because(looked), why);
        let until = now.checked_add(TRUCE).unwrap_or(now);
        let pending = work
            .fixes()
            .hold(&fix.account, &fix.change, until, why, (now, vec![message]))
            .await?;
        Ok((Done::Fought(why.into()), pending))
    }

    /// What was approved is not what would be done now.
    async fn lapsed(&self, approved: Option<Fix>) -> Outcomes {
        let why = "the resource changed since this was approved: it is to be asked anew";
        let fix = approved.map(|fix| Fix {
            why: Some(why.into()),
            ..fix.now(FixState::Failed, self.work.now())
        });
        let Some(fix) = fix else {
            return Ok((Done::Failed(why.into()), Vec::new()));
        };
        let message = notice(Happened::Failed, &fix, "", why);
        let pending = self.work.fixes().note(&fix, vec![message]).await?;
        Ok((Done::Failed(why.into()), pending))
    }

    /// Goes back to a fix that was begun and not ended: whoever began it died, or AWS was slow.
    pub async fn resume(&self, fix: Fix) -> Outcomes {
        let work = &self.work;
        let fixes = work.fixes();
        if !matches!(fix.state, FixState::Begun | FixState::Applied) {
            fixes.forget(&Task::Begun(fix.id)).await?;
            return Ok((Done::Whole, Vec::new()));
        }
        let lease = fixes
            .lease(&fix.account, &fix.resource, work.run, work.now(), LEASE)
            .await?;
        let lease = lease.ok_or_else(|| Trouble::Busy(fix.resource.clone()))?;
        let done = self.found(fix).await;
        fixes.release(lease, work.now()).await?;
        done
    }

    async fn found(&self, fix: Fix) -> Outcomes {
        let work = &self.work;
        let waited = work.now().as_millisecond() - fix.changed_at.as_millisecond();
        let writer = apply::writer_of(&fix.change.fact);
        let same = |one: &Json, other: &Json| writer.is_some_and(|writer| writer.same(one, other));
        match work.value(&fix).await {
            Some(now) if same(&now, &fix.change.to) => {
                let after = Some(now);
                work.finish(Fix { after, ..fix }).await.map(became)
            }
            Some(now) if waited > PATIENCE => {
                let why = match same(&now, &fix.change.from) {
                    true => "AWS never showed the change",
                    false => "somebody else wrote meanwhile",
                };
                let fix = Fix {
                    why: Some(why.into()),
                    ..fix.now(FixState::Failed, work.now())
                };
                let message = notice(Happened::Failed, &fix, "", why);
                let pending = work.fixes().note(&fix, vec![message]).await?;
                work.fixes().forget(&Task::Begun(fix.id.clone())).await?;
                Ok((Done::Failed(why.into()), pending))
            }
            _ => Ok((Done::Unseen(fix.id), Vec::new())),
        }
    }
}

fn because(looked: &Looked) -> &str {
    match &looked.finding.outcome {
        Outcome::Fail { because, .. } => because,
        _ => "",
    }
}

fn again(looked: &Looked, approved: Option<Fix>) -> Task {
    match approved {
        Some(fix) => Task::Approved(fix.id),
        None => Task::Again(looked.hint()),
    }
}

fn became((fix, pending): (Fix, Vec<Pending>)) -> (Done, Vec<Pending>) {
    let done = match fix.state {
        FixState::Applied => Done::Fixed(fix.id),
        FixState::Begun => Done::Unseen(fix.id),
        _ => Done::Failed(fix.why.unwrap_or_default()),
    };
    (done, pending)
}
