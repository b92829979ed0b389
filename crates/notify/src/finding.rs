//! `bailiwick.finding/1`: one transition of one finding (docs/finding.schema.json).
use std::collections::BTreeMap;

use model::{Cause, Evidence, Message, Severity, Timestamp, Transition};
use serde::Serialize;

use crate::body::{Stored, json};
use crate::{About, Evidenced, Told};

const SCHEMA: &str = "bailiwick.finding/1";
/// A larger body leaves its evidence elsewhere or loses it, with a note: SNS carries 256 KiB, and
/// other things too.
pub const LARGEST: usize = 200 * 1024;

#[derive(Serialize)]
struct Body<'a> {
    schema: &'static str,
    id: &'a str,
    message: &'a str,
    transition: Transition,
    sequence: u64,
    state: &'a str,
    control: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    area: &'a str,
    severity: Severity,
    account: &'a str,
    partition: &'a str,
    region: &'a str,
    resource: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    because: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a Cause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remediation: Option<crate::Remediation<'a>>,
    evidence: &'a Evidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_cut: Option<Cut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_stored: Option<&'a Stored>,
    frameworks: BTreeMap<&'a str, Vec<&'a str>>,
    opened_at: Timestamp,
    observed_at: Timestamp,
    run: &'a str,
    version: &'a str,
    settings: &'a str,
}

/// That evidence was too large for a message, and there was no place for it.
#[derive(Clone, Copy, Serialize)]
struct Cut {
    bytes: usize,
}

/// How large evidence is in a message.
#[must_use]
pub fn evidence_size(evidence: &Evidence) -> usize {
    json(evidence).len()
}

/// The message that tells one transition of a finding, to one topic.
#[must_use]
pub fn finding(told: &Told<'_>, about: &About, to: &str) -> Message {
    let none = Evidence::default();
    let (evidence, stored) = match told.evidence {
        Evidenced::Here(evidence) => (evidence.unwrap_or(&none), None),
        Evidenced::Stored(stored) => (&none, Some(stored)),
    };
    let message = told.message_id();
    let frameworks = told
        .demand
        .map(model::Demand::frameworks)
        .unwrap_or_default();
    let mut body = Body {
        schema: SCHEMA,
        id: told.id,
        message: &message,
        transition: told.transition,
        sequence: told.sequence,
        state: told.state,
        control: told.control,
        title: told.demand.map(model::Demand::title),
        area: told.area(),
        severity: told.severity,
        account: &told.account.id,
        partition: &told.account.partition,
        region: told.region,
        resource: told.resource,
        part: told.part,
        because: told.because,
        exception: told.exception,
        why: told.demand.map(model::Demand::why),
        fix: told.fix(),
        cause: told.cause,
        remediation: told.remediation,
        evidence,
        evidence_cut: None,
        evidence_stored: stored,
        frameworks: frameworks
            .iter()
            .map(|one| (one.name, one.ids().collect()))
            .collect(),
        opened_at: told.opened_at,
        observed_at: told.observed_at,
        run: &about.run,
        version: about.version,
        settings: &about.settings,
    };
    let mut text = json(&body);
    if text.len() > LARGEST {
        body.evidence_cut = Some(Cut {
            bytes: evidence_size(evidence),
        });
        body.evidence = &none;
        text = json(&body);
    }
    Message {
        attributes: attributes(told),
        body: text,
        to: to.into(),
        subject: None,
        id: message,
    }
}

/// Five attributes, made for filter policies: each takes few values.
fn attributes(told: &Told<'_>) -> Vec<(String, String)> {
    let all = [
        ("severity", told.severity.word()),
        ("area", told.area()),
        ("account", &*told.account.id),
        ("transition", told.transition.word()),
        ("control", told.control),
    ];
    all.map(|(name, value)| (name.into(), value.into())).into()
}
