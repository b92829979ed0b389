//! The detector of a Region: enabled, suspended, none, denied.
use model::guardduty::GuardDuty;
use model::{Observed, Reason};
use serde_json::{Value, json};

use super::READERS;
use crate::regional::{read, seen};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const LISTED: &str = r#"{"detectorIds": ["d1"]}"#;

fn detector(status: &str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    let features = r#"[{"name": "S3_DATA_EVENTS", "status": "ENABLED"},
        {"name": "RDS_LOGIN_EVENTS", "status": "DISABLED"}]"#;
    let body = format!(r#"{{"status": "{status}", "features": {features}}}"#);
    move |request| match request.path.starts_with("/detector/d1") {
        true => ok(body.clone()),
        false => ok(LISTED),
    }
}

#[tokio::test]
async fn a_detector_with_its_features() {
    for (status, enabled) in [("ENABLED", true), ("DISABLED", false)] {
        let features = json!({"RDS_LOGIN_EVENTS": false, "S3_DATA_EVENTS": true});
        assert_eq!(
            seen::<GuardDuty>(READERS, detector(status)).await,
            json!({"enabled": enabled, "features": features})
        );
    }
    let none = seen::<GuardDuty>(READERS, |_| ok(r#"{"detectorIds": []}"#)).await;
    assert_eq!(none, Value::Null);
}

#[tokio::test]
async fn what_is_denied_is_missed_by_its_own_permission() {
    let denied = |request: &WireRequest| error_of(request, 403, "AccessDeniedException");
    let (missed, _) = read::<GuardDuty>(READERS, denied).await;
    let reason = |action: &str| Observed::Missed(Reason::Denied(action.into()));
    assert_eq!(missed, reason("guardduty:ListDetectors"));
    let (missed, _) = read::<GuardDuty>(READERS, move |request| {
        match request.path.starts_with("/detector/d1") {
            true => denied(request),
            false => ok(LISTED),
        }
    })
    .await;
    assert_eq!(missed, reason("guardduty:GetDetector"));
    let (missed, _) = read::<GuardDuty>(READERS, detector("RESTING")).await;
    assert!(matches!(missed, Observed::Missed(Reason::Failed(_))));
}
