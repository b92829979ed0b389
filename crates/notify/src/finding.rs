//! `bailiwick.finding/1`: one transition of one finding (docs/finding.schema.json).
use std::collections::BTreeMap;

use model::{Demand, Evidence, Finding, Outcome, Severity, Status, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Message;

/// The schema that the body says it follows.
pub const SCHEMA: &str = "bailiwick.finding/1";
/// Larger bodies lose their evidence, with a note: SNS carries 256 KiB, and other things too.
const LARGEST: usize = 200 * 1024;

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transition {
    /// It is broken, and was not known to be.
    Opened,
}

impl Transition {
    /// The transition's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
        }
    }
}

/// Which run tells, and by which settings it judged.
#[derive(Clone, Debug)]
pub struct About {
    /// The run's id.
    pub run: String,
    /// The program's version.
    pub version: &'static str,
    /// The hash of the settings.
    pub settings: String,
}

#[derive(Serialize)]
struct Body<'a> {
    schema: &'static str,
    id: &'a str,
    message: &'a str,
    transition: Transition,
    control: &'a str,
    title: &'a str,
    area: &'a str,
    severity: Severity,
    status: Status,
    account: &'a str,
    partition: &'a str,
    region: &'a str,
    resource: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    because: &'a str,
    why: &'a str,
    fix: String,
    evidence: &'a Evidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_cut: Option<Cut>,
    frameworks: BTreeMap<&'a str, Vec<&'a str>>,
    observed_at: Timestamp,
    run: &'a str,
    version: &'a str,
    settings: &'a str,
}

/// That evidence was too large for a message.
#[derive(Clone, Copy, Serialize)]
struct Cut {
    bytes: usize,
}

/// The message that tells one transition of a finding.
#[must_use]
pub fn finding(
    control: &dyn Demand,
    finding: &Finding,
    transition: Transition,
    about: &About,
) -> Message {
    let (because, evidence) = match &finding.outcome {
        Outcome::Fail { because, evidence }
        | Outcome::Excepted {
            because, evidence, ..
        } => (because.as_str(), evidence.clone()),
        Outcome::Pass(evidence) => ("", evidence.clone()),
        Outcome::NotApplicable(because) => (*because, Evidence::default()),
        Outcome::NotAssessed(_) => ("", Evidence::default()),
    };
    let id = finding.id();
    let message = format!(
        "{id}-{}-{}",
        transition.word(),
        finding.observed_at.as_millisecond()
    );
    let frameworks = control.frameworks();
    let mut body = Body {
        schema: SCHEMA,
        id: &id,
        message: &message,
        transition,
        control: finding.control,
        title: control.title(),
        area: control.area(),
        severity: control.severity(),
        status: finding.outcome.status(),
        account: &finding.account.id,
        partition: &finding.account.partition,
        region: &finding.region,
        resource: &finding.resource,
        part: finding.part.as_deref(),
        because,
        why: control.why(),
        fix: control.fix_for(finding),
        evidence: &evidence,
        evidence_cut: None,
        frameworks: frameworks
            .iter()
            .map(|one| (one.name, one.ids().collect()))
            .collect(),
        observed_at: finding.observed_at,
        run: &about.run,
        version: about.version,
        settings: &about.settings,
    };
    let mut text = json(&body);
    let none = Evidence::default();
    if text.len() > LARGEST {
        let bytes = json(&evidence).len();
        body.evidence = &none;
        body.evidence_cut = Some(Cut { bytes });
        text = json(&body);
    }
    Message {
        attributes: attributes(control, finding, transition),
        body: text,
        id: message,
    }
}

/// Five attributes, made for filter policies: each takes few values.
fn attributes(
    control: &dyn Demand,
    finding: &Finding,
    transition: Transition,
) -> Vec<(&'static str, String)> {
    vec![
        ("severity", control.severity().word().into()),
        ("area", control.area().into()),
        ("account", finding.account.id.to_string()),
        ("transition", transition.word().into()),
        ("control", control.id().into()),
    ]
}

fn json(value: &impl Serialize) -> String {
    // Every type here is strings, numbers and JSON: writing it cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
