//! Queues of SQS.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue;
impl Kind for Queue {
    type In = Region;
    const ID: &'static str = "sqs.queue";
    const SERVICE: &'static Service = &roster::SQS;
    const LIST: &'static [&'static str] = &["sqs:ListQueues"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("sqs", ""));
    const TAGS: Option<Tagged> = tagged::<QueueTags>();
}

/// How the messages of a queue are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// Not at all.
    Unencrypted,
    /// With a key that SQS manages (SSE-SQS), as new queues are.
    SqsManagedKey,
    /// With a KMS key (SSE-KMS).
    KmsKey,
}

/// How the messages of the queue are encrypted.
#[derive(Debug)]
pub struct QueueEncryption;
impl Fact for QueueEncryption {
    type Of = Queue;
    type Value = Encryption;
    const ID: &'static str = "sqs.queue.encryption";
    const READS: &'static [&'static str] = &["sqs:GetQueueAttributes"];
}

/// The tags of the queue.
#[derive(Debug)]
pub struct QueueTags;
impl Fact for QueueTags {
    type Of = Queue;
    type Value = Tags;
    const ID: &'static str = "sqs.queue.tags";
    const READS: &'static [&'static str] = &["sqs:ListQueueTags"];
}
