//! Counts for CloudWatch, in its embedded metric format. The account is never a dimension: each
//! combination of dimensions is paid for by the month.
use std::collections::BTreeMap;
use std::time::Duration;

use model::{Outcome, Status, Timestamp};
use serde::Serialize;
use serde_json::json;

/// What one invocation did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Findings by status.
    pub findings: BTreeMap<Status, usize>,
    /// Resources that proved not to exist.
    pub gone: usize,
    /// Reads of AWS.
    pub reads: usize,
    /// Messages that SNS took.
    pub published: usize,
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
    #[expect(
        clippy::print_stdout,
        reason = "CloudWatch reads metrics from standard output"
    )]
    pub fn emit(&self, area: &str, at: Timestamp, took: Duration) {
        let units = [
            ("Failing", "Count"),
            ("NotAssessed", "Count"),
            ("Reads", "Count"),
            ("Published", "Count"),
            ("Duration", "Milliseconds"),
        ];
        let metrics = units.map(|(name, unit)| json!({"Name": name, "Unit": unit}));
        let document = json!({
            "_aws": {
                "Timestamp": at.as_millisecond(),
                "CloudWatchMetrics": [{"Namespace": "Bailiwick", "Dimensions": [["Area"]], "Metrics": metrics}],
            },
            "Area": area,
            "Failing": self.of(Status::Fail),
            "NotAssessed": self.of(Status::NotAssessed),
            "Reads": self.reads,
            "Published": self.published,
            "Duration": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        });
        println!("{document}");
    }
}
