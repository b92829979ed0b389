//! The status of Inspector: answered, failed, denied, of nobody.
use model::inspector::Inspector;
use model::{Observed, Reason};
use serde_json::json;

use super::READERS;
use crate::regional::{read, seen};
use crate::wire::{error_of, ok};

const STATES: &str = r#"{"ec2": {"status": "ENABLED"}, "ecr": {"status": "DISABLED"},
    "lambda": {"status": "ENABLING"}}"#;

#[tokio::test]
async fn the_status_of_each_scan() {
    let status = r#""state": {"status": "ENABLED"}"#;
    let scans = seen::<Inspector>(READERS, move |request| {
        assert!(request.body.contains("111122223333"), "{request:?}");
        ok(format!(
            r#"{{"accounts": [{{"accountId": "111122223333", {status}, "resourceState": {STATES}}}]}}"#
        ))
    })
    .await;
    assert_eq!(
        scans,
        json!({"ec2": "ENABLED", "ecr": "DISABLED", "lambda": "ENABLING"})
    );
}

#[tokio::test]
async fn an_account_that_failed_is_no_account_without_scans() {
    let failed = r#"{"accounts": [], "failedAccounts": [{"accountId": "111122223333",
        "errorCode": "INTERNAL_ERROR", "errorMessage": "try later"}]}"#;
    for body in [failed, r#"{"accounts": []}"#] {
        let (missed, _) = read::<Inspector>(READERS, move |_| ok(body)).await;
        assert!(
            matches!(missed, Observed::Missed(Reason::Failed(_))),
            "{body}"
        );
    }
    let (missed, _) = read::<Inspector>(READERS, |request| {
        error_of(request, 403, "AccessDeniedException")
    })
    .await;
    let action = "inspector2:BatchGetAccountStatus".into();
    assert_eq!(missed, Observed::Missed(Reason::Denied(action)));
}
