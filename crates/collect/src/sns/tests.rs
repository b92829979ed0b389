//! Topics as SNS answers: encrypted, not encrypted, denied.
use model::sns::{Topic, TopicKey};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[TopicKey::NEED];
const ARN: &str = "arn:aws:sns:eu-west-1:111122223333:orders";

fn topics() -> WireResponse {
    ok(format!(
        "<ListTopicsResponse><ListTopicsResult><Topics><member><TopicArn>{ARN}</TopicArn></member>\
         </Topics></ListTopicsResult></ListTopicsResponse>"
    ))
}

fn attributes(entries: &[(&str, &str)]) -> WireResponse {
    let entry = |(key, value): &(&str, &str)| {
        format!("<entry><key>{key}</key><value>{value}</value></entry>")
    };
    let entries: String = entries.iter().map(entry).collect();
    ok(format!(
        "<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>{entries}</Attributes>\
         </GetTopicAttributesResult></GetTopicAttributesResponse>"
    ))
}

async fn read(of_one: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    let answer = move |request: &WireRequest| match request.operation() {
        "ListTopics" => topics(),
        _ => of_one(request),
    };
    see(readers, Topic::INFO, NEEDS, answer).await
}

#[tokio::test]
async fn the_key_of_a_topic() {
    let snapshot = read(|_| attributes(&[("TopicArn", ARN)])).await;
    assert_eq!(snapshot.id_at(Topic::INFO, 0), ARN);
    assert_eq!(first::<TopicKey>(&snapshot), Ok(None));
    let with = |_: &_| attributes(&[("TopicArn", ARN), ("KmsMasterKeyId", "alias/aws/sns")]);
    let key = Some("alias/aws/sns".to_owned());
    assert_eq!(first::<TopicKey>(&read(with).await), Ok(key));
}

#[tokio::test]
async fn a_response_without_the_topic_is_no_answer() {
    let snapshot = read(|_| attributes(&[])).await;
    assert!(first::<TopicKey>(&snapshot).is_err());
    let snapshot = read(|request| error_of(request, 403, "AuthorizationError")).await;
    let action = denied("sns:GetTopicAttributes");
    assert_eq!(first::<TopicKey>(&snapshot), Err(action));
}
