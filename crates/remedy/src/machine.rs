//! The automatic path: from a hint to what became of it.
use std::time::Duration;

use collect::Aws;
use ledger::outbox::Pending;
use ledger::{Fix, FixState, Fixes, Hint, Lease, Standing, Store, Task, Written};
use model::settings::Mode;
use model::{Outcome, Timestamp};
use notify::Happened;

use crate::carry::is_open;
use crate::compose::notice;
use crate::done::{Done, ReportedCause};
use crate::guard::{Case, Decision, OFF, decide_by};
use crate::kept;
use crate::look::look;
use crate::plan::plan;
use crate::settle::settle;
use crate::{FixError, Looked, Planned, Unseen, Work};

/// A resource is held for so long: longer than a function may run for one message.
pub(crate) const LEASE: Duration = Duration::from_mins(3);
/// What could not be looked at, or not well enough, holds the machine up by this name.
const UNREAD: &str = "unread";
/// After a fight, the field is left alone for so long.
const TRUCE: Duration = Duration::from_hours(24);

/// The account by credentials that a session policy narrows to one change.
pub trait Sessions: Sync {
    /// Signs in with this session policy; `None` where no role is assumed, so that none can be
    /// narrowed. An error says why sign-in failed.
    fn narrowed(&self, policy: String) -> impl Future<Output = Result<Option<Aws>, String>> + Send;
}

/// Fixes what it is pointed at, where that is allowed.
#[derive(Debug)]
pub struct Machine<'a, S, N> {
    /// With what.
    pub work: Work<'a, S>,
    /// Whose credentials writes are made with.
    pub sessions: &'a N,
    /// Why the newest settings cannot be used, where they cannot: then nothing is done.
    pub stale: Option<&'a str>,
}

/// What became of a hint, and what is to be sent.
type Outcomes = Result<(Done, Vec<Pending>), FixError>;

impl<S: Store, N: Sessions> Machine<'_, S, N> {
    /// Looks at what a message points at, and does what is allowed.
    pub async fn fix(&self, hint: &Hint, cause: &ReportedCause) -> Outcomes {
        self.held(hint, cause, None).await
    }

    /// Does what a person approved, if all else still stands. It stays approved until it is done,
    /// or refused with a reason that is published.
    pub async fn approved(&self, fix: Fix) -> Outcomes {
        if fix.state != FixState::Approved {
            // It was done or refused, and published.
            return Ok((Done::Whole, Vec::new()));
        }
        let hint = fix.hint();
        let (done, mut pending) = self
            .held(&hint, &ReportedCause::default(), Some(&fix))
            .await?;
        let why = match &done {
            Done::Later(_, _, why) => {
                let waits = Fix {
                    why: Some(format!("it waits: {why}")),
                    ..fix
                };
                self.work.fixes().note(&waits, Vec::new()).await?;
                return Ok((done, pending));
            }
            Done::Left(_, why) | Done::Fought(why) => why.clone(),
            Done::Whole => "there is nothing left to fix".into(),
            Done::PatchPublished(..) => {
                "it is to be changed by others: the patch was published".into()
            }
            Done::ApprovalRequested(_) | Done::Observed(_) => {
                "it is not approved as it would be made now".into()
            }
            Done::Fixed(_) | Done::Failed(_) | Done::Unseen(_) => return Ok((done, pending)),
        };
        let (_, refusal) = refuse(&self.work.fixes(), fix, &why, self.work.now()).await?;
        pending.extend(refusal);
        Ok((done, pending))
    }

    async fn held(&self, hint: &Hint, cause: &ReportedCause, approved: Option<&Fix>) -> Outcomes {
        let work = &self.work;
        let fixes = work.fixes();
        let lease = fixes
            .lease(&hint.account, &hint.resource, work.run, work.now(), LEASE)
            .await?;
        let lease = lease.ok_or_else(|| FixError::Busy(hint.resource.clone()))?;
        let done = self.look(hint, cause, approved, &lease).await;
        fixes.release(lease, work.now()).await?;
        done
    }

    async fn look(
        &self,
        hint: &Hint,
        cause: &ReportedCause,
        approved: Option<&Fix>,
        lease: &Lease,
    ) -> Outcomes {
        let work = &self.work;
        let done = |done| Ok((done, Vec::new()));
        let wait = |why: String| done(Done::Later(UNREAD, work.now(), why));
        let looked = match look(work.aws, hint, work.settings).await {
            Ok(looked) => looked,
            Err(Unseen::Gone(_)) => return self.gone(hint).await,
            Err(unseen @ Unseen::Missed(_)) => return wait(unseen.to_string()),
            Err(unseen) => return done(Done::Left("message", unseen.to_string())),
        };
        let ended = match &looked.finding.outcome {
            outcome if is_open(outcome) => None,
            Outcome::Excepted { by, .. } => {
                Some(Done::Left("exception", format!("it is excepted: {by}")))
            }
            Outcome::NotAssessed(gap) => return wait(gap.to_string()),
            _ => Some(Done::Whole),
        };
        if let Some(ended) = ended {
            // There is nothing to fix that a tag could prevent.
            return Ok((ended, kept::publish(work, &looked, false).await?));
        }
        match plan(&looked, work.settings) {
            Ok(Some(planned)) => {
                let looked = self.aged(looked).await;
                let (kept, mut pending) = self
                    .decided(&looked, &planned, cause, approved, lease)
                    .await?;
                pending.extend(self.refresh_kept(&looked).await?);
                Ok((kept, pending))
            }
            Ok(None) => done(Done::Left(OFF, "its control has no remedy".into())),
            Err(gap) => wait(gap.to_string()),
        }
    }

    /// When the resource was created is read only where the settings leave new ones alone.
    async fn aged(&self, looked: Looked) -> Looked {
        let rules = &self.work.settings.document.remediation;
        match rules.grace_minutes.value {
            0 => looked,
            _ => looked.with_age(self.work.aws).await,
        }
    }

    /// A resource that is gone keeps the machine away no more.
    async fn gone(&self, hint: &Hint) -> Outcomes {
        let pending = kept::let_go(&self.work, hint).await?;
        Ok((Done::Whole, pending))
    }

    /// Whether the owner's tag keeps the machine away is a finding of its own.
    async fn refresh_kept(&self, looked: &Looked) -> Result<Vec<Pending>, FixError> {
        let rules = &self.work.settings.document.remediation;
        let finding = &looked.finding;
        let mode = rules.allows(finding.control, &finding.account.id).mode;
        let wanted = matches!(mode, Mode::Ask | Mode::Act);
        kept::publish(&self.work, looked, wanted).await
    }

    async fn decided(
        &self,
        looked: &Looked,
        planned: &Planned,
        cause: &ReportedCause,
        approved: Option<&Fix>,
        lease: &Lease,
    ) -> Outcomes {
        let work = &self.work;
        let account = &*looked.finding.account.id;
        let standing = work.fixes().standing(account, &planned.change).await?;
        let now = work.now();
        if approved.is_some_and(|fix| !planned.is(&fix.change)) {
            let why = "the resource changed since this was approved: it needs a new approval";
            return Ok((Done::Left("lapsed", why.into()), Vec::new()));
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
                let fix = approved.cloned().map_or(fresh, |fix| Fix {
                    by: work.by.into(),
                    why: None,
                    ..fix.now(FixState::Begun, now)
                });
                self.act(fix, &standing, lease).await
            }
            Decision::Leave(why) => Ok((Done::Left(by, why), Vec::new())),
            Decision::Wait(why) => Ok((Done::Later(by, now, why), Vec::new())),
            Decision::Later(when, why) => Ok((Done::Later(by, when, why), Vec::new())),
            Decision::Fought(why) => self.truce(looked, planned, &why, now).await,
            Decision::Observe(why) => {
                let fix = work.fix(looked, planned, ("observe", FixState::Observed, at));
                self.entered(fix, looked, (by, why)).await
            }
            Decision::RequestApproval(why) => {
                let fix = work.fix(looked, planned, ("ask", FixState::ApprovalRequested, at));
                self.entered(fix, looked, (by, why)).await
            }
            Decision::PublishPatch(why) => {
                let fix = work.fix(looked, planned, ("tell", FixState::PatchPublished, at));
                self.entered(fix, looked, (by, why)).await
            }
        }
    }

    /// Keeps the image and makes the change: not the one without the other. Before both, the
    /// credentials are narrowed to that change.
    async fn act(&self, fix: Fix, standing: &Standing, lease: &Lease) -> Outcomes {
        let (work, now) = (&self.work, fix.changed_at);
        let writer = apply::writer_of(&fix.change.fact);
        let policy = writer.map(|writer| writer.session_policy(&fix.change));
        let session = match self.sessions.narrowed(policy.unwrap_or_default()).await {
            Ok(session) => session,
            Err(why) => return Ok((Done::Later("role", now, why), Vec::new())),
        };
        let writes_as = session.as_ref().or(work.writes_as);
        let work = Work { writes_as, ..*work };
        match work.fixes().begin(&fix, standing, lease, now).await? {
            Written::Raced => Err(FixError::Busy(fix.resource)),
            Written::Yes => work.carry(fix).await.map(became),
        }
    }

    /// Remembers a fix that is not made now; the same one once, however often it is planned.
    async fn entered(
        &self,
        fix: Fix,
        looked: &Looked,
        (by, why): (&'static str, String),
    ) -> Outcomes {
        let because = because(looked);
        let id = fix.id.clone();
        let (happened, done) = match fix.state {
            FixState::ApprovalRequested => (
                Some(Happened::ApprovalRequested),
                Done::ApprovalRequested(id),
            ),
            FixState::PatchPublished => (Some(Happened::Patch), Done::PatchPublished(by, id)),
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
        let lease = lease.ok_or_else(|| FixError::Busy(fix.resource.clone()))?;
        let settled = settle(work, fix).await;
        fixes.release(lease, work.now()).await?;
        settled.map(became)
    }
}

/// Ends a fix that a person approved and that is not made, and publishes why.
pub async fn refuse<S: Store>(
    fixes: &Fixes<'_, S>,
    fix: Fix,
    why: &str,
    now: Timestamp,
) -> Result<(Fix, Vec<Pending>), ledger::Error> {
    let fix = Fix {
        why: Some(why.into()),
        ..fix.now(FixState::Failed, now)
    };
    let message = notice(Happened::Failed, &fix, "", why);
    let pending = fixes.note(&fix, vec![message]).await?;
    Ok((fix, pending))
}

fn because(looked: &Looked) -> &str {
    match &looked.finding.outcome {
        Outcome::Fail { because, .. } => because,
        _ => "",
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
