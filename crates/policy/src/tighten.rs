//! A policy without what was not used.
//!
//! Only what is tracked and was not used goes. What AWS does not track stays and is named, since
//! nobody knows whether it is needed; so does all that a Deny says.
//!
//! AWS: IAM User Guide, "Refine permissions in AWS using last accessed information".

mod narrow;
mod usage;

pub use usage::{ServiceUsage, Usage};

use crate::document::{Document, Effect, Selector, Statement};
use narrow::{Narrowed, narrow, widen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use usage::Record;

/// A document made as narrow as its use allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tightened {
    /// What remains. Without statements there is nothing left to attach.
    pub document: Document,
    /// What went, in the order of the original's statements.
    pub removed: Vec<Removed>,
    /// What stays because AWS does not track it: actions, and `service:*` where it tracks nothing
    /// of a service. Sorted.
    pub unknown: Vec<String>,
}

/// An entry of `Action` or `NotAction` that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Index of the statement in the original, from 0.
    pub statement: usize,
    /// Its `Sid`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The action or pattern as it was; `None` where something was added to `NotAction`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// What stands in its place.
    pub replaced_by: Vec<String>,
}

/// Takes from an identity policy what is tracked and was not used.
#[must_use]
pub fn tighten(document: &Document, usage: &Usage) -> Tightened {
    let record = Record::new(usage);
    let mut tightened = Tightened {
        document: Document {
            statements: Vec::new(),
            ..document.clone()
        },
        removed: Vec::new(),
        unknown: Vec::new(),
    };
    let mut unknown = BTreeSet::new();
    for (index, statement) in document.statements.iter().enumerate() {
        // Whom a statement with `Principal` concerns, it was not asked about.
        if statement.effect == Effect::Deny || statement.principal.is_some() {
            tightened.document.statements.push(statement.clone());
            continue;
        }
        let action = match &statement.action {
            Selector::Only(actions) => Selector::Only(only(
                index,
                statement,
                actions,
                &record,
                &mut tightened.removed,
                &mut unknown,
            )),
            Selector::Except(actions) => Selector::Except(except(
                index,
                statement,
                actions,
                &record,
                &mut tightened.removed,
            )),
        };
        let gone = !action.is_except() && action.listed().is_empty();
        if !gone || statement.action.listed().is_empty() {
            tightened.document.statements.push(Statement {
                action,
                ..statement.clone()
            });
        }
    }
    tightened.unknown = unknown.into_iter().collect();
    tightened
}

/// What remains of `Action`.
fn only(
    index: usize,
    statement: &Statement,
    actions: &[String],
    record: &Record,
    removed: &mut Vec<Removed>,
    unknown: &mut BTreeSet<String>,
) -> Vec<String> {
    let mut remaining: Vec<String> = Vec::new();
    for action in actions {
        let Narrowed {
            kept,
            untracked,
            changed,
        } = narrow(action, record);
        unknown.extend(untracked);
        if changed {
            removed.push(Removed {
                statement: index,
                sid: statement.sid.clone(),
                action: Some(action.clone()),
                replaced_by: kept.clone(),
            });
        }
        remaining.extend(kept);
    }
    let mut seen = BTreeSet::new();
    remaining.retain(|action| seen.insert(action.to_ascii_lowercase()));
    remaining
}

/// `NotAction`, with what was not used added to it.
fn except(
    index: usize,
    statement: &Statement,
    actions: &[String],
    record: &Record,
    removed: &mut Vec<Removed>,
) -> Vec<String> {
    let added = widen(actions, record);
    if !added.is_empty() {
        removed.push(Removed {
            statement: index,
            sid: statement.sid.clone(),
            action: None,
            replaced_by: added.clone(),
        });
    }
    actions.iter().cloned().chain(added).collect()
}

impl fmt::Display for Tightened {
    /// For a person: what changes, as a diff of the statements' actions, then what is unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.removed.is_empty() {
            f.write_str("nothing to remove: all that AWS tracks was used")?;
        }
        let mut line = "";
        for removed in &self.removed {
            write!(f, "{line}statement {}", removed.statement)?;
            line = "\n";
            if let Some(sid) = removed.sid.as_deref().filter(|sid| !sid.is_empty()) {
                write!(f, " `{sid}`")?;
            }
            match &removed.action {
                Some(action) => write!(f, "\n- {action}")?,
                None => f.write_str(", NotAction")?,
            }
            for action in &removed.replaced_by {
                write!(f, "\n+ {action}")?;
            }
        }
        if !self.unknown.is_empty() {
            write!(
                f,
                "\nkept, since AWS does not track it: {}",
                self.unknown.join(", ")
            )?;
        }
        Ok(())
    }
}
