//! One invocation: each message, or each task that is due, by itself.
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use apply::{How, writer_of};
use collect::{Aws, Role};
use function::{Failure, Fixed, Own, send};
use lambda_runtime::LambdaEvent;
use ledger::outbox::Pending;
use ledger::{DynamoDb, Fixes, Hint, Task};
use model::{Arn, Settings};
use remedy::{Cause, Done, Machine, Trouble, Work};
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
    /// What failed is told item by item, and comes again.
    async fn queue(&self, records: Vec<Record>) -> Result<Value, Failure> {
        let topic = std::env::var("FINDINGS_TOPIC_ARN").unwrap_or_default();
        let here = self.here().await;
        let mine = |account: &str| roles(account, here.as_deref());
        let (mut failed, mut counts) = (Vec::new(), Fixed::default());
        for Record { message_id, body } in records {
            let outcome = match message::read(&body, &topic, mine) {
                // It says the same the next time: it is not to come again.
                Err(why) => Ok((Done::Left("message", why), Vec::new())),
                Ok((hint, cause)) => self.hint(&hint, &cause).await,
            };
            let done = self.settle(&message_id, outcome).await;
            count(&mut counts, done.as_ref());
            if done.is_none() {
                failed.push(json!({"itemIdentifier": message_id}));
            }
        }
        counts.emit(Own::now());
        Ok(json!({"batchItemFailures": failed}))
    }

    /// What was put off, approved or left half done.
    async fn tick(&self) -> Result<Value, Failure> {
        let fixes = Fixes::new(&self.store);
        let (mut done, mut left, now) = (0, 0, Own::now());
        let mut counts = Fixed::default();
        for task in fixes.due(now).await? {
            let outcome = self.task(&fixes, &task).await;
            let became = self.settle(&format!("{task:?}"), outcome).await;
            count(&mut counts, became.as_ref());
            match became {
                None => left += 1,
                Some(Done::Later(..) | Done::Unseen(_)) => {}
                Some(_) => {
                    fixes.over(&task, now).await?;
                    done += 1;
                }
            }
        }
        if done + left > 0 {
            counts.emit(now);
        }
        Ok(json!({"done": done, "left": left}))
    }

    async fn task(&self, fixes: &Fixes<'_, DynamoDb>, task: &Task) -> Outcome {
        let id = match task {
            Task::Again(hint) => return self.hint(hint, &Cause::default()).await,
            Task::Approved(id) | Task::Begun(id) => id,
        };
        let fix = fixes.get(id).await.map_err(|error| error.to_string())?;
        let Some(fix) = fix else {
            return Ok((Done::Whole, Vec::new()));
        };
        let aws = self.aws(&fix.hint()).await?;
        let machine = self.machine(&aws);
        let outcome = match task {
            Task::Begun(_) => machine.resume(fix).await,
            _ => machine.approved(fix).await,
        };
        outcome.map_err(|trouble| trouble.to_string())
    }

    async fn hint(&self, hint: &Hint, cause: &Cause) -> Outcome {
        if !self.is_wanted(hint) {
            let why = "the settings leave it off, or there is no such control or remedy";
            return Ok((Done::Left("off", why.into()), Vec::new()));
        }
        let aws = self.aws(hint).await?;
        let fixed = self.machine(&aws).fix(hint, cause).await;
        fixed.map_err(|trouble: Trouble| trouble.to_string())
    }

    /// Whether it is worth a role: what nobody turned on costs no call.
    fn is_wanted(&self, hint: &Hint) -> bool {
        let rules = &self.settings.document.remediation;
        let allowed = rules.allows(&hint.control, &hint.account).mode;
        allowed != model::settings::Mode::Off && family(hint).is_some()
    }

    fn machine<'a>(&'a self, aws: &'a Aws) -> Machine<'a, DynamoDb> {
        Machine {
            work: Work {
                aws,
                store: &self.store,
                settings: &self.settings,
                by: aws.caller(),
                run: &self.run,
                version: env!("CARGO_PKG_VERSION"),
                how: How::MACHINE,
            },
            stale: self.stale.as_deref(),
        }
    }

    /// The account of a hint, by the role that fixes there.
    async fn aws(&self, hint: &Hint) -> Result<Arc<Aws>, String> {
        let soon = SystemTime::now() + MARGIN;
        if self.ends.is_some_and(|ends| ends < soon) {
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

/// Counts what became of one thing; `None` for what comes again.
fn count(counts: &mut Fixed, done: Option<&Done>) {
    match done {
        None => counts.again += 1,
        Some(Done::Fixed(_)) => counts.fixed += 1,
        Some(Done::Failed(_)) => counts.failed += 1,
        Some(Done::Asked(_)) => counts.asked += 1,
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
