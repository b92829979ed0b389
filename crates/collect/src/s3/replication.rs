//! Where copies of a bucket's objects go, and where that lies.
use std::collections::HashMap;
use std::sync::Arc;

use calls::s3::get_bucket_replication::{Destination, GetBucketReplication};
use futures::lock::Mutex;
use model::s3::{DestinationOwner, DestinationRegion, Replication, ReplicationRule};
use model::{Arn, Timestamp};

use super::{anonymous, is_from_s3, own, send};
use crate::Aws;
use crate::fault::{Answer, Fault, absent};
use crate::reader::{At, Dated, Draw};

impl Draw for Replication {
    async fn draw(aws: &Aws, bucket: &At) -> Dated<Option<Vec<ReplicationRule>>> {
        let mut at = aws.now();
        let answer = read(aws, bucket, &mut at).await;
        Dated { at, answer }
    }
}

async fn read(
    aws: &Aws,
    bucket: &At,
    began: &mut Timestamp,
) -> Answer<Option<Vec<ReplicationRule>>> {
    let sent = send(aws, bucket, GetBucketReplication::new(bucket.name()));
    let response = absent(sent.await, &["ReplicationConfigurationNotFoundError"])?;
    let Some(response) = response else {
        return Ok(None);
    };
    let configuration = response.replication_configuration;
    let mut rules = Vec::new();
    for rule in configuration.rules {
        let Some(destination) = rule.destination else {
            return Err(Fault::odd("a replication rule without destination"));
        };
        let (owner, since) = owner(aws, &destination).await;
        *began = since.min(*began);
        rules.push(ReplicationRule {
            owner,
            enabled: rule.status == "Enabled",
            region: destination_region(aws, bucket, &destination.bucket).await,
            id: rule.id.unwrap_or_default(),
            destination: destination.bucket,
            account: destination.account,
        });
    }
    Ok(Some(rules))
}

/// The rule says whose bucket it is where that takes over the copies; else the account's own list
/// of buckets shows whether it is its own.
async fn owner(aws: &Aws, destination: &Destination) -> (DestinationOwner, Timestamp) {
    let bucket = destination.bucket.rsplit(':').next().unwrap_or_default();
    match &destination.account {
        Some(account) if **account == *aws.account().id => (DestinationOwner::Ours, aws.now()),
        Some(_) => (DestinationOwner::SomebodyElse, aws.now()),
        None => own::owner(aws, bucket).await,
    }
}

/// S3 names any bucket's Region in the header of its answer to anybody, also when it refuses or
/// redirects: so this is requested without credentials and costs no permission.
async fn destination_region(aws: &Aws, from: &At, destination: &str) -> DestinationRegion {
    let cache: Destinations = aws.once();
    // Held during the request: rules of many buckets name the same few destinations.
    let mut cache = cache.0.lock().await;
    if let Some(region) = cache.get(destination) {
        return region.clone();
    }
    let region = fetch_region(aws, from, destination).await;
    cache.insert(destination.into(), region.clone());
    region
}

/// The Regions of replication destinations that were asked for before.
#[derive(Clone, Default)]
struct Destinations(Arc<Mutex<HashMap<Box<str>, DestinationRegion>>>);

async fn fetch_region(aws: &Aws, from: &At, destination: &str) -> DestinationRegion {
    let Ok(arn) = destination.parse::<Arn>() else {
        return DestinationRegion::Unknown("it is no ARN".into());
    };
    let client = anonymous(aws, from.region.as_deref());
    let sent = client.head_bucket().bucket(arn.resource()).send().await;
    let (status, header) = match &sent {
        Ok(answer) => (200, answer.bucket_region().map(Into::into)),
        Err(error) => {
            let answer = error.raw_response().filter(|answer| is_from_s3(answer));
            let header = answer.and_then(|answer| answer.headers().get("x-amz-bucket-region"));
            (
                answer.map_or(0, |answer| answer.status().as_u16()),
                header.map(Into::into),
            )
        }
    };
    match (header, status) {
        (Some(region), _) => DestinationRegion::In(region),
        (None, 404) => DestinationRegion::NoSuchBucket,
        (None, status) => {
            DestinationRegion::Unknown(format!("S3 answered {status} and named none"))
        }
    }
}
