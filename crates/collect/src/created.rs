//! When one resource was created: for whoever leaves new ones alone for a while.
use model::{KindInfo, Timestamp};

use crate::Aws;
use crate::fault::{Answer, Fault};

/// When the resource of this id was created; `None` for a kind that is as old as its account, or
/// whose age is not needed.
///
/// `ListBuckets` gives a bucket's date, which a new bucket policy may reset (Amazon S3 API Reference,
/// "Bucket"): the bucket then counts as new for a few minutes more.
pub async fn created(
    aws: &Aws,
    kind: &KindInfo,
    id: &str,
    region: Option<&str>,
) -> Answer<Option<Timestamp>> {
    let seconds = match kind.id {
        #[cfg(feature = "s3")]
        "s3.bucket" => bucket(aws, id).await?,
        #[cfg(feature = "kms")]
        "kms.key" => key(aws, id, region).await?,
        _ => return Ok(None),
    };
    let _ = region;
    let at = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let absent = || Fault::odd("AWS does not say when it was created");
    at.map(Some).ok_or_else(absent)
}

#[cfg(feature = "s3")]
async fn bucket(aws: &Aws, arn: &str) -> Answer<Option<i64>> {
    let name = arn.rsplit(':').next().unwrap_or_default();
    let request = crate::s3::client(aws, None).list_buckets().prefix(name);
    let mut pages = request.max_buckets(1_000).into_paginator().send();
    while let Some(page) = pages.next().await {
        let buckets = page?.buckets.unwrap_or_default();
        let bucket = buckets.iter().find(|one| one.name.as_deref() == Some(name));
        if let Some(bucket) = bucket {
            return Ok(bucket.creation_date.map(|date| date.secs()));
        }
    }
    Ok(None)
}

#[cfg(feature = "kms")]
async fn key(aws: &Aws, arn: &str, region: Option<&str>) -> Answer<Option<i64>> {
    let request = crate::kms::client(aws, region).describe_key().key_id(arn);
    let metadata = request.send().await?.key_metadata;
    Ok(metadata.and_then(|key| Some(key.creation_date?.secs())))
}
