//! The sample events of `events/`: one whole envelope a service, and a table of what differs.
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// One row of `events/differences.jsonl`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The service, whose envelope is `events/<service>.json`.
    pub service: String,
    /// The event's name.
    pub event: String,
    /// `root` where the root user did it to its own credentials.
    pub by: Option<String>,
    /// The fields of `detail` that differ from the envelope's, whole.
    detail: Map<String, Value>,
}

impl Difference {
    /// The event, whole.
    pub fn text(&self) -> String {
        let mut event = envelope(&self.service);
        event["detail"]["eventName"] = self.event.clone().into();
        for (field, value) in &self.detail {
            event["detail"][field] = value.clone();
        }
        event.to_string()
    }
}

/// The table.
pub fn differences() -> Vec<Difference> {
    let text = std::fs::read_to_string(file("differences.jsonl")).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.collect()
}

/// An event of a service, whole.
pub fn envelope(service: &str) -> Value {
    let text = std::fs::read_to_string(file(&format!("{service}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A file of `events/`.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../events")
        .join(name)
}
