//! Publishing.
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use aws_sdk_sns::Client;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use futures::StreamExt;
use model::Message;

use crate::pack;

/// The topics that messages go to.
#[derive(Clone, Debug)]
pub struct Topics {
    client: Client,
    /// Names and ARNs of the topics that messages name by a word.
    named: BTreeMap<String, String>,
}

/// What keeps a message from being taken; the last thing that SNS said.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{left} messages were not taken: {last}")]
pub struct TopicsError {
    /// How many.
    pub left: usize,
    /// What SNS said last.
    pub last: String,
}

/// How often a message is tried within one call of [`Topics::publish`].
const TRIES: u32 = 3;
/// How many batches are under way at once.
const AT_ONCE: usize = 8;

impl Topics {
    /// `named` gives the ARNs of `findings` and `notices`; a message whose name is not among them
    /// and is no ARN goes nowhere, and counts as taken.
    #[must_use]
    pub fn new(client: Client, named: BTreeMap<String, String>) -> Self {
        Self { client, named }
    }

    /// Publishes messages. Returns the places of those that SNS took: a batch may be answered
    /// with 200 and hold failures nevertheless. What is left is to be tried again later.
    pub async fn publish(&self, messages: &[Message]) -> (Vec<usize>, Option<TopicsError>) {
        let mut by_topic: BTreeMap<&str, Vec<(usize, &Message)>> = BTreeMap::new();
        let mut taken = Vec::new();
        for (place, message) in messages.iter().enumerate() {
            match self.arn(&message.to) {
                Some(arn) => by_topic.entry(arn).or_default().push((place, message)),
                None => taken.push(place),
            }
        }
        let batches = by_topic
            .into_iter()
            .flat_map(|(arn, messages)| batches(arn, &messages));
        let sent = futures::stream::iter(batches)
            .map(|batch| self.batch(batch))
            .buffer_unordered(AT_ONCE);
        let mut error = TopicsError::default();
        for (now, last) in sent.collect::<Vec<_>>().await {
            taken.extend(now);
            error.last = last.unwrap_or(error.last);
        }
        error.left = messages.len().saturating_sub(taken.len());
        (taken, Some(error).filter(|error| error.left > 0))
    }

    fn arn<'a>(&'a self, to: &'a str) -> Option<&'a str> {
        let named = self.named.get(to).map(String::as_str);
        named.or_else(|| Some(to).filter(|to| to.starts_with("arn:")))
    }

    async fn batch(&self, Batch { arn, mut left }: Batch<'_>) -> (Vec<usize>, Option<String>) {
        let (mut taken, mut last) = (Vec::new(), None);
        for tried in 0..TRIES {
            if tried > 0 {
                tokio::time::sleep(Duration::from_millis(100 << tried)).await;
            }
            let (now, said) = self.send(arn, &left).await;
            last = said.or(last);
            left.retain(|(place, _)| !now.contains(place));
            taken.extend(now);
            if left.is_empty() {
                break;
            }
        }
        (taken, last)
    }

    async fn send(
        &self,
        arn: &str,
        messages: &[(usize, &Message)],
    ) -> (HashSet<usize>, Option<String>) {
        // An entry's id is its place: SNS allows few characters in one.
        let entries = messages
            .iter()
            .filter_map(|(place, message)| entry(*place, message));
        let batch = self.client.publish_batch().topic_arn(arn);
        let sent = batch
            .set_publish_batch_request_entries(Some(entries.collect()))
            .send()
            .await;
        match sent {
            Err(error) => {
                let error = aws_sdk_sns::error::DisplayErrorContext(&error).to_string();
                (HashSet::new(), Some(error.chars().take(300).collect()))
            }
            Ok(answer) => {
                let failed = answer.failed().first().map(|one| one.code().to_owned());
                let sent = |place: &usize| messages.iter().any(|(one, _)| one == place);
                let taken = answer
                    .successful()
                    .iter()
                    .filter_map(|one| one.id()?.parse().ok());
                (taken.filter(sent).collect(), failed)
            }
        }
    }
}

/// Messages to one topic that fit into one call, with their places.
struct Batch<'a> {
    arn: &'a str,
    left: Vec<(usize, &'a Message)>,
}

fn batches<'a>(arn: &'a str, messages: &[(usize, &'a Message)]) -> Vec<Batch<'a>> {
    let mut places = messages.iter().map(|(place, _)| *place);
    let packed = pack(messages.iter().map(|(_, message)| *message));
    let numbered = packed.into_iter().map(|batch| {
        batch
            .into_iter()
            .map(|one| (places.next().unwrap_or_default(), one))
            .collect()
    });
    numbered
        .collect::<Vec<_>>()
        .into_iter()
        .map(|left| Batch { arn, left })
        .collect()
}

fn entry(place: usize, message: &Message) -> Option<PublishBatchRequestEntry> {
    let mut entry = PublishBatchRequestEntry::builder()
        .id(place.to_string())
        .message(&message.body);
    for (name, value) in &message.attributes {
        let value = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(value);
        entry = entry.message_attributes(name, value.build().ok()?);
    }
    entry.set_subject(message.subject.clone()).build().ok()
}
