//! Security Hub CSPM: with standards, without, not enabled, denied.
use model::security_hub::SecurityHub;
use model::{Observed, Reason};
use serde_json::{Value, json};

use super::READERS;
use crate::regional::{read, said, seen};
use crate::wire::{WireRequest, WireResponse, ok};

const OFF: &str = "Account 111122223333 is not subscribed to AWS Security Hub";

fn hub(standards: &'static str) -> impl Fn(&WireRequest) -> WireResponse {
    move |request| match request.path.starts_with("/standards") {
        true => ok(format!(r#"{{"StandardsSubscriptions": {standards}}}"#)),
        false => ok(r#"{"HubArn": "arn:aws:securityhub:eu-west-1:111122223333:hub/default"}"#),
    }
}

#[tokio::test]
async fn the_standards_with_their_status() {
    let standard = r#"[{"StandardsArn": "arn:x", "StandardsStatus": "READY"}]"#;
    assert_eq!(
        seen::<SecurityHub>(READERS, hub(standard)).await,
        json!({"arn:x": "READY"})
    );
    assert_eq!(seen::<SecurityHub>(READERS, hub("[]")).await, json!({}));
    let off = |_: &WireRequest| said(401, "InvalidAccessException", OFF);
    assert_eq!(seen::<SecurityHub>(READERS, off).await, Value::Null);
}

#[tokio::test]
async fn a_denial_is_not_taken_for_off() {
    for (code, message) in [
        ("AccessDeniedException", "not authorized"),
        ("AccessDeniedException", OFF),
        ("InvalidAccessException", "not authorized"),
    ] {
        let (missed, _) = read::<SecurityHub>(READERS, move |_| said(403, code, message)).await;
        assert!(matches!(missed, Observed::Missed(_)), "{code}: {message}");
    }
    let (missed, _) = read::<SecurityHub>(READERS, |request| {
        match request.path.starts_with("/standards") {
            true => said(403, "AccessDeniedException", "not authorized"),
            false => ok("{}"),
        }
    })
    .await;
    let action = "securityhub:GetEnabledStandards".into();
    assert_eq!(missed, Observed::Missed(Reason::Denied(action)));
}
