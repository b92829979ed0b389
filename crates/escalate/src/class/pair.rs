//! Conditions that compare the tags of what is acted on with fixed values or the caller's tags:
//! told for caller and target at once, so that tags told apart need no solving.

use super::TAGS_OF_TARGET;
use super::caller::{CallerKeys, Status};
use crate::account::Tag;
use crate::quick::Map;
use policy::parts::Clause;
use policy::parts::Facts;
use std::collections::HashMap;
use std::fmt::Write;

/// What is known of a caller's statements by the tags of what is acted on.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    /// By statement (where it stands in memory, which is where it stays) and the values of tags.
    statuses: Map<usize, HashMap<String, Status>>,
    values: String,
}

/// Whether a statement asks for tags of what is acted on.
pub(super) fn asks_for_tags(clause: &Clause) -> bool {
    clause.checks.iter().any(|check| is_of_target(&check.key))
}

fn is_of_target(key: &str) -> bool {
    TAGS_OF_TARGET.iter().any(|prefix| key.starts_with(prefix))
}

fn value<'t>(tags: &'t [Tag], key: &str) -> Option<&'t str> {
    let (_, name) = key.split_once('/')?;
    tags.iter()
        .find(|tag| tag.key.eq_ignore_ascii_case(name))
        .map(|tag| tag.value.as_str())
}

impl CallerKeys {
    /// How the conditions of a statement stand for this caller and a target with these tags.
    pub(super) fn status_for(&self, clause: &Clause, tags: &[Tag]) -> Status {
        // Who may tag others may give them the tags it needs.
        if self.retags {
            return Status::Open;
        }
        let pairs = &mut *self.pairs.borrow_mut();
        pairs.values.clear();
        for check in clause
            .checks
            .iter()
            .filter(|check| is_of_target(&check.key))
        {
            // Writing to a string cannot fail.
            let _ = match value(tags, &check.key) {
                Some(value) => write!(pairs.values, "{}={value};", value.len()),
                None => write!(pairs.values, "-;"),
            };
        }
        let of_clause = pairs
            .statuses
            .entry(std::ptr::from_ref(clause).addr())
            .or_default();
        if let Some(status) = of_clause.get(&pairs.values) {
            return *status;
        }
        let status = self.compare(clause, tags);
        of_clause.insert(pairs.values.clone(), status);
        status
    }

    fn compare(&self, clause: &Clause, tags: &[Tag]) -> Status {
        let mut request = self.request.clone();
        for check in clause
            .checks
            .iter()
            .filter(|check| is_of_target(&check.key))
        {
            if let Some(value) = value(tags, &check.key) {
                request.context.set(&check.key, vec![value.to_owned()]);
            }
        }
        let facts = Facts::new(&request);
        // A variable may name a tag that no condition is on.
        let is_known =
            |key: &str| self.determines(key) || is_of_target(key) && facts.values(key).is_some();
        let status = |check: &policy::parts::Check| {
            let key = self.determines(&check.key) || is_of_target(&check.key);
            match key && check.variables().all(is_known) {
                false => Status::Open,
                true if check.holds(facts) => Status::Sure,
                true => Status::Dead,
            }
        };
        clause
            .checks
            .iter()
            .map(status)
            .min()
            .unwrap_or(Status::Sure)
    }
}
