//! What the fixer goes back to, and the switch that stops it.
use model::Timestamp;

use crate::fix::{Hint, Stop, Task};
use crate::kept::Kept;
use crate::store::each;
use crate::{Error, Fixes, Item, Step, Store, When, key};

impl<S: Store> Fixes<'_, S> {
    /// Stops every fix from now on, or lets them go on.
    pub async fn stop(&self, what: Option<&Stop>) -> Result<(), Error> {
        let step = what.map_or_else(|| Step::Delete(key::stop()), put_stop);
        self.write(&[step]).await.map(|_| ())
    }

    /// That everything is stopped, if it is.
    pub async fn stopped(&self) -> Result<Option<Stop>, Error> {
        let kept: Kept<Option<Stop>> = self.read(key::stop()).await?;
        Ok(kept.value)
    }

    /// Remembers to go back to something at a time.
    pub async fn remember(&self, what: &Task, at: Timestamp) -> Result<(), Error> {
        self.write(&[task(what, at)]).await.map(|_| ())
    }

    /// What is to be gone back to by this time, the longest due first.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<Task>, Error> {
        let mut due = Vec::new();
        each(self.store, key::TASKS, "", |item| {
            if item.observed_at <= now.as_millisecond() {
                due.extend(
                    serde_json::from_str(&item.data).map(|task: Task| (item.observed_at, task)),
                );
            }
        })
        .await?;
        due.sort_by_key(|(at, _)| *at);
        Ok(due.into_iter().map(|(_, task)| task).collect())
    }

    /// Forgets a task that was due by this time; one that was put off, or remembered again since,
    /// stays.
    pub async fn over(&self, task: &Task, by: Timestamp) -> Result<(), Error> {
        let item = self.store.get(&key::task(task)).await?;
        match item.is_some_and(|item| item.observed_at <= by.as_millisecond()) {
            true => self.forget(task).await,
            false => Ok(()),
        }
    }

    /// Forgets a task.
    pub async fn forget(&self, task: &Task) -> Result<(), Error> {
        self.write(&[Step::Delete(key::task(task))])
            .await
            .map(|_| ())
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

pub(crate) fn task(task: &Task, due: Timestamp) -> Step {
    let item = Item {
        key: key::task(task),
        observed_at: due.as_millisecond(),
        expires: None,
        data: serde_json::to_string(task).unwrap_or_default(),
    };
    Step::Put(item, When::Always)
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
