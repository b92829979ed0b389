//! Carrying a change out: read, compare, write, read again.
use std::time::Duration;

use collect::{Aws, KindNeeds, Request, Sweep};
use model::{Arn, Change, Need, Observed, Reason, Scope, Snapshot, mask};
use serde_json::Value as Json;

use crate::writer::{At, Writer, writer_of};

/// What is allowed, and how long to wait for AWS to show what it took.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// A change that makes anything less protected is refused.
    pub strengthen_only: bool,
    /// AWS is eventually consistent: it is read again after each of these until it shows the
    /// change.
    pub waits: &'static [Duration],
}

const WAITS: &[Duration] = &[
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

impl How {
    /// By the machine: it never weakens anything, whatever was requested.
    pub const MACHINE: Self = Self {
        strengthen_only: true,
        waits: WAITS,
    };
    /// By a person, under that person's own credentials.
    pub const PERSON: Self = Self {
        strengthen_only: false,
        waits: WAITS,
    };
}

/// A change that AWS took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The fact's value when it was read again: what an undo begins from.
    pub after: Json,
    /// Whether that is what was planned. If not, AWS had not shown it yet, or something else wrote
    /// meanwhile.
    pub as_planned: bool,
}

/// A change of which nothing was done; or, [`Refused::Unanswered`], perhaps was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No writer writes this fact.
    #[error("nothing writes `{0}`: change it by hand")]
    NoWriter(String),
    /// The machine was to make something less protected.
    #[error("this would make `{0}` less protected than it is, which the machine never does")]
    Weakens(String),
    /// The resource does not exist any more.
    #[error("`{0}` does not exist any more")]
    Gone(String),
    /// The fact could not be read.
    #[error("`{fact}` of `{resource}` could not be read: {why}")]
    Unread {
        /// The fact.
        fact: String,
        /// The resource.
        resource: String,
        /// Why.
        why: String,
    },
    /// The fact is not what the change begins from.
    #[error("`{resource}` no longer looks as it did when the change was planned: plan it again")]
    Drift {
        /// The resource.
        resource: String,
        /// What was read now.
        now: Json,
    },
    /// AWS would not take the value.
    #[error("`{resource}` cannot be made so: {why}")]
    Impossible {
        /// The resource.
        resource: String,
        /// Why.
        why: String,
    },
    /// The new value names an encryption key of another account, which the machine never does: who
    /// owns the key could deny access to the data.
    #[error("`{key}` is a key of another account than `{account}`: a person has to decide this")]
    ForeignKey {
        /// The key's ARN.
        key: String,
        /// The account of the resource.
        account: String,
    },
    /// AWS refused the write.
    #[error("`{action}` was denied on `{resource}`: allow it to whoever fixes")]
    Denied {
        /// The IAM action.
        action: String,
        /// The resource.
        resource: String,
    },
    /// AWS answered that it did not do it.
    #[error("AWS did not change `{resource}`: {why}")]
    Failed {
        /// The resource.
        resource: String,
        /// In a few words.
        why: String,
    },
    /// AWS answered that it failed, or did not answer: the write may have been made all the same,
    /// or may be made later. Only the resource shows it.
    #[error("AWS may have changed `{resource}`, or may do so later: {why}")]
    Unanswered {
        /// The resource.
        resource: String,
        /// In a few words.
        why: String,
    },
}

/// Carries a change out.
pub async fn apply(aws: &Aws, change: &Change, how: How) -> Result<Applied, Refused> {
    let fact = || change.fact.to_string();
    let writer = writer_of(&change.fact).ok_or_else(|| Refused::NoWriter(fact()))?;
    let need = writer.need().ok_or_else(|| Refused::NoWriter(fact()))?;
    if how.strengthen_only && !writer.strengthens(change) {
        return Err(Refused::Weakens(fact()));
    }
    let account = &*aws.account().id;
    if let Some(key) = foreign_key(&change.to, account).filter(|_| how.strengthen_only) {
        let account = account.into();
        return Err(Refused::ForeignKey { key, account });
    }
    if let Some(why) = writer.impossible(&change.to) {
        let resource = change.resource.to_string();
        return Err(Refused::Impossible { resource, why });
    }
    let (before, row) = look(aws, writer, &change.resource).await?;
    let now = seen(&before, need, row, change)?;
    let planned = change.rehearse(need, &before).map_err(|_| Refused::Drift {
        resource: change.resource.to_string(),
        now,
    })?;
    let planned = seen(&planned, need, row, change)?;
    let at = At {
        kind: need.kind,
        id: change.resource.to_string(),
        region: before.region_of(need.kind, row).map(Into::into),
    };
    let to = to_be_sent(aws, writer, change).await?;
    let sent = writer.send(aws, &at, &to).await;
    sent.map_err(|fault| failed(writer, change, &fault))?;
    verify(aws, writer, change, &planned, how.waits).await
}

/// The value to write: a secret that was masked where it was read is put back as it is there now.
async fn to_be_sent(aws: &Aws, writer: &'static Writer, change: &Change) -> Result<Json, Refused> {
    if !mask::is_masked(&change.to) {
        return Ok(change.to.clone());
    }
    let resource = || change.resource.to_string();
    let need = writer
        .need()
        .ok_or_else(|| Refused::NoWriter(change.fact.to_string()))?;
    let (live, row) = read(aws, writer, &change.resource, true).await?;
    let live = seen(&live, need, row, change)?;
    mask::unmask(need.id, &change.to, &live).ok_or_else(|| Refused::Impossible {
        resource: resource(),
        why: "it held a secret that is kept nowhere and that the resource no longer has: change it by hand".into(),
    })
}

/// The value of a change's fact as it is now.
pub async fn value(aws: &Aws, change: &Change) -> Result<Json, Refused> {
    let fact = || change.fact.to_string();
    let writer = writer_of(&change.fact).ok_or_else(|| Refused::NoWriter(fact()))?;
    let need = writer.need().ok_or_else(|| Refused::NoWriter(fact()))?;
    let (now, row) = look(aws, writer, &change.resource).await?;
    seen(&now, need, row, change)
}

/// The same, read again until it shows what the change makes of it, or until the waits are over.
pub async fn settled(aws: &Aws, change: &Change, how: How) -> Result<Json, Refused> {
    let mut last = value(aws, change).await;
    for wait in how.waits {
        let shows = |now: &Json| {
            let writer = writer_of(&change.fact);
            writer.is_some_and(|writer| writer.same(now, &change.to))
        };
        if last.as_ref().is_ok_and(shows) {
            break;
        }
        tokio::time::sleep(*wait).await;
        last = value(aws, change).await;
    }
    last
}

/// What a fact of one resource looks like now: a snapshot that holds it, and the resource's row.
pub async fn look(
    aws: &Aws,
    writer: &'static Writer,
    resource: &str,
) -> Result<(Snapshot, usize), Refused> {
    read(aws, writer, resource, false).await
}

async fn read(
    aws: &Aws,
    writer: &'static Writer,
    resource: &str,
    secrets: bool,
) -> Result<(Snapshot, usize), Refused> {
    let unread = |why: String| Refused::Unread {
        fact: writer.need().map_or("", |need| need.id).into(),
        resource: resource.into(),
        why,
    };
    // A part of something, as one of a user's access keys, is found with what it is part of.
    let whole = resource.split('#').next().unwrap_or_default();
    let arn: Result<Arn, _> = whole.parse();
    let arn = arn.map_err(|_| unread("it has no ARN".into()))?;
    let kind = writer.need().map(|need| need.kind);
    let kind = kind.ok_or_else(|| unread("it is of no kind".into()))?;
    let needs = writer.fact;
    let request = Request::new(
        [KindNeeds { kind, needs }],
        Scope::Resources(vec![arn]),
        None,
    );
    let sweep = Sweep::new(aws, writer.readers(), request);
    let mut sweep = sweep.map_err(|error| unread(error.to_string()))?;
    if secrets {
        sweep = sweep.with_secrets();
    }
    while let Some(piece) = sweep.next().await {
        let snapshot = sweep.snapshot();
        let row = snapshot.row_of(kind, resource);
        let row = row.filter(|row| piece.kind.id == kind.id && piece.rows.contains(row));
        if let Some(row) = row.filter(|row| !snapshot.is_gone(kind, *row)) {
            return Ok((snapshot.clone(), row));
        }
    }
    let mut gone = sweep.snapshot().all_gone().map(|(_, id, _)| id);
    let gone = gone.any(|id| id == resource || id == whole);
    match gone {
        true => Err(Refused::Gone(resource.into())),
        false => Err(unread("it was not found".into())),
    }
}

fn seen(at: &Snapshot, need: &Need, row: usize, change: &Change) -> Result<Json, Refused> {
    match at.value(need, row) {
        Observed::Seen(value) => Ok(value),
        Observed::Missed(reason) => Err(Refused::Unread {
            fact: need.id.into(),
            resource: change.resource.to_string(),
            why: words(&reason),
        }),
    }
}

fn words(reason: &Reason) -> String {
    match reason {
        Reason::Denied(action) => format!("`{action}` was denied"),
        Reason::DeniedBy { action, policy } => {
            format!("`{action}` was denied by {}", policy.name())
        }
        Reason::Failed(why) => why.to_string(),
        other => other.word().into(),
    }
}

fn failed(writer: &Writer, change: &Change, fault: &collect::Fault) -> Refused {
    let action = writer.writes.first().copied().unwrap_or_default();
    let resource = change.resource.to_string();
    match fault.reason(action) {
        Reason::Denied(action) | Reason::DeniedBy { action, .. } => Refused::Denied {
            action: action.into(),
            resource,
        },
        // Only 4xx says that nothing was done; not 5xx, nor an answer that makes no sense, nor none.
        reason if !(400..500).contains(&fault.status) => Refused::Unanswered {
            why: words(&reason),
            resource,
        },
        reason => Refused::Failed {
            why: words(&reason),
            resource,
        },
    }
}

/// The first KMS key of another account that a value names, anywhere in it.
#[must_use]
pub fn foreign_key(value: &Json, account: &str) -> Option<String> {
    match value {
        Json::String(text) => {
            let arn: Arn = text.parse().ok()?;
            (arn.service() == "kms" && arn.account() != account).then(|| text.clone())
        }
        Json::Array(all) => all.iter().find_map(|one| foreign_key(one, account)),
        Json::Object(map) => map.values().find_map(|one| foreign_key(one, account)),
        _ => None,
    }
}

async fn verify(
    aws: &Aws,
    writer: &'static Writer,
    change: &Change,
    planned: &Json,
    waits: &[Duration],
) -> Result<Applied, Refused> {
    let mut last = None;
    for wait in waits {
        tokio::time::sleep(*wait).await;
        let looked = look(aws, writer, &change.resource).await;
        let value = looked.and_then(|(now, row)| match writer.need() {
            Some(need) => seen(&now, need, row, change),
            None => Err(Refused::NoWriter(change.fact.to_string())),
        });
        match value {
            // As AWS writes it: an undo begins from that.
            Ok(after) if writer.same(&after, planned) => {
                let as_planned = true;
                return Ok(Applied { after, as_planned });
            }
            other => last = Some(other),
        }
    }
    // The write was taken; that it cannot be seen does not make it undone.
    let after = match last {
        Some(Ok(after)) => after,
        Some(Err(_)) | None => Json::Null,
    };
    let as_planned = false;
    Ok(Applied { after, as_planned })
}
