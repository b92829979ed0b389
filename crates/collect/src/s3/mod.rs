//! Reads of buckets, each in its own Region, and of the account's settings for all of them.
use std::collections::HashMap;
use std::sync::Arc;

use aws_config::SdkConfig;
use aws_sdk_s3::types as aws_s3;
use aws_sdk_s3::{Client, config};
use futures::lock::Mutex;
use model::s3::{
    AccountPublicAccess, Bucket, DestinationRegion, Lifecycle, LifecycleRule, Lock,
    NotificationTargets, Notifications, ObjectLock, ObjectOwnership, Ownership, PublicAccess,
    PublicAccessBlock, Replication, ReplicationRule, Versioning, VersioningStatus, Versions,
    Website, WebsiteHosting,
};
use model::{Account, Arn};

use crate::Aws;
use crate::aws::custom_endpoint;
use crate::endpoint::{Verbatim, is_bare_host};
use crate::fault::{Answer, Fault, absent};
use crate::lenient::RootNames;
use crate::reader::{At, Known, List, Listed, Only, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Bucket>(),
    Reader::each::<AccountPublicAccess>(),
    Reader::each::<Lifecycle>(),
    Reader::each::<Notifications>(),
    Reader::each::<ObjectLock>(),
    Reader::each::<Ownership>(),
    Reader::each::<PublicAccess>(),
    Reader::each::<Replication>(),
    Reader::each::<Versioning>(),
    Reader::each::<Website>(),
];

impl Known for Account {}
impl Known for Bucket {
    const GONE: &'static [&'static str] = &["NoSuchBucket"];
}

fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, |sdk| {
        let config = builder(sdk).disable_s3_express_session_auth(true);
        Client::from_conf(config.build())
    })
}

/// Behind an endpoint of the owner's own, bucket names are no host names.
fn builder(sdk: &SdkConfig) -> config::Builder {
    let builder = config::Builder::from(sdk);
    match custom_endpoint(sdk, "S3") {
        Some(_) => builder.force_path_style(true).interceptor(RootNames),
        None => builder,
    }
}

/// A client without credentials: for what S3 tells anybody.
#[derive(Clone)]
struct Anonymous(Client);

fn anonymous(aws: &Aws, region: Option<&str>) -> Client {
    let made = aws.client(region, |sdk| {
        let mut nobody = sdk.to_builder();
        nobody.set_credentials_provider(None);
        let config = builder(&nobody.build()).allow_no_auth();
        Anonymous(Client::from_conf(config.build()))
    });
    made.0
}

fn control(aws: &Aws) -> aws_sdk_s3control::Client {
    aws.client(None, |sdk| {
        let mut config = aws_sdk_s3control::config::Builder::from(sdk);
        if let Some(url) = custom_endpoint(sdk, "S3 Control") {
            config = config.interceptor(RootNames);
            if is_bare_host(&url) {
                config = config.endpoint_resolver(Verbatim(url));
            }
        }
        aws_sdk_s3control::Client::from_conf(config.build())
    })
}

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
        // Asked for one Region, S3 answers at that Region's endpoint alone.
        let client = client(aws, region.as_deref());
        let mut pages = client
            .list_buckets()
            .max_buckets(PAGE)
            .set_prefix(prefix.map(Into::into))
            .set_bucket_region(region)
            .into_paginator()
            .send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            for bucket in page?.buckets.into_iter().flatten() {
                let name = bucket.name.unwrap_or_default();
                if prefix.is_none_or(|only| only == name) {
                    found.push((name, bucket.bucket_region));
                }
            }
        }
        place(aws, found).await
    }
}

/// Asks for the Region of each bucket that was listed without: S3 leaves it out at times, and
/// others that speak its language always do.
async fn place(aws: &Aws, found: Vec<(String, Option<String>)>) -> Answer<Vec<Listed>> {
    use futures::StreamExt;
    let listed = futures::stream::iter(found).map(|(name, region)| async move {
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

impl Read for AccountPublicAccess {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<PublicAccessBlock>> {
        let asked = control(aws)
            .get_public_access_block()
            .account_id(&*aws.account().id);
        let found = absent(
            asked.send().await,
            &["NoSuchPublicAccessBlockConfiguration"],
        )?;
        let block = found.and_then(|answer| answer.public_access_block_configuration);
        Ok(block.map(|block| {
            switches([
                block.block_public_acls,
                block.ignore_public_acls,
                block.block_public_policy,
                block.restrict_public_buckets,
            ])
        }))
    }
}

/// The four switches, in AWS's order; one that is left out is off.
fn switches([acls, ignore, policy, restrict]: [Option<bool>; 4]) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: acls.unwrap_or_default(),
        ignore_public_acls: ignore.unwrap_or_default(),
        block_public_policy: policy.unwrap_or_default(),
        restrict_public_buckets: restrict.unwrap_or_default(),
    }
}

/// The client of the Region that a bucket lies in.
fn at(aws: &Aws, bucket: &At) -> Client {
    client(aws, bucket.region.as_deref())
}

impl Read for PublicAccess {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<PublicAccessBlock>> {
        let asked = at(aws, bucket)
            .get_public_access_block()
            .bucket(bucket.name());
        let found = absent(
            asked.send().await,
            &["NoSuchPublicAccessBlockConfiguration"],
        )?;
        let block = found.and_then(|answer| answer.public_access_block_configuration);
        Ok(block.map(|block| {
            switches([
                block.block_public_acls,
                block.ignore_public_acls,
                block.block_public_policy,
                block.restrict_public_buckets,
            ])
        }))
    }
}

impl Read for Ownership {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<ObjectOwnership>> {
        let asked = at(aws, bucket)
            .get_bucket_ownership_controls()
            .bucket(bucket.name());
        let found = absent(asked.send().await, &["OwnershipControlsNotFoundError"])?;
        let rules = found
            .and_then(|answer| answer.ownership_controls)
            .map(|controls| controls.rules);
        let Some(rule) = rules.and_then(|rules| rules.into_iter().next()) else {
            return Ok(None);
        };
        match rule.object_ownership {
            aws_s3::ObjectOwnership::BucketOwnerEnforced => {
                Ok(Some(ObjectOwnership::BucketOwnerEnforced))
            }
            aws_s3::ObjectOwnership::BucketOwnerPreferred => {
                Ok(Some(ObjectOwnership::BucketOwnerPreferred))
            }
            aws_s3::ObjectOwnership::ObjectWriter => Ok(Some(ObjectOwnership::ObjectWriter)),
            other => Err(Fault::odd(format!("unknown object ownership `{other}`"))),
        }
    }
}

impl Read for Versioning {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Versions> {
        let answer = at(aws, bucket)
            .get_bucket_versioning()
            .bucket(bucket.name())
            .send()
            .await?;
        let status = match answer.status {
            None => VersioningStatus::Never,
            Some(aws_s3::BucketVersioningStatus::Enabled) => VersioningStatus::Enabled,
            Some(aws_s3::BucketVersioningStatus::Suspended) => VersioningStatus::Suspended,
            Some(other) => return Err(Fault::odd(format!("unknown versioning status `{other}`"))),
        };
        let mfa_delete = answer.mfa_delete == Some(aws_s3::MfaDeleteStatus::Enabled);
        Ok(Versions { status, mfa_delete })
    }
}

impl Read for Lifecycle {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Vec<LifecycleRule>>> {
        let asked = at(aws, bucket)
            .get_bucket_lifecycle_configuration()
            .bucket(bucket.name());
        let found = absent(asked.send().await, &["NoSuchLifecycleConfiguration"])?;
        let rule = |rule: aws_s3::LifecycleRule| LifecycleRule {
            enabled: rule.status == aws_s3::ExpirationStatus::Enabled,
            id: rule.id.unwrap_or_default(),
        };
        Ok(found.map(|answer| answer.rules.into_iter().flatten().map(rule).collect()))
    }
}

impl Read for ObjectLock {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Lock>> {
        let asked = at(aws, bucket)
            .get_object_lock_configuration()
            .bucket(bucket.name());
        let found = absent(
            asked.send().await,
            &["ObjectLockConfigurationNotFoundError"],
        )?;
        let lock = found.and_then(|answer| answer.object_lock_configuration);
        Ok(lock.map(|lock| Lock {
            enabled: lock.object_lock_enabled == Some(aws_s3::ObjectLockEnabled::Enabled),
            default_mode: lock
                .rule
                .and_then(|rule| rule.default_retention?.mode)
                .map(|mode| mode.as_str().to_owned()),
        }))
    }
}

impl Read for Notifications {
    async fn read(aws: &Aws, bucket: &At) -> Answer<NotificationTargets> {
        let asked = at(aws, bucket)
            .get_bucket_notification_configuration()
            .bucket(bucket.name());
        let answer = asked.send().await?;
        Ok(NotificationTargets {
            topics: answer.topic_configurations().len(),
            queues: answer.queue_configurations().len(),
            functions: answer.lambda_function_configurations().len(),
            event_bridge: answer.event_bridge_configuration.is_some(),
        })
    }
}

impl Read for Website {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<WebsiteHosting>> {
        let asked = at(aws, bucket).get_bucket_website().bucket(bucket.name());
        let found = absent(asked.send().await, &["NoSuchWebsiteConfiguration"])?;
        Ok(found.map(|answer| match answer.redirect_all_requests_to {
            Some(redirect) => WebsiteHosting::RedirectsTo(redirect.host_name),
            None => WebsiteHosting::Serves {
                index: answer.index_document.map(|index| index.suffix),
            },
        }))
    }
}

impl Read for Replication {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Vec<ReplicationRule>>> {
        let asked = at(aws, bucket)
            .get_bucket_replication()
            .bucket(bucket.name());
        let found = absent(
            asked.send().await,
            &["ReplicationConfigurationNotFoundError"],
        )?;
        let Some(configuration) = found.and_then(|answer| answer.replication_configuration) else {
            return Ok(None);
        };
        let mut rules = Vec::new();
        for rule in configuration.rules {
            let Some(destination) = rule.destination else {
                return Err(Fault::odd("a replication rule without destination"));
            };
            rules.push(ReplicationRule {
                enabled: rule.status == aws_s3::ReplicationRuleStatus::Enabled,
                region: destination_region(aws, bucket, &destination.bucket).await,
                id: rule.id.unwrap_or_default(),
                destination: destination.bucket,
                account: destination.account,
            });
        }
        Ok(Some(rules))
    }
}

/// S3 names any bucket's Region in the header of its answer to anybody, also when it refuses or
/// redirects: so this asks without credentials and costs no permission.
async fn destination_region(aws: &Aws, from: &At, destination: &str) -> DestinationRegion {
    let known: Destinations = aws.once();
    // Held while asking: rules of many buckets name the same few destinations.
    let mut known = known.0.lock().await;
    if let Some(region) = known.get(destination) {
        return region.clone();
    }
    let region = ask_for_region(aws, from, destination).await;
    known.insert(destination.into(), region.clone());
    region
}

/// The Regions of replication destinations that were asked for before.
#[derive(Clone, Default)]
struct Destinations(Arc<Mutex<HashMap<Box<str>, DestinationRegion>>>);

async fn ask_for_region(aws: &Aws, from: &At, destination: &str) -> DestinationRegion {
    let Ok(arn) = destination.parse::<Arn>() else {
        return DestinationRegion::Unknown("it is no ARN".into());
    };
    let client = anonymous(aws, from.region.as_deref());
    let sent = client.head_bucket().bucket(arn.resource()).send().await;
    let (status, header) = match &sent {
        Ok(answer) => (200, answer.bucket_region().map(Into::into)),
        Err(error) => {
            let answer = error.raw_response();
            let header = answer.and_then(|answer| answer.headers().get("x-amz-bucket-region"));
            (
                answer.map_or(0, |answer| answer.status().as_u16()),
                header.map(Into::into),
            )
        }
    };
    match (header, status) {
        (Some(region), _) => DestinationRegion::Known(region),
        (None, 404) => DestinationRegion::NoSuchBucket,
        (None, status) => {
            DestinationRegion::Unknown(format!("S3 answered {status} and named none"))
        }
    }
}

#[cfg(test)]
mod tests;
