//! Which buckets there are, and where each lies.
use calls::Call;
use calls::s3::get_bucket_location::GetBucketLocation;
use model::s3::Bucket;

use super::{names, own, reading};
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, List, Listed, Only};

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
            (name, region) => names::of(aws, name, region).await?,
        };
        place(aws, names).await
    }
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
    let sent = GetBucketLocation::new(name).send(&reading(aws, None)).await;
    let response = sent.map_err(|error| Fault::from(error).of("s3:GetBucketLocation"))?;
    // Two names from before S3 used Region codes (API reference of GetBucketLocation).
    let place = response.location_constraint.unwrap_or_default();
    Ok(match &*place {
        "" => "us-east-1".into(),
        "EU" => "eu-west-1".into(),
        _ => place,
    })
}
