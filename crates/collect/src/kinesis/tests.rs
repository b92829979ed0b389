//! Data streams as Kinesis answers: encrypted or not, absent, denied.
use model::kinesis::{Stream, StreamKey};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[StreamKey::NEED];
const ARN: &str = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";

async fn read(of_one: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    let answer = move |request: &WireRequest| match request.operation() {
        "ListStreams" => ok(r#"{"StreamNames": ["orders"], "HasMoreStreams": false}"#),
        _ => of_one(request),
    };
    see(readers, Stream::INFO, NEEDS, answer).await
}

#[tokio::test]
async fn the_key_of_a_stream() {
    let key = "alias/aws/kinesis";
    for (members, expected) in [
        (r#", "EncryptionType": "NONE""#, Some(None)),
        (
            r#", "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis""#,
            Some(Some(key.to_owned())),
        ),
        (r#", "EncryptionType": "KMS""#, None),
        ("", None),
    ] {
        let summary = format!(r#"{{"StreamARN": "{ARN}"{members}}}"#);
        let body = format!(r#"{{"StreamDescriptionSummary": {summary}}}"#);
        let snapshot = read(move |_| ok(body.clone())).await;
        assert_eq!(snapshot.id_at(Stream::INFO, 0), ARN);
        assert_eq!(first::<StreamKey>(&snapshot).ok(), expected, "{members}");
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let action = denied("kinesis:DescribeStreamSummary");
    assert_eq!(first::<StreamKey>(&snapshot), Err(action));
}
