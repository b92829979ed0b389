//! The names of the account's buckets.
use calls::Call;
use calls::s3::list_buckets::ListBuckets;

use super::reading;
use crate::Aws;
use crate::fault::Answer;

/// Names and, where S3 returns them, Regions: of all buckets, or of those of one name or Region.
pub(super) async fn of(
    aws: &Aws,
    name: Option<&str>,
    region: Option<&str>,
) -> Answer<Vec<(String, Option<String>)>> {
    // For one Region, S3 answers at that Region's endpoint alone.
    let call = ListBuckets {
        prefix: name.map(Into::into),
        bucket_region: region.map(Into::into),
        ..ListBuckets::new()
    };
    let response = call.send(&reading(aws, region)).await?;
    let listed = response.buckets.into_iter();
    let listed = listed.map(|bucket| (bucket.name, bucket.bucket_region));
    Ok(listed
        .filter(|(listed, _)| name.is_none_or(|only| only == listed))
        .collect())
}
