//! Looking at one live resource and judging it, as an auditor would.
use collect::{Aws, KindNeeds, Request, Sweep};
use controls::Judge;
use ledger::Hint;
use model::{
    Account, Arn, Demand, Finding, Kind, KindInfo, Observed, Region, Scope, Settings, Snapshot,
    Tags, Timestamp,
};

use crate::{KEEP, READERS};

/// One resource as it is now, judged by one control.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The control.
    pub control: &'static dyn Demand,
    /// What it concluded.
    pub finding: Finding,
    /// What it rests on.
    pub snapshot: Snapshot,
    /// The tags that decide whether the machine may touch it.
    pub tags: Tagged,
    /// When the resource was created; read for the machine alone.
    pub created: Created,
}

/// The tags of a resource, or of the nearest one above it that can have some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tagged {
    /// The account's own settings carry none.
    Never,
    /// They were read.
    Seen(Tags),
    /// They were not; why.
    Unread(String),
}

/// When a resource was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// Settings of an account are as old as it is, and no access key has a remedy in its first days.
    Never,
    /// It was read.
    At(Timestamp),
    /// It was not; why.
    Unread(String),
}

/// A resource that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unseen {
    /// There is no such control.
    #[error("there is no control `{0}`")]
    Control(String),
    /// The name means nothing in this account.
    #[error("{0}")]
    Name(String),
    /// It does not exist any more.
    #[error("`{0}` does not exist any more")]
    Gone(String),
    /// It was not found, or the control could not be judged from its own facts alone.
    #[error("`{0}` could not be looked at")]
    Missed(String),
}

/// Reads what a control needs of one resource, and judges it.
pub async fn look(aws: &Aws, hint: &Hint, settings: &Settings) -> Result<Looked, Unseen> {
    let control = controls::find(&hint.control);
    let control = control.ok_or_else(|| Unseen::Control(hint.control.clone()))?;
    let arn: Result<Arn, _> = hint.resource.parse();
    let arn = arn.map_err(|error| Unseen::Name(error.to_string()))?;
    let wanted = KindNeeds {
        kind: control.kind(),
        needs: control.needs(),
    };
    let request = Request::new([wanted], Scope::Resources(vec![arn]), None).with_tags(true);
    let mut sweep = Sweep::new(aws, READERS, request).map_err(|e| Unseen::Name(e.to_string()))?;
    let mut judge = Judge::new(vec![control], settings.clone());
    while let Some(piece) = sweep.next().await {
        let findings = judge.piece(sweep.snapshot(), piece.kind, &piece.rows);
        let about = |finding: &Finding| {
            *finding.resource == *hint.resource && finding.part.as_deref() == hint.part.as_deref()
        };
        let findings = findings.into_iter().find(|(_, finding)| about(finding));
        if let Some((control, finding)) = findings {
            return Ok(Looked::new(sweep.snapshot(), control, finding));
        }
    }
    let snapshot = sweep.finish();
    let gone = snapshot.all_gone().any(|(_, id, _)| id == hint.resource);
    let resource = hint.resource.clone();
    Err(if gone {
        Unseen::Gone(resource)
    } else {
        Unseen::Missed(resource)
    })
}

impl Looked {
    /// What a run found, as far as a fix needs it.
    #[must_use]
    pub fn new(snapshot: &Snapshot, control: &'static dyn Demand, finding: Finding) -> Self {
        let row = row_id(snapshot, control.kind(), &finding);
        let tags = tags(snapshot, control.kind(), &row);
        Self {
            control,
            tags,
            created: Created::Never,
            snapshot: snapshot.clone(),
            finding,
        }
    }

    /// Whether its owner's tag keeps the machine away.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(&self.tags, Tagged::Seen(tags) if tags.contains_key(KEEP))
    }

    /// The same, knowing when the resource was created.
    pub async fn with_age(self, aws: &Aws) -> Self {
        let kind = self.control.kind();
        let id = match &self.finding.part {
            // A part is as old as it is, whatever it is part of.
            Some(_) => return self,
            None => self.row_id(),
        };
        let row = self.snapshot.row_of(kind, &id);
        let region = row.and_then(|row| self.snapshot.region_of(kind, row));
        let created = match collect::created(aws, kind, &id, region).await {
            Ok(None) => Created::Never,
            Ok(Some(at)) => Created::At(at),
            Err(fault) => Created::Unread(fault.reason("").word().into()),
        };
        Self { created, ..self }
    }

    /// Where to look for it again.
    #[must_use]
    pub fn hint(&self) -> Hint {
        Hint {
            control: self.control.id().into(),
            account: self.finding.account.id.to_string(),
            resource: self.finding.resource.to_string(),
            part: self.finding.part.as_deref().map(Into::into),
        }
    }

    /// The id of its row.
    #[must_use]
    pub fn row_id(&self) -> String {
        row_id(&self.snapshot, self.control.kind(), &self.finding)
    }
}

fn row_id(snapshot: &Snapshot, kind: &'static KindInfo, finding: &Finding) -> String {
    let Some(part) = &finding.part else {
        let id = match kind.id == Region::ID {
            true => &finding.region,
            false => &finding.resource,
        };
        return id.to_string();
    };
    let joined = format!("{}#{part}", finding.resource);
    match snapshot.row_of(kind, &joined) {
        Some(_) => joined,
        None => part.to_string(),
    }
}

fn tags(snapshot: &Snapshot, kind: &'static KindInfo, id: &str) -> Tagged {
    let Some(row) = snapshot.row_of(kind, id) else {
        return Tagged::Unread("the resource was not read".into());
    };
    let mut at = Some((kind, row));
    while let Some((kind, row)) = at {
        if kind.id == Account::ID {
            break;
        }
        if let Some(need) = kind.tags() {
            return match snapshot.value(&need, row) {
                Observed::Seen(tags) => serde_json::from_value(tags)
                    .map_or_else(|error| Tagged::Unread(error.to_string()), Tagged::Seen),
                Observed::Missed(reason) => {
                    let actions = need.reads.join(", ");
                    Tagged::Unread(format!("{}, reading takes `{actions}`", reason.word()))
                }
            };
        }
        at = kind
            .within
            .map(|above| (above, snapshot.parent_at(kind, row)));
    }
    // Only what is the account's, or a Region's, own is known to carry none.
    match kind.id {
        Account::ID | Region::ID => Tagged::Never,
        other => Tagged::Unread(format!("tags of `{other}` are not read by this version")),
    }
}
