//! Reads of SNS: topics, and the key that encrypts the messages of each.
#[cfg(test)]
mod tests;

use calls::sns::get_topic_attributes::{self, GetTopicAttributes};
use calls::sns::list_tags_for_resource::ListTagsForResource;
use calls::sns::list_topics::ListTopics;
use calls::{Call, Client};
use model::Tags;
use model::sns::{Topic, TopicKey, TopicTags};

use crate::Aws;
use crate::describe::tags;
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, List, Listed, Only, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Topic>(),
    Reader::each::<TopicKey>(),
    Reader::each::<TopicTags>(),
];

impl Collected for Topic {
    const GONE: &'static [&'static str] = &[get_topic_attributes::NOT_FOUND_EXCEPTION];
}

impl List for Topic {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = ListTopics::new().send(&client).await?;
        Ok(only.of(response.topics.iter().map(|topic| &*topic.topic_arn)))
    }
}

impl Read for TopicKey {
    async fn read(aws: &Aws, topic: &At) -> Answer<Option<String>> {
        let client = aws.client(topic.region.as_deref(), Client::new);
        let response = GetTopicAttributes::new(&*topic.id).send(&client).await?;
        let mut attributes = response.attributes;
        // The key is left out where server-side encryption is disabled; the ARN never is.
        present(attributes.get("TopicArn"), "TopicArn")?;
        Ok(attributes
            .remove("KmsMasterKeyId")
            .filter(|key| !key.is_empty()))
    }
}

impl Read for TopicTags {
    async fn read(aws: &Aws, topic: &At) -> Answer<Tags> {
        let client = aws.client(topic.region.as_deref(), Client::new);
        let response = ListTagsForResource::new(&*topic.id).send(&client).await?;
        tags(Some(&response.tags), |tag| (&tag.key, &tag.value))
    }
}
