//! One edit of one fact, kept apart from whoever carries it out.
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Fact, Kind, Need, Snapshot, Writable};

/// One edit of one fact of one resource: what it was, what it becomes. Stored as it is, so that
/// it can be undone by another version of the program.
///
/// Creating or deleting a resource is an edit of a fact of what it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The kind of the resource, as `s3.bucket`.
    pub kind: Box<str>,
    /// The resource's id: its ARN where it has one.
    pub resource: Box<str>,
    /// The fact, as `s3.bucket.public-access-block`.
    pub fact: Box<str>,
    /// The fact's value that was seen.
    pub from: Json,
    /// The value it is to have.
    pub to: Json,
}

/// The resource no longer looks as it did when the change was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the resource no longer looks as it did when the change was planned")]
pub struct Drift;

impl Change {
    pub(crate) fn new<F: Writable>(resource: &str, from: &F::Value, to: &F::Value) -> Self {
        // A value that is no JSON becomes null, which no rehearsal lets pass.
        let json = |value| serde_json::to_value(value).unwrap_or_default();
        Self {
            kind: <F::Of as Kind>::ID.into(),
            resource: resource.into(),
            fact: F::ID.into(),
            from: json(from),
            to: json(to),
        }
    }

    /// Both values as their fact's own type, for whoever carries the change out.
    pub fn values<F: Fact>(&self) -> serde_json::Result<(F::Value, F::Value)> {
        let typed = |json: &Json| serde_json::from_value(json.clone());
        Ok((typed(&self.from)?, typed(&self.to)?))
    }

    /// The edit that undoes this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            ..self
        }
    }

    /// The account as it would look afterwards; refuses if `from` no longer holds.
    ///
    /// `need` is the fact that the change names: only its type knows what AWS settles on.
    pub fn rehearse(&self, need: &Need, before: &Snapshot) -> Result<Snapshot, Drift> {
        let codec = need.codec.filter(|_| need.id == &*self.fact).ok_or(Drift)?;
        let row = before.find(need.kind.id, &self.resource).ok_or(Drift)?;
        let mut after = before.clone();
        let (_, row) = after
            .table(need.kind)
            .rows
            .get_index_mut(row)
            .ok_or(Drift)?;
        let cells = &mut Arc::make_mut(row).cells;
        let cell = cells.get_mut(need.id).ok_or(Drift)?;
        *cell = (codec.edit)(cell, &self.from, &self.to)?;
        Ok(after)
    }
}
