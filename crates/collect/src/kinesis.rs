//! Reads of Kinesis: data streams, and the key that encrypts the records of each.
#[cfg(test)]
mod tests;

use calls::kinesis::describe_stream_summary::{self, DescribeStreamSummary};
use calls::kinesis::list_streams::ListStreams;
use calls::kinesis::list_tags_for_stream::ListTagsForStream;
use calls::{Call, Client};
use model::Tags;
use model::kinesis::{Stream, StreamKey, StreamTags};

use crate::Aws;
use crate::describe::tags;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, List, Listed, Only, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Stream>(),
    Reader::each::<StreamKey>(),
    Reader::each::<StreamTags>(),
];

impl Collected for Stream {
    const GONE: &'static [&'static str] = &[describe_stream_summary::RESOURCE_NOT_FOUND_EXCEPTION];
}

impl List for Stream {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = ListStreams::new().send(&client).await?;
        let (partition, account) = (&aws.account().partition, &aws.account().id);
        let (region, names) = (&region.id, response.stream_names);
        let arn = |name| format!("arn:{partition}:kinesis:{region}:{account}:stream/{name}");
        let arns: Vec<_> = names.iter().map(arn).collect();
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Read for StreamKey {
    async fn read(aws: &Aws, stream: &At) -> Answer<Option<String>> {
        let client = aws.client(stream.region.as_deref(), Client::new);
        let request = DescribeStreamSummary {
            stream_name: Some(stream.name().into()),
        };
        let response = request.send(&client).await?;
        let summary = response.stream_description_summary;
        match summary.encryption_type.as_deref() {
            Some("NONE") => Ok(None),
            Some("KMS") => present(summary.key_id, "KeyId").map(Some),
            _ => Err(Fault::odd("the response lacks `EncryptionType`")),
        }
    }
}

impl Read for StreamTags {
    async fn read(aws: &Aws, stream: &At) -> Answer<Tags> {
        let client = aws.client(stream.region.as_deref(), Client::new);
        let request = ListTagsForStream {
            stream_name: Some(stream.name().into()),
            ..ListTagsForStream::new()
        };
        let response = request.send(&client).await?;
        // A stream has at most as many tags as a page.
        if response.has_more_tags {
            return Err(Fault::odd("the response is not the whole list of tags"));
        }
        tags(Some(&response.tags), |tag| (&tag.key, &tag.value))
    }
}
