//! The bucket of a trail, read as S3's own module reads buckets. Only the account's own: what another
//! account's bucket answers is no answer of this account's.
#[cfg(test)]
mod tests;

use std::sync::Arc;

use calls::cloudtrail::describe_trails::{DescribeTrails, Response};
use calls::{Call, Client};
use model::cloudtrail::{
    BucketAccess, Trail, TrailBucketAccess, TrailBucketLog, TrailBucketVersioning,
};
use model::s3::{
    AccessLog, Bucket, BucketAcl, BucketPolicy, LogTarget, Ownership, PublicAccess, Versioning,
    Versions,
};
use model::{Kind, Timestamp};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw, List, Listed, Only, Read};
use crate::shared::Shared;

impl Draw for TrailBucketLog {
    async fn draw(aws: &Aws, trail: &At) -> Dated<Option<LogTarget>> {
        let mut at = aws.now();
        let answer = match own(aws, trail, &mut at).await {
            Ok(bucket) => of(AccessLog::read(aws, &bucket).await, "s3:GetBucketLogging"),
            Err(fault) => Err(fault),
        };
        Dated { at, answer }
    }
}

impl Draw for TrailBucketVersioning {
    async fn draw(aws: &Aws, trail: &At) -> Dated<Versions> {
        let mut at = aws.now();
        let answer = match own(aws, trail, &mut at).await {
            Ok(bucket) => of(
                Versioning::read(aws, &bucket).await,
                "s3:GetBucketVersioning",
            ),
            Err(fault) => Err(fault),
        };
        Dated { at, answer }
    }
}

impl Draw for TrailBucketAccess {
    async fn draw(aws: &Aws, trail: &At) -> Dated<BucketAccess> {
        let mut at = aws.now();
        let answer = access(aws, trail, &mut at).await;
        Dated { at, answer }
    }
}

async fn access(aws: &Aws, trail: &At, began: &mut Timestamp) -> Answer<BucketAccess> {
    let bucket = &own(aws, trail, began).await?;
    let block = PublicAccess::draw(aws, bucket).await.of(began);
    Ok(BucketAccess {
        policy: of(BucketPolicy::read(aws, bucket).await, "s3:GetBucketPolicy")?,
        acl: of(BucketAcl::read(aws, bucket).await, "s3:GetBucketAcl")?,
        ownership: of(
            Ownership::read(aws, bucket).await,
            "s3:GetBucketOwnershipControls",
        )?,
        block: of(block, "s3:GetBucketPublicAccessBlock")?,
    })
}

/// A fault is of the action that S3 requires, and says nothing of whether the trail exists.
fn of<T>(answer: Answer<T>, action: &'static str) -> Answer<T> {
    answer.map_err(|fault| fault.of(action))
}

/// The bucket of the account's own trail, if it is the account's own too.
async fn own(aws: &Aws, trail: &At, began: &mut Timestamp) -> Answer<At> {
    if Trail::owner(&trail.id) != &*aws.account().id {
        return Err(Fault::odd("another account owns the trail"));
    }
    let region = trail.region.as_deref().unwrap_or_default();
    let fetch = || async { described(aws, region).await };
    let trails: Dated<Arc<Response>> = Shared::get(aws, region, fetch).await;
    let trails = trails.of(began)?;
    let mut trails = trails.trail_list.iter();
    let described = trails.find(|one| *one.trail_arn == *trail.id);
    let name = described.and_then(|one| one.s3_bucket_name.clone());
    let name = present(name, "S3BucketName")?;
    let id: Box<str> = format!("arn:{}:s3:::{name}", aws.account().partition).into();
    let listed: Dated<Arc<Vec<Listed>>> = Shared::get(aws, &id, || listed(aws, &id)).await;
    let listed = of(listed.of(began), "s3:ListAllMyBuckets")?;
    let Some(listed) = listed.first() else {
        let why = format!("bucket `{name}` is no bucket of this account");
        return Err(Fault::odd(why));
    };
    Ok(At {
        kind: Bucket::INFO,
        id,
        region: listed.region.clone().map(Into::into),
    })
}

async fn described(aws: &Aws, region: &str) -> Answer<Response> {
    let client = aws.client(Some(region), Client::new);
    Ok(DescribeTrails::new().send(&client).await?)
}

async fn listed(aws: &Aws, id: &str) -> Answer<Vec<Listed>> {
    let account = At {
        kind: model::Account::INFO,
        id: aws.account().arn().into(),
        region: None,
    };
    Bucket::list(aws, &account, Only::One(id.into())).await
}
