//! Which buckets there are, and where each lies.
use aws_sdk_s3::operation::list_buckets::ListBucketsOutput;
use model::s3::Bucket;

use super::{client, own};
use crate::fault::{Answer, Fault, present, present_id};
use crate::reader::{At, List, Listed, Only};
use crate::{Aws, pages};

/// The most that one page can hold: fewer pages, and no page where 10,000 buckets are the quota.
const PAGE: i32 = 10_000;

impl List for Bucket {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let (prefix, region) = match &only {
            Only::One(arn) => (arn.rsplit(':').next(), None),
            // S3 can be asked for one Region, not for several.
            Only::All(regions) => match regions.as_deref() {
                Some([one]) => (None, Some(one.to_string())),
                _ => (None, None),
            },
        };
        let names = match (prefix, region.as_deref()) {
            (None, None) => own::all(aws).await.answer?.listed.clone(),
            (name, region) => pages(aws, name, region).await?,
        };
        place(aws, names).await
    }
}

/// Names and, where S3 returns them, Regions: of all buckets, or of those of one name or Region.
pub(super) async fn pages(
    aws: &Aws,
    name: Option<&str>,
    region: Option<&str>,
) -> Answer<Vec<(String, Option<String>)>> {
    // Asked for one Region, S3 answers at that Region's endpoint alone.
    let builder = client(aws, region)
        .list_buckets()
        .max_buckets(PAGE)
        .set_prefix(name.map(Into::into))
        .set_bucket_region(region.map(Into::into));
    let request = |token| builder.clone().set_continuation_token(token).send();
    let mut names = Vec::new();
    let take = |page: ListBucketsOutput| {
        for bucket in present(page.buckets, "Buckets")? {
            let listed = present_id(bucket.name, "Name")?;
            if name.is_none_or(|only| only == listed) {
                names.push((listed, bucket.bucket_region));
            }
        }
        Ok(())
    };
    pages::each(request, ListBucketsOutput::continuation_token, take).await?;
    Ok(names)
}

/// Asks for the Region of each bucket that was listed without: S3 leaves it out at times, and
/// others that speak its language always do.
async fn place(aws: &Aws, names: Vec<(String, Option<String>)>) -> Answer<Vec<Listed>> {
    use futures::StreamExt;
    let listed = futures::stream::iter(names).map(|(name, region)| async move {
        let region = match region {
            Some(region) => region,
            None => located(aws, &name).await?,
        };
        let partition = &aws.account().partition;
        Ok(Listed {
            id: format!("arn:{partition}:s3:::{name}"),
            region: Some(region),
        })
    });
    let listed: Vec<_> = listed.buffered(crate::sweep::AT_ONCE).collect().await;
    let gone = |one: &Answer<Listed>| matches!(one, Err(fault) if &*fault.code == "NoSuchBucket");
    listed.into_iter().filter(|one| !gone(one)).collect()
}

async fn located(aws: &Aws, name: &str) -> Answer<String> {
    let sent = client(aws, None)
        .get_bucket_location()
        .bucket(name)
        .send()
        .await;
    let answer = sent.map_err(|error| Fault::from(error).of("s3:GetBucketLocation"))?;
    // Two names from before S3 used Region codes (API reference of GetBucketLocation).
    Ok(
        match answer
            .location_constraint
            .map(|place| place.as_str().to_owned())
        {
            None => "us-east-1".into(),
            Some(place) if place.is_empty() => "us-east-1".into(),
            Some(place) if place == "EU" => "eu-west-1".into(),
            Some(place) => place,
        },
    )
}
