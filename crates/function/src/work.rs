//! What a batch asks for in one account, and which of its messages are to come again.
use std::collections::{BTreeMap, BTreeSet};

use events::{Assessments, Event};
use model::Arn;
use serde_json::{Value, json};

use crate::failure::Failure;

/// What a batch asks for in one account.
#[derive(Debug, Default)]
pub struct Work {
    pub events: Vec<Event>,
    pub confirm: Assessments,
    /// The messages that ask for it, and what each is about.
    pub messages: BTreeMap<String, BTreeSet<Arn>>,
}

impl Work {
    /// The messages that are to come again for what went wrong.
    pub fn again(&self, wrong: &Wrong) -> impl Iterator<Item = String> {
        let concerned = |about: &BTreeSet<Arn>| match &wrong.about {
            None => true,
            Some(arns) => arns.iter().any(|arn| about.contains(arn)),
        };
        let messages = self.messages.iter();
        messages
            .filter(move |(_, about)| concerned(about))
            .map(|(id, _)| id.clone())
    }
}

/// What went wrong with some of an account's work.
pub struct Wrong {
    /// With the looks at these resources; with all of it where `None`.
    pub about: Option<Vec<Arn>>,
    pub why: Failure,
}

/// The messages that are to come again.
#[derive(Debug, Default)]
pub struct Failed(BTreeSet<String>);

impl Failed {
    pub fn add(&mut self, messages: impl IntoIterator<Item = String>, why: &str) {
        for message in messages {
            tracing::error!(message, why, "failed: it comes again");
            self.0.insert(message);
        }
    }

    /// The response to Lambda: it leaves those in the queue.
    pub fn answer(&self) -> Value {
        let items = self.0.iter().map(|id| json!({"itemIdentifier": id}));
        json!({"batchItemFailures": items.collect::<Vec<_>>()})
    }
}
