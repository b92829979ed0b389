//! What would be done about a finding.
use apply::Writer;
use model::{Applicability, Change, Gap, Settings, Undo};
use serde_json::Value as Json;

use crate::{Looked, diff};

/// A change that would heal, and all that is known of it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What becomes of which fact.
    pub change: Change,
    /// Who writes that fact; `None` where nothing does.
    pub writer: Option<&'static Writer>,
    /// The call, as a command of the AWS CLI.
    pub command: String,
    /// Who may decide it.
    pub applicability: Applicability,
    /// What undoing leaves.
    pub undo: Undo,
}

impl Planned {
    /// What changes, a line each.
    #[must_use]
    pub fn diff(&self) -> String {
        diff(&self.change.from, &self.change.to)
    }

    /// Whether another plan is this one: the same change of what is still the same.
    #[must_use]
    pub fn is(&self, other: &Change) -> bool {
        let need = self.writer.and_then(Writer::need);
        let still = |was: &Json, now: &Json| need.is_some_and(|need| need.still(was, now));
        let change = &self.change;
        (&other.resource, &other.fact) == (&change.resource, &change.fact)
            && still(&other.from, &change.from)
            && still(&other.to, &change.to)
    }

    /// What undoing leaves, in words.
    #[must_use]
    pub fn residue(&self) -> Option<&'static str> {
        match self.undo {
            Undo::Exact => None,
            Undo::Residue(stays) => Some(stays),
            Undo::None => Some("it cannot be undone"),
        }
    }
}

/// Plans from what was seen; `None` for a control without a remedy.
pub fn plan(looked: &Looked, settings: &Settings) -> Result<Option<Planned>, Gap> {
    let (control, row) = (looked.control, looked.row_id());
    let planned = control.plan(&looked.snapshot, &row, settings);
    let Some((change, (applicability, undo))) = planned.zip(control.remedy()) else {
        return Ok(None);
    };
    let change = change?;
    let writer = apply::writer_of(&change.fact);
    let region = looked
        .snapshot
        .row_of(control.kind(), &row)
        .and_then(|row| looked.snapshot.region_of(control.kind(), row));
    let command = writer.map(|writer| writer.command(&change, region));
    Ok(Some(Planned {
        change,
        writer,
        command: command.unwrap_or_default(),
        applicability,
        undo,
    }))
}
