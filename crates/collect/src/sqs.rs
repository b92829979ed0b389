//! Reads of SQS: queues, and how each is encrypted. SQS names a queue by its URL, which the list
//! returns.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::sqs::get_queue_attributes::{self, GetQueueAttributes};
use calls::sqs::list_queue_tags::ListQueueTags;
use calls::sqs::list_queues::ListQueues;
use calls::{Call, Client};
use model::Tags;
use model::sqs::{Encryption, Queue, QueueEncryption, QueueTags};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, List, Listed, Only, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Queue>(),
    Reader::each::<QueueEncryption>(),
    Reader::each::<QueueTags>(),
];

impl Collected for Queue {
    /// SQS still uses its former word beside the present one (SQS API Reference, "Common errors").
    const GONE: &'static [&'static str] = &[
        get_queue_attributes::QUEUE_DOES_NOT_EXIST,
        "AWS.SimpleQueueService.NonExistentQueue",
    ];
}

/// The URL of each queue of a Region, by ARN.
struct Urls(BTreeMap<String, String>);

async fn urls(aws: &Aws, region: &str) -> Answer<Arc<Urls>> {
    Shared::get(aws, region, || list(aws, region)).await.answer
}

async fn list(aws: &Aws, region: &str) -> Answer<Urls> {
    let client = aws.client(Some(region), Client::new);
    let response = ListQueues::new().send(&client).await?;
    let (partition, account) = (&aws.account().partition, &aws.account().id);
    // The list is left out where there is none.
    let urls = response.queue_urls.unwrap_or_default().into_iter();
    let urls = urls.map(|url| {
        let name = url.rsplit('/').next().filter(|name| !name.is_empty());
        let name = present(name, "the name in a queue's URL")?;
        let arn = format!("arn:{partition}:sqs:{region}:{account}:{name}");
        Ok((arn, url))
    });
    urls.collect::<Answer<_>>().map(Urls)
}

/// A client, and the URL of a queue.
async fn queue(aws: &Aws, at: &At) -> Answer<(Client<calls::sqs::Service>, String)> {
    let region = at.region.as_deref().unwrap_or_default();
    let urls = urls(aws, region).await;
    let urls = urls.map_err(|fault| fault.of("sqs:ListQueues"))?;
    let url = urls.0.get(&*at.id).cloned();
    let url = url.ok_or_else(|| Fault::odd("the list does not contain it"))?;
    Ok((aws.client(Some(region), Client::new), url))
}

impl List for Queue {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let urls = urls(aws, &region.id).await?;
        Ok(only.of(urls.0.keys().map(String::as_str)))
    }
}

impl Read for QueueEncryption {
    async fn read(aws: &Aws, at: &At) -> Answer<Encryption> {
        let (client, url) = queue(aws, at).await?;
        let names = ["KmsMasterKeyId", "QueueArn", "SqsManagedSseEnabled"];
        let request = GetQueueAttributes {
            attribute_names: Some(names.map(Into::into).into()),
            ..GetQueueAttributes::new(url)
        };
        let response = request.send(&client).await?;
        let attribute = |name| response.attributes.get(name).map(String::as_str);
        // Attributes that are not set are left out; the ARN never is.
        present(attribute("QueueArn"), "QueueArn")?;
        match (
            attribute("KmsMasterKeyId"),
            attribute("SqsManagedSseEnabled"),
        ) {
            (Some(key), _) if !key.is_empty() => Ok(Encryption::KmsKey),
            (_, Some("true")) => Ok(Encryption::SqsManagedKey),
            (_, Some("false")) => Ok(Encryption::Unencrypted),
            _ => Err(Fault::odd("the response lacks `SqsManagedSseEnabled`")),
        }
    }
}

impl Read for QueueTags {
    async fn read(aws: &Aws, at: &At) -> Answer<Tags> {
        let (client, url) = queue(aws, at).await?;
        let response = ListQueueTags::new(url).send(&client).await?;
        // Left out where there are none.
        Ok(response.tags.unwrap_or_default().into_iter().collect())
    }
}
