//! One invocation: each message, or each task that is due, by itself.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use apply::{How, writer_of};
use collect::{Aws, Options, Role};
use function::{Failure, Fixed, Own, send};
use lambda_runtime::LambdaEvent;
use ledger::outbox::Pending;
use ledger::{Due, DynamoDb, FixState, Fixes, Hint, Task};
use model::settings::Mode;
use model::{Arn, Settings, Timestamp};
use remedy::{Done, FixError, Machine, ReportedCause, Sessions, Work};
use serde_json::{Value, json};

use crate::message;
use crate::trigger::{Record, Trigger};

/// The role that fixes in an account: `{account}` and `{family}` stand for what it is about. The
/// function's own credentials, and its own account alone, where the variable is absent.
const ROLE: &str = "FIX_ROLE_ARN";
/// With less time left, nothing more is begun: one fix takes a second, and ten where AWS is
/// slow to show it. What is cut off half done is gone back to by the clock.
const MARGIN: Duration = Duration::from_secs(15);

/// What one invocation works with.
struct Turn<'a> {
    own: &'a Own,
    store: DynamoDb,
    settings: Settings,
    stale: Option<String>,
    run: String,
    ends: Option<SystemTime>,
}

type Outcome = Result<(Done, Vec<Pending>), String>;

pub async fn run(own: &Own, event: LambdaEvent<Value>) -> Result<Value, Failure> {
    let trigger = Trigger::try_from(event.payload).map_err(Failure::Misdirected)?;
    let (settings, state) = own.settings(Own::now()).await?;
    let turn = Turn {
        own,
        store: own.ledger().await?,
        settings,
        stale: state.error,
        run: event.context.request_id.clone(),
        // Some local runtimes name no time that is still to come.
        ends: Some(event.context.deadline()).filter(|ends| *ends > SystemTime::now() + MARGIN),
    };
    match trigger {
        Trigger::Queue(records) => turn.queue(records).await,
        Trigger::Tick => turn.tick().await,
    }
}

impl Turn<'_> {
    /// What failed is reported item by item, and is delivered again.
    async fn queue(&self, records: Vec<Record>) -> Result<Value, Failure> {
        let topic = std::env::var("FINDINGS_TOPIC_ARN").unwrap_or_default();
        let here = self.here().await;
        let mine = |account: &str| roles(account, here.as_deref());
        let (mut failed, mut counts) = (Vec::new(), Fixed::default());
        for Record { message_id, body } in records {
            let done = match message::read(&body, &topic, mine) {
                // It says the same the next time: it is not to come again.
                Err(why) => {
                    self.settle(&message_id, Ok((Done::Left("message", why), Vec::new())))
                        .await
                }
                Ok((hint, cause)) => {
                    let outcome = self.hint(&hint, &cause).await;
                    let done = self.settle(&message_id, outcome).await;
                    self.put_off(&Task::Again(hint), done)
                        .await
                        .map(|(done, _)| done)
                }
            };
            count(&mut counts, done.as_ref());
            if done.is_none() {
                failed.push(json!({"itemIdentifier": message_id}));
            }
        }
        counts.emit(Own::now());
        Ok(json!({"batchItemFailures": failed}))
    }

    /// What was put off, approved or left half done. Each task stays until it is done, refused or
    /// lapsed, the latter two with a message.
    async fn tick(&self) -> Result<Value, Failure> {
        let fixes = Fixes::new(&self.store);
        let (mut done, mut left, now) = (0, 0, Own::now());
        let (mut counts, mut lapsed) = (Fixed::default(), Vec::new());
        let due = fixes.due(now).await?;
        for key in &due.unreadable {
            tracing::error!(
                place = key.place,
                "a task cannot be read: correct or delete it"
            );
        }
        counts.unreadable = due.unreadable.len();
        for task in due.tasks {
            if self.is_late() {
                break;
            }
            let outcome = self.task(&fixes, &task).await;
            let became = self.settle(&format!("{:?}", task.task), outcome).await;
            let became = self.put_off(&task.task, became).await;
            count(&mut counts, became.as_ref().map(|(done, _)| done));
            match became {
                None => {
                    left += 1;
                    lapsed.extend(lapse(task, None, now));
                }
                Some((Done::Later(by, _, why), due)) => {
                    lapsed.extend(due.and_then(|due| lapse(due, Some((by, why)), now)));
                }
                Some((Done::Unseen(_), _)) => lapsed.extend(lapse(task, None, now)),
                Some(_) => {
                    fixes.over(&task).await?;
                    done += 1;
                }
            }
        }
        self.end_lapsed(&fixes, lapsed).await?;
        if done + left + counts.unreadable > 0 {
            counts.emit(now);
        }
        Ok(json!({"done": done, "left": left}))
    }

    /// Enters what is to be looked at later; `None` where that failed, so that it comes again.
    async fn put_off(&self, task: &Task, done: Option<Done>) -> Option<(Done, Option<Due>)> {
        let Some(Done::Later(by, when, why)) = done else {
            return done.map(|done| (done, None));
        };
        let fixes = Fixes::new(&self.store);
        let now = Own::now();
        match fixes.put_off(task, when, &why, now).await {
            Ok(due) => Some((Done::Later(by, when, why), Some(due))),
            Err(error) => {
                tracing::warn!(%error, "not put off: to be tried again");
                None
            }
        }
    }

    /// Ends tasks that waited for too long. Those of one account and reason are published together.
    async fn end_lapsed(
        &self,
        fixes: &Fixes<'_, DynamoDb>,
        lapsed: Vec<Lapsed>,
    ) -> Result<(), Failure> {
        let now = Own::now();
        let mut hints: BTreeMap<(String, String), Vec<(Due, Hint)>> = BTreeMap::new();
        for Lapsed { due, why } in lapsed {
            match due.task.clone() {
                Task::Again(hint) => {
                    let group = hints.entry((hint.account.clone(), why)).or_default();
                    group.push((due, hint));
                }
                Task::Approved(id) | Task::Begun(id) => {
                    let why = format!("it could not be made since {:.0}: {why}", due.since);
                    let fix = fixes.get(&id).await;
                    let pending = match (fix, &due.task) {
                        (Ok(Some(fix)), Task::Begun(_)) if fix.state == FixState::Begun => {
                            remedy::abandon(fixes, fix, &why, now).await?
                        }
                        (Ok(Some(fix)), Task::Approved(_)) if fix.state == FixState::Approved => {
                            remedy::refuse(fixes, fix, &why, now).await?.1
                        }
                        _ => fixes.end(&due, vec![notify::lost_fix(&id, &why)]).await?,
                    };
                    self.send(pending).await;
                    fixes.over(&due).await?;
                }
            }
        }
        for ((account, why), group) in hints {
            let resources: Vec<_> = group
                .iter()
                .map(|(_, hint)| (&*hint.control, &*hint.resource))
                .collect();
            // What no rule turns on is not published.
            let silent = why == NOT_ALLOWED;
            let message = notify::lapsed(&account, &why, &resources, now);
            let mut messages = (!silent).then_some(message);
            for (due, _) in group {
                let pending = fixes
                    .end(&due, messages.take().into_iter().collect())
                    .await?;
                self.send(pending).await;
            }
        }
        Ok(())
    }

    async fn task(&self, fixes: &Fixes<'_, DynamoDb>, due: &Due) -> Outcome {
        let id = match &due.task {
            Task::Again(hint) => return self.hint(hint, &ReportedCause::default()).await,
            Task::Approved(id) | Task::Begun(id) => id,
        };
        let fix = fixes.get(id).await.map_err(|error| error.to_string())?;
        let Some(fix) = fix else {
            let why = "its record is not in the ledger any more";
            let message = notify::lost_fix(id, why);
            let pending = fixes.end(due, vec![message]).await;
            let pending = pending.map_err(|error| error.to_string())?;
            return Ok((Done::Failed(why.into()), pending));
        };
        let aws = match self.aws(&fix.hint()).await {
            Ok(aws) => aws,
            Err(why) => return Ok((Done::Later("role", Own::now(), why), Vec::new())),
        };
        let hint = fix.hint();
        let sessions = RoleSessions { hint: &hint };
        let machine = self.machine(&aws, &sessions);
        let outcome = match due.task {
            Task::Begun(_) => machine.resume(fix).await,
            _ => machine.approved(fix).await,
        };
        outcome.map_err(|trouble| trouble.to_string())
    }

    async fn hint(&self, hint: &Hint, cause: &ReportedCause) -> Outcome {
        let done = |done| Ok((done, Vec::new()));
        if family(hint).is_none() {
            let why = "there is no such control, or it has no remedy";
            return done(Done::Left("off", why.into()));
        }
        let rules = &self.settings.document.remediation;
        match rules.allows(&hint.control, &hint.account).mode {
            // What is not turned on costs no call.
            Mode::Off if rules.rules.is_empty() => {
                return done(Done::Left("off", NOT_ALLOWED.into()));
            }
            // Somebody may be about to turn it on again.
            Mode::Off => return done(Done::Later("off", Own::now(), NOT_ALLOWED.into())),
            Mode::Observe | Mode::Ask | Mode::Act => {}
        }
        let aws = match self.aws(hint).await {
            Ok(aws) => aws,
            Err(why) => return done(Done::Later("role", Own::now(), why)),
        };
        let sessions = RoleSessions { hint };
        let fixed = self.machine(&aws, &sessions).fix(hint, cause).await;
        fixed.map_err(|trouble: FixError| trouble.to_string())
    }

    /// Whether there is no time to begin anything more.
    fn is_late(&self) -> bool {
        let soon = SystemTime::now() + MARGIN;
        self.ends.is_some_and(|ends| ends < soon)
    }

    fn machine<'a>(
        &'a self,
        aws: &'a Aws,
        sessions: &'a RoleSessions<'a>,
    ) -> Machine<'a, DynamoDb, RoleSessions<'a>> {
        Machine {
            work: Work {
                aws,
                store: &self.store,
                settings: &self.settings,
                by: aws.caller(),
                run: &self.run,
                version: env!("CARGO_PKG_VERSION"),
                how: How::MACHINE,
                writes_as: None,
            },
            sessions,
            stale: self.stale.as_deref(),
        }
    }

    /// The account of a hint, by the role that fixes there.
    async fn aws(&self, hint: &Hint) -> Result<Arc<Aws>, String> {
        if self.is_late() {
            return Err("there is no time left in this invocation".into());
        }
        let aws = self.own.account(role(hint)?).await;
        let aws = aws.map_err(|error| error.to_string())?;
        match *aws.account().id == *hint.account {
            true => Ok(aws),
            false => Err(format!(
                "the credentials are of `{}`, the finding of `{}`",
                aws.account().id,
                hint.account
            )),
        }
    }

    /// Whose credentials the function has, where it fixes with those; nobody's where that cannot
    /// be learnt: then a change of its own is looked at like any other's.
    async fn here(&self) -> Option<String> {
        if std::env::var(ROLE).is_ok() {
            return None;
        }
        let aws = self.own.account(None).await.ok()?;
        message::role(aws.caller())
    }

    /// Sends what is to be sent and notes what became of it; `None` if it is to come again.
    async fn settle(&self, what: &str, outcome: Outcome) -> Option<Done> {
        match outcome {
            Ok((done, pending)) => {
                tracing::info!(what, done = ?done, "looked at");
                self.send(pending).await;
                Some(done)
            }
            Err(why) => {
                tracing::warn!(what, why, "to be tried again");
                None
            }
        }
    }

    /// What cannot be sent now is in the outbox, from where it is sent later.
    async fn send(&self, pending: Vec<Pending>) {
        let sent = match self.own.topics().await {
            Ok(topics) => send(&self.store, &topics, pending).await.map(|_| ()),
            Err(error) => return tracing::warn!(%error, "left in the outbox"),
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "left in the outbox");
        }
    }
}

/// Sessions of the role that fixes what a hint is about.
struct RoleSessions<'a> {
    hint: &'a Hint,
}

impl Sessions for RoleSessions<'_> {
    async fn narrowed(&self, policy: String) -> Result<Option<Aws>, String> {
        let Some(role) = role(self.hint)? else {
            return Ok(None);
        };
        let options = Options {
            role: Some(role),
            session_policy: Some(policy),
            ..Options::default()
        };
        let aws = Aws::connect(options).await;
        aws.map(Some).map_err(|error| error.to_string())
    }
}

/// A task that waited for too long, and for what.
struct Lapsed {
    due: Due,
    why: String,
}

/// A finding whose control no rule turns on.
const NOT_ALLOWED: &str = "the settings turn fixes of it off";
/// So long, in milliseconds, a task may wait: a stop over a long weekend ends before.
const LAPSES: i64 = 7 * 24 * 60 * 60 * 1000;
/// The same for what no rule turns on: longer than somebody needs who edits the settings.
const LAPSES_OFF: i64 = 60 * 60 * 1000;

/// What is put off for longer, in milliseconds, is what a tag keeps.
const KEPT: i64 = 12 * 60 * 60 * 1000;

/// Whether a task waited for too long. What its owner keeps is waited for however long it takes.
fn lapse(due: Due, later: Option<(&str, String)>, now: Timestamp) -> Option<Lapsed> {
    let by = later.as_ref().map_or("", |(by, _)| *by);
    let most = match (by, &due.task) {
        // Looked at again after a day; what cannot be read is tried again within the hour.
        ("tags", Task::Again(_)) if due.version > now.as_millisecond() + KEPT => return None,
        ("off", Task::Again(_)) => LAPSES_OFF,
        _ => LAPSES,
    };
    let waited = now.as_millisecond() - due.since.as_millisecond();
    let why = later.map(|(_, why)| why).or_else(|| due.because.clone());
    let why = why.unwrap_or_else(|| "its account or the ledger could not be reached".into());
    (waited > most).then_some(Lapsed { due, why })
}

/// Counts what became of one thing; `None` for what comes again.
fn count(counts: &mut Fixed, done: Option<&Done>) {
    match done {
        None => counts.again += 1,
        Some(Done::Fixed(_)) => counts.fixed += 1,
        Some(Done::Failed(_)) => counts.failed += 1,
        Some(Done::ApprovalRequested(_)) => counts.approvals_requested += 1,
        Some(done) => {
            let by = done.refused_by().filter(|by| !by.is_empty());
            if let Some(by) = by {
                *counts.refused.entry(by).or_default() += 1;
            }
        }
    }
}

/// The roles that the machine fixes with in an account, as `account/name`.
fn roles(account: &str, here: Option<&str>) -> Vec<String> {
    let Ok(shape) = std::env::var(ROLE) else {
        return here.into_iter().map(Into::into).collect();
    };
    let arns = model::Family::ALL
        .into_iter()
        .map(|family| filled(&shape, account, family.word()));
    arns.filter_map(|arn| message::role(&arn)).collect()
}

/// The family of the fact that a control's remedy changes.
fn family(hint: &Hint) -> Option<model::Family> {
    let control = controls::find(&hint.control)?;
    control.remedy()?;
    let mut needs = control.needs().iter();
    needs.find_map(|need| writer_of(need.id)?.family)
}

fn role(hint: &Hint) -> Result<Option<Role>, String> {
    let (Ok(shape), Some(family)) = (std::env::var(ROLE), family(hint)) else {
        return Ok(None);
    };
    let number = hint.account.bytes().all(|byte| byte.is_ascii_digit());
    if !number || hint.account.len() != 12 {
        return Err(format!("`{}` is no account number", hint.account));
    }
    let arn: Result<Arn, _> = filled(&shape, &hint.account, family.word()).parse();
    let arn = arn.map_err(|error| error.to_string())?;
    let external_id = None;
    Ok(Some(Role { arn, external_id }))
}

fn filled(shape: &str, account: &str, family: &str) -> String {
    shape
        .replace("{account}", account)
        .replace("{family}", family)
}
