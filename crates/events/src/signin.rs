//! Sign-ins to the console, which have a detail type of their own (AWS Sign-In
//! user guide, "Monitoring AWS Sign-In with Amazon EventBridge"): those of the root user.
use model::iam::RootSignIn;
use model::{Cause, Fact, Timestamp};
use serde_json::Value;

use crate::{About, Effect, Facts, Row};

/// What EventBridge calls them.
pub(crate) const DETAIL_TYPE: &str = "AWS Console Sign In via CloudTrail";
pub(crate) const SERVICE: &str = "signin";

pub(crate) const ROWS: &[Row] = &[Row {
    service: SERVICE,
    name: "ConsoleLogin",
    about: About::Account,
    facts: Facts::These(&[RootSignIn::NEED]),
    effect: Effect::Breaks,
}];

/// When the root user signed in, where that is what happened.
#[must_use]
pub fn root_sign_in(cause: &Cause) -> Option<Timestamp> {
    let signed_in = ROWS.iter().any(|row| row.name == cause.event);
    let time = Some(&cause.event_time).filter(|_| signed_in)?;
    time.parse().ok()
}

/// Why a sign-in is irrelevant, where it is.
pub(crate) fn irrelevant(detail: &Value) -> Option<&'static str> {
    let word = |place: &str| detail.pointer(place).and_then(Value::as_str);
    if word("/userIdentity/type") != Some("Root") {
        return Some("a user other than the root user signed in");
    }
    let failed = word("/responseElements/ConsoleLogin") != Some("Success");
    failed.then_some("the sign-in failed")
}
