//! Counts for CloudWatch, in its embedded metric format. The account is never a dimension: each
//! combination of dimensions is paid for by the month.
use std::collections::BTreeMap;
use std::time::Duration;

use model::{Outcome, Status, Timestamp, Transition};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What one invocation did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Findings by status.
    pub findings: BTreeMap<Status, usize>,
    /// Transitions that were written.
    pub transitions: BTreeMap<Transition, usize>,
    /// Resources that proved not to exist.
    pub gone: usize,
    /// Regions that were left out, since the account has them off.
    pub regions_off: usize,
    /// Reads of AWS.
    pub reads: usize,
    /// Messages that SNS took,
    pub published: usize,
    /// and those that it did not: they are in the outbox.
    pub left: usize,
}

impl Counts {
    /// Counts a finding.
    pub fn add(&mut self, outcome: &Outcome) {
        *self.findings.entry(outcome.status()).or_default() += 1;
    }

    fn of(&self, status: Status) -> usize {
        self.findings.get(&status).copied().unwrap_or_default()
    }

    /// Prints one metric document.
    pub fn emit(&self, area: &str, at: Timestamp, took: Duration) {
        let metrics = [
            ("Failing", "Count", self.of(Status::Fail)),
            ("NotAssessed", "Count", self.of(Status::NotAssessed)),
            ("Transitions", "Count", self.transitions.values().sum()),
            ("Reads", "Count", self.reads),
            ("Published", "Count", self.published),
            ("Left", "Count", self.left),
            (
                "Duration",
                "Milliseconds",
                usize::try_from(took.as_millis()).unwrap_or(usize::MAX),
            ),
        ];
        print(at, Some(("Area", area)), &metrics);
    }
}

/// What a drain did: messages sent, left and set aside as unreadable. The age of the oldest message
/// that is left is in milliseconds.
pub fn drained(at: Timestamp, [sent, left, aside]: [usize; 3], age: i64) {
    let age = usize::try_from(age).unwrap_or_default();
    let metrics = [
        ("Drained", "Count", sent),
        ("Left", "Count", left),
        ("Unreadable", "Count", aside),
        ("OutboxAge", "Milliseconds", age),
    ];
    print(at, None, &metrics);
}

/// What became of what a fixer was pointed at.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Changes that were made, and seen to be.
    pub fixed: usize,
    /// Changes that were tried in vain.
    pub failed: usize,
    /// Changes that wait for approval.
    pub approvals_requested: usize,
    /// Tasks that could not be read.
    pub unreadable: usize,
    /// Tries that come again: the ledger, a role, or another run's lease.
    pub again: usize,
    /// What was held up, by the guard's name.
    pub refused: BTreeMap<&'static str, usize>,
}

impl Fixed {
    /// Prints one metric document, and one for each guard that held something up.
    pub fn emit(&self, at: Timestamp) {
        let metrics = [
            ("Fixed", "Count", self.fixed),
            ("FixFailed", "Count", self.failed),
            ("FixAsked", "Count", self.approvals_requested),
            ("FixAgain", "Count", self.again),
            ("FixUnreadable", "Count", self.unreadable),
        ];
        print(at, None, &metrics);
        for (guard, count) in &self.refused {
            print(
                at,
                Some(("Guard", guard)),
                &[("FixRefused", "Count", *count)],
            );
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "CloudWatch reads metrics from standard output"
)]
fn print(at: Timestamp, about: Option<(&str, &str)>, metrics: &[(&str, &str, usize)]) {
    let named = metrics
        .iter()
        .map(|(name, unit, _)| json!({"Name": name, "Unit": unit}));
    let dimensions: Vec<_> = about.iter().map(|(name, _)| name).collect();
    let directive = json!({
        "Namespace": "Bailiwick",
        "Dimensions": [dimensions],
        "Metrics": named.collect::<Vec<_>>(),
    });
    let mut document = Map::new();
    document.insert(
        "_aws".into(),
        json!({"Timestamp": at.as_millisecond(), "CloudWatchMetrics": [directive]}),
    );
    document.extend(about.map(|(name, value)| (name.to_owned(), json!(value))));
    document.extend(
        metrics
            .iter()
            .map(|(name, _, value)| ((*name).to_owned(), json!(value))),
    );
    println!("{}", Value::Object(document));
}
