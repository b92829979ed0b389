//! Tables as DynamoDB answers: with each sort of key, denied.
use model::dynamodb::{Table, TableKey};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[TableKey::NEED];
const ARN: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";

async fn read(of_one: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    let answer = move |request: &WireRequest| match request.operation() {
        "ListTables" => ok(r#"{"TableNames": ["orders"]}"#),
        _ => of_one(request),
    };
    see(readers, Table::INFO, NEEDS, answer).await
}

#[tokio::test]
async fn the_key_of_a_table() {
    let enabled = format!(r#""Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "{KEY}""#);
    for (sse, expected) in [
        (None, Some(None)),
        (Some(&*enabled), Some(Some(KEY.to_owned()))),
        (Some(r#""Status": "DISABLED""#), Some(None)),
        (Some(r#""Status": "ENABLED", "SSEType": "KMS""#), None),
        (Some(r#""Status": "ENABLED", "SSEType": "AES256""#), None),
        (Some(""), None),
    ] {
        let sse = sse.map(|sse| format!(r#", "SSEDescription": {{{sse}}}"#));
        let sse = sse.unwrap_or_default();
        let body = format!(r#"{{"Table": {{"TableArn": "{ARN}"{sse}}}}}"#);
        let snapshot = read(move |_| ok(body.clone())).await;
        assert_eq!(snapshot.id_at(Table::INFO, 0), ARN);
        assert_eq!(first::<TableKey>(&snapshot).ok(), expected, "{sse}");
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let action = denied("dynamodb:DescribeTable");
    assert_eq!(first::<TableKey>(&snapshot), Err(action));
}
