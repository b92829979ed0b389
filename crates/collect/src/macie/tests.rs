//! Macie: enabled, suspended, not enabled, denied; automated discovery of a member and of others.
use model::macie::{AutomatedDiscovery, Macie};
use model::{Observed, Reason};
use serde_json::json;

use super::READERS;
use crate::regional::{read, said, seen};
use crate::wire::{WireRequest, WireResponse, ok};

const DENIED: &str = "User: arn:aws:iam::111122223333:user/x is not authorized to perform: \
                      macie2:GetMacieSession";

fn off() -> WireResponse {
    said(403, "AccessDeniedException", "Macie is not enabled.")
}

/// An account with this administrator.
fn enabled(administrator: &'static str) -> impl Fn(&WireRequest) -> WireResponse {
    move |request| match request.path.split('?').next().unwrap() {
        "/macie" | "/automated-discovery/configuration" => ok(r#"{"status": "ENABLED"}"#),
        "/administrator" if administrator.is_empty() => {
            said(404, "ResourceNotFoundException", "there is none")
        }
        "/administrator" => ok(administrator),
        "/automated-discovery/accounts" => {
            ok(r#"{"items": [{"accountId": "111122223333", "status": "DISABLED"}]}"#)
        }
        other => panic!("unexpected {other}"),
    }
}

#[tokio::test]
async fn not_enabled_differs_from_a_denial_by_the_message() {
    assert_eq!(
        seen::<Macie>(READERS, |_| off()).await,
        json!("not-enabled")
    );
    assert_eq!(
        seen::<AutomatedDiscovery>(READERS, |_| off()).await,
        json!(false)
    );
    let paused = |_: &WireRequest| ok(r#"{"status": "PAUSED"}"#);
    assert_eq!(seen::<Macie>(READERS, paused).await, json!("paused"));
    let denied = |_: &WireRequest| said(403, "AccessDeniedException", DENIED);
    let reason = Reason::Denied("macie2:GetMacieSession".into());
    let (missed, _) = read::<Macie>(READERS, denied).await;
    assert_eq!(missed, Observed::Missed(reason.clone()));
    let (missed, _) = read::<AutomatedDiscovery>(READERS, denied).await;
    assert_eq!(missed, Observed::Missed(reason));
}

#[tokio::test]
async fn a_member_reads_its_own_status() {
    let member = r#"{"administrator": {"accountId": "4", "relationshipStatus": "Enabled"}}"#;
    let left = r#"{"administrator": {"accountId": "4", "relationshipStatus": "Resigned"}}"#;
    for (administrator, expected) in [(member, false), (left, true), ("{}", true), ("", true)] {
        let discovery = seen::<AutomatedDiscovery>(READERS, enabled(administrator)).await;
        assert_eq!(discovery, json!(expected), "{administrator}");
    }
}
