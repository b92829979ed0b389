//! Making one change: with its image kept before, and everything published after.
use apply::{How, Refused};
use collect::Aws;
use ledger::outbox::Pending;
use ledger::{
    BY_HAND, Baseline, Fix, FixState, Fixes, Plan, Run, Store, Task, TransitionCause, Written,
};
use model::{Arn, Outcome, Scope, Settings, Timestamp};
use notify::{About, Happened};

use crate::compose::{Composer, notice};
use crate::look::look;
use crate::settle::shows;
use crate::{Looked, Planned};

/// With what a fix or an undo is made.
#[derive(Debug)]
pub struct Work<'a, S> {
    /// The account, by the credentials that write.
    pub aws: &'a Aws,
    /// The ledger.
    pub store: &'a S,
    /// The settings to judge by.
    pub settings: &'a Settings,
    /// Whose credentials they are: an ARN.
    pub by: &'a str,
    /// Names the run.
    pub run: &'a str,
    /// The version of the program.
    pub version: &'static str,
    /// What is allowed.
    pub how: How,
    /// The account by narrower credentials that writes are made with; `aws` where absent.
    pub writes_as: Option<&'a Aws>,
}

/// Why nothing was decided: to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// Another run works at it, or everything was stopped meanwhile.
    #[error("`{0}` is being worked at by somebody else, or everything was stopped: try again")]
    Busy(String),
}

impl<S: Store> Work<'_, S> {
    pub(crate) fn fixes(&self) -> Fixes<'_, S> {
        Fixes::new(self.store)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.aws.now()
    }

    /// A fix that is planned now and stands so.
    pub(crate) fn fix(
        &self,
        looked: &Looked,
        planned: &Planned,
        (mode, state, at): (&str, FixState, Timestamp),
    ) -> Fix {
        let finding = &looked.finding;
        Fix {
            id: Fix::name(&finding.account.id, at, &planned.change),
            control: finding.control.into(),
            account: finding.account.id.to_string(),
            partition: finding.account.partition.to_string(),
            region: finding.region.to_string(),
            resource: finding.resource.to_string(),
            part: finding.part.as_deref().map(Into::into),
            change: planned.change.clone(),
            command: planned.command.clone(),
            residue: planned.residue().map(Into::into),
            mode: mode.into(),
            state,
            why: None,
            by: self.by.into(),
            approved_by: None,
            undone_by: None,
            after: None,
            planned_at: at,
            changed_at: self.now(),
        }
    }

    /// Makes the change of a fix that was begun, and publishes what became of it.
    pub(crate) async fn carry(&self, fix: Fix) -> Result<(Fix, Vec<Pending>), FixError> {
        let writes_as = self.writes_as.unwrap_or(self.aws);
        match apply::apply(writes_as, &fix.change, self.how).await {
            Ok(applied) if applied.as_planned => {
                let after = Some(applied.after);
                self.finish(Fix { after, ..fix }).await
            }
            // It stays begun, and whoever goes back to it finds out.
            Ok(applied) => {
                let fix = Fix {
                    after: Some(applied.after),
                    why: Some("AWS took the change and does not show it yet".into()),
                    ..fix
                };
                self.fixes().note(&fix, Vec::new()).await?;
                Ok((fix, Vec::new()))
            }
            Err(Refused::Unanswered { why, .. }) => self.unanswered(fix, why).await,
            Err(refused) => {
                let drifted = matches!(refused, Refused::Drift { .. });
                let by_hand = fix.mode == BY_HAND;
                let hint = fix.hint();
                let ended = self.not_made(fix, &refused.to_string()).await?;
                if drifted && !by_hand {
                    let again = Task::Again(hint);
                    self.fixes().remember(&again, self.now()).await?;
                }
                Ok(ended)
            }
        }
    }

    /// A write without an answer may have been made, or may be made later: the resource shows it. As
    /// long as it does not, the fix stays begun, and whoever goes back to it finds out.
    async fn unanswered(&self, fix: Fix, why: String) -> Result<(Fix, Vec<Pending>), FixError> {
        let now = apply::settled(self.aws, &fix.change, self.how).await;
        if let Ok(now) = now
            && shows(&fix, &now)
        {
            let after = Some(now);
            return self.finish(Fix { after, ..fix }).await;
        }
        let fix = Fix {
            why: Some(format!(
                "AWS did not say whether it made the change: {why}; the resource does not show it yet"
            )),
            ..fix
        };
        self.fixes().note(&fix, Vec::new()).await?;
        Ok((fix, Vec::new()))
    }

    /// Publishes that a fix was begun and proved not to be made.
    pub(crate) async fn not_made(
        &self,
        fix: Fix,
        why: &str,
    ) -> Result<(Fix, Vec<Pending>), FixError> {
        let ended = self.ended(fix, FixState::Failed, why).await?;
        self.fixes().strike(&ended.0, self.now()).await?;
        Ok(ended)
    }

    /// Publishes that a fix which was begun is over without having been seen to be made.
    pub(crate) async fn ended(
        &self,
        fix: Fix,
        state: FixState,
        why: &str,
    ) -> Result<(Fix, Vec<Pending>), FixError> {
        let ended = crate::settle::ended(&self.fixes(), fix, state, why, self.now()).await?;
        Ok(ended)
    }

    /// Publishes that a fix was made: once, however often it is called.
    pub(crate) async fn finish(&self, fix: Fix) -> Result<(Fix, Vec<Pending>), FixError> {
        let fix = Fix {
            why: None,
            ..fix.now(FixState::Applied, self.now())
        };
        let messages = match fix.mode == BY_HAND {
            true => Vec::new(),
            false => vec![notice(Happened::Fixed, &fix, "", "")],
        };
        let mut pending = self.fixes().note(&fix, messages).await?;
        let (message, open) = self.transition(&fix, TransitionCause::Fixed).await?;
        pending.extend(message);
        // Another door of the same resource: it is not published as something new.
        if open && fix.mode != BY_HAND {
            let again = Task::Again(fix.hint());
            self.fixes().remember(&again, self.now()).await?;
        }
        self.fixes().forget(&Task::Begun(fix.id.clone())).await?;
        Ok((fix, pending))
    }

    /// Judges the resource of a fix again, and publishes what that changes; and whether it is still
    /// broken.
    pub(crate) async fn transition(
        &self,
        fix: &Fix,
        cause: TransitionCause,
    ) -> Result<(Vec<Pending>, bool), FixError> {
        let hint = fix.hint();
        // What cannot be read changes nothing; the next sweep shows it.
        let Ok(looked) = look(self.aws, &hint, self.settings).await else {
            return Ok((Vec::new(), false));
        };
        let open = is_open(&looked.finding.outcome);
        let area = looked.control.service().id.to_owned();
        let composer = Composer {
            about: About {
                run: self.run.into(),
                version: self.version,
                settings: self.settings.hash().into(),
            },
            settings: self.settings,
            fix: Some(fix),
        };
        let arn: Option<Arn> = hint.resource.parse().ok();
        let plan = Plan {
            account: self.aws.account().clone(),
            area,
            run: self.run.into(),
            started: looked.finding.observed_at,
            scope: Scope::Resources(arn.into_iter().collect()),
            regions: None,
            controls: vec![looked.control],
            catalogue: controls::catalogue_ids(),
            renamed: controls::RENAMED.to_vec(),
            acts: controls::ACTS,
            baseline: Baseline::Each,
            hold: false,
            share: None,
            partial: true,
        };
        let mut run = Run::begin(self.store, &composer, plan)
            .await?
            .because_of(cause);
        match run.observe(vec![(looked.control, looked.finding)]).await {
            // A sweep became complete just now: it published this, or the next one does.
            Ok(()) | Err(ledger::Error::Overtaken) => Ok((run.take_pending(), open)),
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes a planned change because a person says so, under that person's credentials. Guards that
/// are the machine's alone do not hold a person up; the before-image, the lease and drift do.
pub async fn by_hand<S: Store>(
    work: &Work<'_, S>,
    looked: &Looked,
    planned: &Planned,
) -> Result<(Fix, Vec<Pending>), FixError> {
    let (fixes, now) = (work.fixes(), work.now());
    let account = &*looked.finding.account.id;
    let resource = &*looked.finding.resource;
    let lease = fixes
        .lease(account, resource, work.run, now, crate::machine::LEASE)
        .await?;
    let busy = || FixError::Busy(resource.into());
    let lease = lease.ok_or_else(busy)?;
    let standing = fixes.standing(account, &planned.change).await?;
    let fix = work.fix(looked, planned, (BY_HAND, FixState::Begun, now));
    let begun = fixes.begin(&fix, &standing, &lease, now).await?;
    let carried = match begun {
        Written::Yes => work.carry(fix).await,
        Written::Raced => Err(busy()),
    };
    fixes.release(lease, work.now()).await?;
    carried
}

/// Whether a finding is broken, and no exception covers that.
pub(crate) fn is_open(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Fail { .. })
}
