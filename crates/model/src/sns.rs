//! Topics of SNS.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic;
impl Kind for Topic {
    type In = Region;
    const ID: &'static str = "sns.topic";
    const SERVICE: &'static Service = &roster::SNS;
    const LIST: &'static [&'static str] = &["sns:ListTopics"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("sns", ""));
    const TAGS: Option<Tagged> = tagged::<TopicTags>();
}

/// The KMS key that encrypts the messages of the topic, as SNS names it; `None` where server-
/// side encryption is disabled.
#[derive(Debug)]
pub struct TopicKey;
impl Fact for TopicKey {
    type Of = Topic;
    type Value = Option<String>;
    const ID: &'static str = "sns.topic.kms-key";
    const READS: &'static [&'static str] = &["sns:GetTopicAttributes"];
}

/// The tags of the topic.
#[derive(Debug)]
pub struct TopicTags;
impl Fact for TopicTags {
    type Of = Topic;
    type Value = Tags;
    const ID: &'static str = "sns.topic.tags";
    const READS: &'static [&'static str] = &["sns:ListTagsForResource"];
}
