//! Data streams of Kinesis.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A data stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream;
impl Kind for Stream {
    type In = Region;
    const ID: &'static str = "kinesis.stream";
    const SERVICE: &'static Service = &roster::KINESIS;
    const LIST: &'static [&'static str] = &["kinesis:ListStreams"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("kinesis", "stream/"));
    const TAGS: Option<Tagged> = tagged::<StreamTags>();
}

/// The KMS key that encrypts the records of the stream, as Kinesis names it; `None` where
/// server-side encryption is disabled.
#[derive(Debug)]
pub struct StreamKey;
impl Fact for StreamKey {
    type Of = Stream;
    type Value = Option<String>;
    const ID: &'static str = "kinesis.stream.kms-key";
    const READS: &'static [&'static str] = &["kinesis:DescribeStreamSummary"];
}

/// The tags of the stream.
#[derive(Debug)]
pub struct StreamTags;
impl Fact for StreamTags {
    type Of = Stream;
    type Value = Tags;
    const ID: &'static str = "kinesis.stream.tags";
    const READS: &'static [&'static str] = &["kinesis:ListTagsForStream"];
}
