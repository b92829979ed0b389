//! Fixes in the ledger. What must not happen twice, or without a before-image, is a condition of
//! one transaction: see [`Fixes::begin`].
use std::collections::BTreeSet;
use std::time::Duration;

use model::{Change, Message, Timestamp};

use crate::fix::{Field, Fix, Holder, Past, Spent, Stop, Task};
use crate::kept::written_at;
use crate::kept::{Kept, Written};
use crate::outbox::Pending;
use crate::store::each;
use crate::tasks::task;
use crate::{Error, Item, Key, Step, Store, When, key};

/// Fixes and their before-images are kept so long, in seconds: 400 days.
const KEPT: i64 = 400 * 24 * 60 * 60;
/// So many fixes of one field are remembered.
const PAST: usize = 10;
/// The mode of what a person does at a terminal.
pub const BY_HAND: &str = "by-hand";
/// The cap and the breaker look back so far.
pub const HOUR: i64 = 60 * 60 * 1000;

/// The fixes of a ledger.
#[derive(Debug)]
pub struct Fixes<'a, S> {
    pub(crate) store: &'a S,
}

/// Fixes, and the items among them that this version cannot read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The oldest first.
    pub fixes: Vec<Fix>,
    /// Where the others lie.
    pub unreadable: Vec<Key>,
}

/// A resource that this run alone works at.
#[derive(Clone, Debug)]
pub struct Lease(Kept<Option<Holder>>);

/// What the ledger says before a fix.
#[derive(Clone, Debug)]
pub struct Standing {
    /// That nothing is to be fixed.
    pub stop: Option<Stop>,
    /// What was done to the field.
    pub field: Kept<Field>,
    /// What the account had.
    pub spent: Kept<Spent>,
}

impl<'a, S: Store> Fixes<'a, S> {
    /// Those of a ledger.
    #[must_use]
    pub fn new(store: &'a S) -> Self {
        Self { store }
    }

    /// What the ledger says before a fix of this field.
    pub async fn standing(&self, account: &str, change: &Change) -> Result<Standing, Error> {
        let stop: Kept<Option<Stop>> = self.read(key::stop()).await?;
        let field = key::field(account, &change.resource, &change.fact);
        Ok(Standing {
            stop: stop.value,
            field: self.read(field).await?,
            spent: self.read(key::spent(account)).await?,
        })
    }

    /// Takes a resource for so long; `None` while another run has it. `now` decides whether a
    /// lease is over, so a clock that runs ahead takes a lease that is not: [`Fixes::begin`]
    /// writes nothing for whoever lost theirs.
    pub async fn lease(
        &self,
        account: &str,
        resource: &str,
        run: &str,
        now: Timestamp,
        time: Duration,
    ) -> Result<Option<Lease>, Error> {
        let kept: Kept<Option<Holder>> = self.read(key::lease(account, resource)).await?;
        if kept.value.as_ref().is_some_and(|held| held.until > now) {
            return Ok(None);
        }
        let until = now.checked_add(time).unwrap_or(now);
        let holder = Some(Holder {
            run: run.into(),
            until,
        });
        let step = kept.put(&holder, now, Some(until.as_second() + 3600));
        let version = written_at(&step);
        let taken = self.write(std::slice::from_ref(&step)).await? == Written::Yes;
        let held = Kept {
            version,
            value: holder,
            ..kept
        };
        Ok(taken.then_some(Lease(held)))
    }

    /// Gives a resource back. Whoever took it over meanwhile keeps it.
    pub async fn release(&self, lease: Lease, now: Timestamp) -> Result<(), Error> {
        let free = lease.0.put(&None, now, Some(now.as_second() + 3600));
        self.write(&[free]).await.map(|_| ())
    }

    /// Keeps the before-image, counts the fix, and remembers to come back to it: all or nothing,
    /// and only while not everything is stopped, the lease is still held, and what the guards
    /// looked at is unchanged. Only then may the write be made.
    pub async fn begin(
        &self,
        fix: &Fix,
        standing: &Standing,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Written, Error> {
        let mut field = standing.field.value.clone();
        // What a person does by hand is neither counted nor taken for one side of a fight.
        let counted = fix.mode != BY_HAND;
        let past = || Past {
            at: now,
            control: fix.control.clone(),
            fix: fix.id.clone(),
        };
        field.fixes.extend(counted.then(past));
        let surplus = field.fixes.len().saturating_sub(PAST);
        field.fixes.drain(..surplus);
        let mut spent = standing.spent.value.clone();
        spent.fixes.extend(counted.then(past));
        let hour = now.as_millisecond() - HOUR;
        spent.fixes.retain(|past| past.at.as_millisecond() > hour);
        let expires = Some(now.as_second() + KEPT);
        // An approved one is known already; any other must be new.
        let fresh = match fix.approved_by {
            Some(_) => When::Always,
            None => When::Unchanged(None),
        };
        let mut steps = vec![
            put_fix(fix, fresh),
            task(&Task::Begun(fix.id.clone()), now),
            standing.field.put(&field, now, expires),
            standing.spent.put(&spent, now, expires),
            Step::Check(key::stop(), When::Unchanged(None)),
            Step::Check(lease.0.key.clone(), When::Unchanged(lease.0.version)),
        ];
        steps.push(index(&fix.account));
        self.write(&steps).await
    }

    /// Records a new fix, with what is published of it; nothing where it is recorded already.
    pub async fn enter(&self, fix: &Fix, messages: Vec<Message>) -> Result<Vec<Pending>, Error> {
        self.keep(fix, messages, When::Unchanged(None)).await
    }

    /// Records the present state of a fix, with what is published of it.
    pub async fn note(&self, fix: &Fix, messages: Vec<Message>) -> Result<Vec<Pending>, Error> {
        self.keep(fix, messages, When::Always).await
    }

    async fn keep(
        &self,
        fix: &Fix,
        messages: Vec<Message>,
        when: When,
    ) -> Result<Vec<Pending>, Error> {
        let at = fix.changed_at.as_millisecond();
        let pending: Vec<_> = messages
            .into_iter()
            .map(|message| Pending::new(message, at))
            .collect();
        let mut steps = vec![put_fix(fix, when), index(&fix.account)];
        steps.extend(pending.iter().map(Pending::step));
        match self.write(&steps).await? {
            Written::Yes => Ok(pending),
            Written::Raced => Ok(Vec::new()),
        }
    }

    /// Keeps the machine away from a field until a time; with what is published of that.
    pub async fn hold(
        &self,
        account: &str,
        change: &Change,
        until: Timestamp,
        because: &str,
        (now, messages): (Timestamp, Vec<Message>),
    ) -> Result<Vec<Pending>, Error> {
        let pending = messages.into_iter();
        let pending = pending.map(|message| Pending::new(message, now.as_millisecond()));
        let pending: Vec<_> = pending.collect();
        let held = |field: Field| Field {
            held_until: Some(until),
            held_because: Some(because.into()),
            ..field
        };
        self.edit(account, change, now, held, &pending).await?;
        Ok(pending)
    }

    /// Takes a fix that was begun and not made out of what its field and its account count.
    pub async fn strike(&self, fix: &Fix, now: Timestamp) -> Result<(), Error> {
        let other = |past: &Past| past.fix != fix.id;
        let without = |mut field: Field| {
            field.fixes.retain(other);
            field
        };
        self.edit(&fix.account, &fix.change, now, without, &[])
            .await?;
        loop {
            let kept: Kept<Spent> = self.read(key::spent(&fix.account)).await?;
            let mut spent = kept.value.clone();
            spent.fixes.retain(other);
            if spent == kept.value {
                return Ok(());
            }
            let step = kept.put(&spent, now, Some(now.as_second() + KEPT));
            if self.write(&[step]).await? == Written::Yes {
                return Ok(());
            }
        }
    }

    async fn edit(
        &self,
        account: &str,
        change: &Change,
        now: Timestamp,
        with: impl Fn(Field) -> Field,
        pending: &[Pending],
    ) -> Result<(), Error> {
        let key = key::field(account, &change.resource, &change.fact);
        loop {
            let kept: Kept<Field> = self.read(key.clone()).await?;
            let field = with(kept.value.clone());
            let mut steps = vec![kept.put(&field, now, Some(now.as_second() + KEPT))];
            steps.extend(pending.iter().map(Pending::step));
            if self.write(&steps).await? == Written::Yes {
                return Ok(());
            }
        }
    }

    /// One fix.
    pub async fn get(&self, id: &str) -> Result<Option<Fix>, Error> {
        let Some(key) = key::fix(id) else {
            return Ok(None);
        };
        let kept: Kept<Option<Fix>> = self.read(key).await?;
        Ok(kept.value)
    }

    /// The fixes of one account, or of all, since a time; the oldest first.
    pub async fn since(&self, account: Option<&str>, since: Timestamp) -> Result<Listed, Error> {
        let mut accounts = BTreeSet::new();
        each(self.store, key::FIXED, "", |item| {
            accounts.insert(item.key.place);
        })
        .await?;
        accounts.retain(|one| account.is_none_or(|only| only == one));
        let (mut fixes, mut unreadable) = (Vec::<Fix>::new(), Vec::new());
        for account in accounts {
            each(
                self.store,
                &key::fixes(&account),
                "",
                |item| match serde_json::from_str(&item.data) {
                    Ok(fix) => fixes.push(fix),
                    Err(_) => unreadable.push(item.key),
                },
            )
            .await?;
        }
        fixes.retain(|fix| fix.planned_at >= since);
        fixes.sort_by(|a, b| (a.planned_at, &a.id).cmp(&(b.planned_at, &b.id)));
        Ok(Listed { fixes, unreadable })
    }
}

pub(crate) fn put_fix(fix: &Fix, when: When) -> Step {
    let item = Item {
        key: key::fix(&fix.id).unwrap_or_else(|| key::odd(&fix.id)),
        observed_at: fix.changed_at.as_millisecond(),
        expires: Some(fix.planned_at.as_second() + KEPT),
        data: serde_json::to_string(fix).unwrap_or_default(),
    };
    Step::Put(item, when)
}

/// That an account has fixes.
pub(crate) fn index(account: &str) -> Step {
    let item = Item {
        key: Key {
            partition: key::FIXED.into(),
            place: account.into(),
        },
        observed_at: 0,
        expires: None,
        data: "{}".into(),
    };
    Step::Put(item, When::Always)
}
