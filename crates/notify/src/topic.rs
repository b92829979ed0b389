//! A topic that messages are published to.
use std::time::Duration;

use aws_sdk_sns::Client;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use futures::StreamExt;

use crate::{Message, pack};

/// An SNS topic.
#[derive(Clone, Debug)]
pub struct Topic {
    client: Client,
    arn: String,
}

/// How often a message is tried within one call of [`Topic::publish`].
const TRIES: u32 = 3;
/// How many batches are under way at once.
const AT_ONCE: usize = 8;

impl Topic {
    /// The topic of this ARN.
    #[must_use]
    pub fn new(client: Client, arn: String) -> Self {
        Self { client, arn }
    }

    /// Publishes messages and returns the ids of those that SNS took: a batch may be answered
    /// with 200 and hold failures nevertheless. What is not returned is to be tried again later.
    pub async fn publish(&self, messages: Vec<Message>) -> Vec<String> {
        let batches = futures::stream::iter(pack(messages));
        let taken = batches
            .map(|batch| self.batch(batch))
            .buffer_unordered(AT_ONCE);
        taken.concat().await
    }

    async fn batch(&self, mut left: Vec<Message>) -> Vec<String> {
        let mut taken = Vec::new();
        for tried in 0..TRIES {
            if tried > 0 {
                tokio::time::sleep(Duration::from_millis(100 << tried)).await;
            }
            let now = self.send(&left).await;
            left.retain(|message| !now.contains(&message.id));
            taken.extend(now);
            if left.is_empty() {
                break;
            }
        }
        taken
    }

    async fn send(&self, messages: &[Message]) -> Vec<String> {
        // An entry's id is its place in the batch: SNS allows no other characters than these.
        let entries = messages
            .iter()
            .enumerate()
            .filter_map(|(place, message)| entry(place, message));
        let batch = self.client.publish_batch().topic_arn(&self.arn);
        let sent = batch
            .set_publish_batch_request_entries(Some(entries.collect()))
            .send()
            .await;
        let taken = sent
            .ok()
            .and_then(|answer| answer.successful)
            .unwrap_or_default();
        let places = taken
            .iter()
            .filter_map(|one| one.id()?.parse::<usize>().ok());
        places
            .filter_map(|place| Some(messages.get(place)?.id.clone()))
            .collect()
    }
}

fn entry(place: usize, message: &Message) -> Option<PublishBatchRequestEntry> {
    let mut entry = PublishBatchRequestEntry::builder()
        .id(place.to_string())
        .message(&message.body);
    for (name, value) in &message.attributes {
        let value = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(value);
        entry = entry.message_attributes(*name, value.build().ok()?);
    }
    entry.build().ok()
}
