//! `bailiwick.finding/1`: one transition of one finding (docs/finding.schema.json).
use std::collections::BTreeMap;

use model::{Cause, Evidence, Message, Severity, Timestamp, Transition};
use serde::Serialize;

use crate::body::{Stored, json};
use crate::{About, Evidenced, ReportedFinding};

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

/// The message about one transition of a finding, to one topic.
#[must_use]
pub fn finding(reported: &ReportedFinding<'_>, about: &About, to: &str) -> Message {
    let none = Evidence::default();
    let (evidence, stored) = match reported.evidence {
        Evidenced::Here(evidence) => (evidence.unwrap_or(&none), None),
        Evidenced::Stored(stored) => (&none, Some(stored)),
    };
    let message = reported.message_id();
    let frameworks = reported
        .demand
        .map(model::Demand::frameworks)
        .unwrap_or_default();
    let mut body = Body {
        schema: SCHEMA,
        id: reported.id,
        message: &message,
        transition: reported.transition,
        sequence: reported.sequence,
        state: reported.state,
        control: reported.control,
        title: reported.demand.map(model::Demand::title),
        area: reported.area(),
        severity: reported.severity,
        account: &reported.account.id,
        partition: &reported.account.partition,
        region: reported.region,
        resource: reported.resource,
        part: reported.part,
        because: reported.because,
        exception: reported.exception,
        why: reported.demand.map(model::Demand::why),
        fix: reported.fix(),
        cause: reported.cause,
        remediation: reported.remediation,
        evidence,
        evidence_cut: None,
        evidence_stored: stored,
        frameworks: frameworks
            .iter()
            .map(|one| (one.name, one.ids().collect()))
            .collect(),
        opened_at: reported.opened_at,
        observed_at: reported.observed_at,
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
        attributes: attributes(reported),
        body: text,
        to: to.into(),
        subject: None,
        id: message,
    }
}

/// Five attributes, made for filter policies: each takes few values.
fn attributes(reported: &ReportedFinding<'_>) -> Vec<(String, String)> {
    let all = [
        ("severity", reported.severity.word()),
        ("area", reported.area()),
        ("account", &*reported.account.id),
        ("transition", reported.transition.word()),
        ("control", reported.control),
    ];
    all.map(|(name, value)| (name.into(), value.into())).into()
}
