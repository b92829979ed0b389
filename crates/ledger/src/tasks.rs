//! The fixer's tasks, and the switch that stops it.
//!
//! A task stays until whoever worked on it deletes it, and is deleted only as it was read: one
//! that was put off, or entered again meanwhile, stays.
use std::time::Duration;

use model::{Message, Timestamp};

use crate::fix::{Due, Fix, FixState, Hint, Stop, Task};
use crate::fixes::{index, put_fix};
use crate::kept::{Kept, Written};
use crate::outbox::Pending;
use crate::store::each;
use crate::{Error, Fixes, Item, Key, Step, Store, When, key};

/// The tasks that are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueTasks {
    /// The longest due first.
    pub tasks: Vec<Due>,
    /// Items that this version cannot read: they are not worked on.
    pub unreadable: Vec<Key>,
}

impl<S: Store> Fixes<'_, S> {
    /// Stops every fix from now on, or lets them go on.
    pub async fn stop(&self, what: Option<&Stop>) -> Result<(), Error> {
        let resume = || Step::Delete(key::stop(), When::Always);
        let step = what.map_or_else(resume, put_stop);
        self.write(&[step]).await.map(|_| ())
    }

    /// That everything is stopped, if it is.
    pub async fn stopped(&self) -> Result<Option<Stop>, Error> {
        let kept: Kept<Option<Stop>> = self.read(key::stop()).await?;
        Ok(kept.value)
    }

    /// Approves a fix that waits: the fixer makes it from now on. Both the approval and the task
    /// are written, or neither.
    pub async fn approve(&self, fix: &Fix, by: &str, now: Timestamp) -> Result<Written, Error> {
        let waits = When::Unchanged(Some(fix.changed_at.as_millisecond()));
        let later = fix.changed_at.as_millisecond() + 1;
        let at = Timestamp::from_millisecond(later).map_or(now, |later| later.max(now));
        let approved = Fix {
            approved_by: Some(by.into()),
            ..fix.clone().now(FixState::Approved, at)
        };
        let steps = [
            put_fix(&approved, waits),
            index(&fix.account),
            task(&Task::Approved(fix.id.clone()), now),
        ];
        self.write(&steps).await
    }

    /// Enters a task that is due at a time, as if for the first time.
    pub async fn remember(&self, what: &Task, at: Timestamp) -> Result<(), Error> {
        self.write(&[task(what, at)]).await.map(|_| ())
    }

    /// Puts a task off until a time, and says why. It keeps the time since when it waits. Returns
    /// the task as it is from now on.
    pub async fn put_off(
        &self,
        what: &Task,
        until: Timestamp,
        because: &str,
        now: Timestamp,
    ) -> Result<Due, Error> {
        loop {
            let kept: Kept<Option<Due>> = self.read(key::task(what)).await?;
            let (since, tries) = match &kept.value {
                Some(before) => (before.since, before.tries + 1),
                None => (now, 1),
            };
            let due = Due {
                task: what.clone(),
                since,
                tries,
                because: Some(because.into()),
                version: 0,
            };
            let until = match what {
                Task::Again(_) => until.checked_add(pause(tries)).unwrap_or(until),
                Task::Approved(_) | Task::Begun(_) => until,
            };
            // The item's time is when it is due; it differs from the one before, so that whoever
            // read that one deletes nothing.
            let mut at = until.as_millisecond();
            at += i64::from(kept.version == Some(at));
            let step = Step::Put(item(&due, at), When::Unchanged(kept.version));
            if self.write(&[step]).await? == Written::Yes {
                return Ok(Due { version: at, ..due });
            }
        }
    }

    /// The tasks that are due by a time.
    pub async fn due(&self, now: Timestamp) -> Result<DueTasks, Error> {
        let mut due = DueTasks::default();
        each(self.store, key::TASKS, "", |item| {
            if item.observed_at > now.as_millisecond() {
                return;
            }
            match serde_json::from_str::<Due>(&item.data) {
                Ok(read) => due.tasks.push(Due {
                    version: item.observed_at,
                    ..read
                }),
                Err(_) => due.unreadable.push(item.key),
            }
        })
        .await?;
        due.tasks.sort_by_key(|task| task.version);
        Ok(due)
    }

    /// Deletes a task that was read as due, unless it was written again since.
    pub async fn over(&self, due: &Due) -> Result<(), Error> {
        self.end(due, Vec::new()).await.map(|_| ())
    }

    /// The same, with what is published of it: both or neither.
    pub async fn end(&self, due: &Due, messages: Vec<Message>) -> Result<Vec<Pending>, Error> {
        let pending = messages.into_iter();
        let pending = pending.map(|one| Pending::new(one, due.version));
        let pending: Vec<_> = pending.collect();
        let unchanged = When::Unchanged(Some(due.version));
        let mut steps = vec![Step::Delete(key::task(&due.task), unchanged)];
        steps.extend(pending.iter().map(Pending::step));
        match self.write(&steps).await? {
            Written::Yes => Ok(pending),
            Written::Raced => Ok(Vec::new()),
        }
    }

    /// Deletes a task.
    pub async fn forget(&self, task: &Task) -> Result<(), Error> {
        let delete = Step::Delete(key::task(task), When::Always);
        self.write(&[delete]).await.map(|_| ())
    }
}

/// How much later a finding that was put off so often is looked at than it could be: each look reads
/// AWS.
fn pause(tries: u32) -> Duration {
    match tries {
        0..=10 => Duration::ZERO,
        11..=30 => Duration::from_mins(10),
        _ => Duration::from_hours(1),
    }
}

fn put_stop(what: &Stop) -> Step {
    let item = Item {
        key: key::stop(),
        observed_at: what.since.as_millisecond(),
        expires: None,
        data: serde_json::to_string(what).unwrap_or_default(),
    };
    Step::Put(item, When::Always)
}

/// A task that is due at a time.
pub(crate) fn task(task: &Task, at: Timestamp) -> Step {
    let due = Due {
        task: task.clone(),
        since: at,
        tries: 0,
        because: None,
        version: 0,
    };
    Step::Put(item(&due, at.as_millisecond()), When::Always)
}

fn item(due: &Due, at: i64) -> Item {
    Item {
        key: key::task(&due.task),
        observed_at: at,
        expires: None,
        data: serde_json::to_string(due).unwrap_or_default(),
    }
}

impl Hint {
    pub(crate) fn place(&self) -> String {
        let part = self.part.as_deref().unwrap_or_default();
        model::short_hash(&format!(
            "{}\n{}\n{}\n{part}",
            self.control, self.account, self.resource
        ))
    }
}
