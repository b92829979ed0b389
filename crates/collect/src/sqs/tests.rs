//! Queues as SQS answers: encrypted in each way, absent, denied.
use model::sqs::{Encryption, Queue, QueueEncryption};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[QueueEncryption::NEED];
const ARN: &str = "arn:aws:sqs:eu-west-1:111122223333:orders";
const QUEUES: &str =
    r#"{"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/111122223333/orders"]}"#;

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, Queue::INFO, NEEDS, answer).await
}

fn queues(request: &WireRequest, attributes: &str) -> WireResponse {
    if request.operation() == "ListQueues" {
        return ok(QUEUES);
    }
    assert!(request.body.contains("/111122223333/orders"), "{request:?}");
    ok(format!(r#"{{"Attributes": {{{attributes}}}}}"#))
}

#[tokio::test]
async fn how_messages_are_encrypted() {
    for (attributes, expected) in [
        (
            r#""SqsManagedSseEnabled": "true""#,
            Some(Encryption::SqsManagedKey),
        ),
        (
            r#""SqsManagedSseEnabled": "false""#,
            Some(Encryption::Unencrypted),
        ),
        (
            r#""SqsManagedSseEnabled": "false", "KmsMasterKeyId": "alias/aws/sqs""#,
            Some(Encryption::KmsKey),
        ),
        (r#""FifoQueue": "true""#, None),
    ] {
        let attributes = format!(r#""QueueArn": "{ARN}", {attributes}"#);
        let snapshot = read(move |request| queues(request, &attributes)).await;
        assert_eq!(snapshot.id_at(Queue::INFO, 0), ARN);
        assert_eq!(first::<QueueEncryption>(&snapshot).ok(), expected);
    }
}

#[tokio::test]
async fn a_response_without_the_queue_is_no_answer() {
    let snapshot = read(|request| queues(request, r#""SqsManagedSseEnabled": "true""#)).await;
    assert!(first::<QueueEncryption>(&snapshot).is_err());
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| match request.operation() {
        "ListQueues" => ok(QUEUES),
        _ => error_of(request, 403, "AccessDenied"),
    })
    .await;
    let action = denied("sqs:GetQueueAttributes");
    assert_eq!(first::<QueueEncryption>(&snapshot), Err(action));
    let snapshot = read(|request| error_of(request, 403, "AccessDenied")).await;
    let missed = snapshot.unlisted(Queue::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("sqs:ListQueues"));
}

#[tokio::test]
async fn a_region_without_queues_has_no_list() {
    let snapshot = read(|_| ok("{}")).await;
    assert_eq!(snapshot.count(Queue::INFO), 0);
    assert!(snapshot.unlisted(Queue::INFO).is_empty());
}
