//! What a message about a finding is made of.
use model::{AccountRef, Cause, Demand, Evidence, Severity, Timestamp, Transition};
use serde::Serialize;

/// Which run reports, and by which settings it judged.
#[derive(Clone, Debug)]
pub struct About {
    /// The run's id.
    pub run: String,
    /// The program's version.
    pub version: &'static str,
    /// The hash of the settings.
    pub settings: String,
}

/// One transition of one finding, whatever reports it.
#[derive(Clone, Copy, Debug)]
pub struct ReportedFinding<'a> {
    /// The finding's id.
    pub id: &'a str,
    /// What became of it.
    pub transition: Transition,
    /// How many transitions it had, this one included.
    pub sequence: u64,
    /// How it stands now: `open`, `excepted`, `resolved`, `gone`, `retired`.
    pub state: &'a str,
    /// The control's id.
    pub control: &'a str,
    /// The control, unless it was removed.
    pub demand: Option<&'static dyn Demand>,
    /// How bad it is.
    pub severity: Severity,
    /// Whose resource it is.
    pub account: &'a AccountRef,
    /// Where it lies.
    pub region: &'a str,
    /// Its ARN.
    pub resource: &'a str,
    /// Which part of it.
    pub part: Option<&'a str>,
    /// What was seen, in words.
    pub because: &'a str,
    /// The exception, where there is one.
    pub exception: Option<&'a str>,
    /// Who is said to have caused it.
    pub cause: Option<&'a Cause>,
    /// What it rests on.
    pub evidence: Evidenced<'a>,
    /// The fix that made it so, where one did.
    pub remediation: Option<crate::Remediation<'a>>,
    /// When it was first seen broken, since it was last closed.
    pub opened_at: Timestamp,
    /// When the read began that this rests on.
    pub observed_at: Timestamp,
}

/// The facts that a message rests on, or where they are.
#[derive(Clone, Copy, Debug)]
pub enum Evidenced<'a> {
    /// In the message; cut, with a note, if they are too large for one.
    Here(Option<&'a Evidence>),
    /// In an object of the deployment's own bucket.
    Stored(&'a Stored),
}

/// Where evidence lies that is too large for a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// The bucket.
    pub bucket: String,
    /// The object's key.
    pub key: String,
    /// How large it is.
    pub bytes: usize,
}

impl ReportedFinding<'_> {
    /// The message's id: what is delivered twice has one.
    #[must_use]
    pub fn message_id(&self) -> String {
        format!(
            "{}-{}-{}",
            self.id,
            self.transition.word(),
            self.observed_at.as_millisecond()
        )
    }

    /// The area of the control.
    #[must_use]
    pub fn area(&self) -> &str {
        self.control.split('.').next().unwrap_or_default()
    }

    /// The command that fixes it, where something is broken.
    #[must_use]
    pub fn fix(&self) -> Option<String> {
        let demand = self.demand.filter(|_| self.state == "open")?;
        let evidence = match self.evidence {
            Evidenced::Here(evidence) => evidence,
            Evidenced::Stored(_) => None,
        };
        Some(demand.fix_for_resource(
            self.account,
            self.region,
            self.resource,
            self.part,
            evidence,
        ))
    }
}

pub(crate) fn json(value: &impl Serialize) -> String {
    // Every type here is strings, numbers and JSON: writing it cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
