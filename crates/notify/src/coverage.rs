//! `bailiwick.coverage/1`: sight of an account lost or restored (docs/coverage.schema.json).
use std::collections::{BTreeMap, BTreeSet};

use model::{AccountRef, Message, Severity, Timestamp, Transition};
use serde::Serialize;

use crate::About;
use crate::body::json;

/// What is published of a permission.
#[derive(Clone, Copy, Debug)]
pub struct Coverage<'a> {
    /// Lost or restored.
    pub transition: Transition,
    /// How often it was lost and restored, this time included.
    pub sequence: u64,
    /// Whose account it is.
    pub account: &'a AccountRef,
    /// The area that noticed.
    pub area: &'a str,
    /// The IAM action.
    pub permission: &'a str,
    /// `denied`, `throttled` or `failed`.
    pub reason: &'a str,
    /// How many resources are not judged any more.
    pub resources: usize,
    /// The highest severity of the controls that are not judged there.
    pub severity: Severity,
    /// The areas that miss it, and in which Regions.
    pub areas: &'a BTreeMap<String, BTreeSet<String>>,
    /// The controls that are not judged for it.
    pub controls: &'a BTreeSet<String>,
    /// Some of the places where it was missed.
    pub places: &'a BTreeSet<String>,
    /// Since when it was missed.
    pub since: Timestamp,
    /// When this was noticed.
    pub observed_at: Timestamp,
}

#[derive(Serialize)]
struct Body<'a> {
    schema: &'static str,
    message: &'a str,
    transition: Transition,
    sequence: u64,
    account: &'a str,
    partition: &'a str,
    permission: &'a str,
    reason: &'a str,
    resources: usize,
    severity: Severity,
    areas: &'a BTreeMap<String, BTreeSet<String>>,
    controls: &'a BTreeSet<String>,
    places: &'a BTreeSet<String>,
    since: Timestamp,
    observed_at: Timestamp,
    run: &'a str,
    version: &'a str,
    settings: &'a str,
}

/// The message that coverage was lost or restored.
#[must_use]
pub fn coverage(lost: &Coverage<'_>, about: &About, to: &str) -> Message {
    let Coverage {
        transition,
        account,
        permission,
        observed_at,
        ..
    } = *lost;
    let message = lost.message_id();
    let body = Body {
        schema: "bailiwick.coverage/1",
        message: &message,
        transition,
        sequence: lost.sequence,
        account: &account.id,
        partition: &account.partition,
        permission,
        reason: lost.reason,
        resources: lost.resources,
        severity: lost.severity,
        areas: lost.areas,
        controls: lost.controls,
        places: lost.places,
        since: lost.since,
        observed_at,
        run: &about.run,
        version: about.version,
        settings: &about.settings,
    };
    let attributes = [
        ("severity", lost.severity.word()),
        ("area", lost.area),
        ("account", &*account.id),
        ("transition", transition.word()),
        // The same five as a finding's: what is lost is the sight, not one control.
        ("control", "coverage"),
    ];
    Message {
        body: json(&body),
        to: to.into(),
        subject: None,
        attributes: attributes
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        id: message,
    }
}

impl Coverage<'_> {
    /// The message's id: what is delivered twice has one.
    #[must_use]
    pub fn message_id(&self) -> String {
        let Self {
            account,
            permission,
            transition,
            observed_at,
            sequence,
            ..
        } = self;
        let permission = permission.replace(':', "-");
        // Two services of one run may each report the permission: two messages, not one over the other.
        format!(
            "{}-{permission}-{}-{}-{sequence}",
            account.id,
            transition.word(),
            observed_at.as_millisecond()
        )
    }
}
