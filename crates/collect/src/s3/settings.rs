//! How buckets are set up: one call a fact.
use calls::Call;
use calls::s3::get_bucket_lifecycle_configuration::{
    GetBucketLifecycleConfiguration, LifecycleRule as Rule,
};
use calls::s3::get_bucket_notification_configuration::GetBucketNotificationConfiguration;
use calls::s3::get_bucket_ownership_controls::GetBucketOwnershipControls;
use calls::s3::get_bucket_tagging::GetBucketTagging;
use calls::s3::get_bucket_versioning::GetBucketVersioning;
use calls::s3::get_bucket_website::GetBucketWebsite;
use calls::s3::get_object_lock_configuration::GetObjectLockConfiguration;
use calls::s3::get_public_access_block::GetPublicAccessBlock;
use model::Tags;
use model::s3::{
    AccountPublicAccess, BucketTags, Lifecycle, LifecycleRule, Lock, NotificationTargets,
    Notifications, ObjectLock, ObjectOwnership, Ownership, PublicAccess, PublicAccessBlock,
    Versioning, VersioningStatus, Versions, Website, WebsiteHosting,
};

use super::{control, reading, send};
use crate::Aws;
use crate::fault::{Answer, Fault, absent, present};
use crate::memo::Memo;
use crate::reader::{At, Dated, Draw, Read};

impl Read for AccountPublicAccess {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<PublicAccessBlock>> {
        let builder = control(aws, None)
            .get_public_access_block()
            .account_id(&*aws.account().id);
        let response = absent(
            builder.send().await,
            &["NoSuchPublicAccessBlockConfiguration"],
        )?;
        let Some(response) = response else {
            return Ok(None);
        };
        let block = response.public_access_block_configuration;
        let block = present(block, "PublicAccessBlockConfiguration")?;
        Ok(Some(switches([
            block.block_public_acls,
            block.ignore_public_acls,
            block.block_public_policy,
            block.restrict_public_buckets,
        ])))
    }
}

/// The four switches, in AWS's order; one that is left out is off.
pub(super) fn switches([acls, ignore, policy, restrict]: [Option<bool>; 4]) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: acls.unwrap_or_default(),
        ignore_public_acls: ignore.unwrap_or_default(),
        block_public_policy: policy.unwrap_or_default(),
        restrict_public_buckets: restrict.unwrap_or_default(),
    }
}

impl Draw for PublicAccess {
    async fn draw(aws: &Aws, bucket: &At) -> Dated<Option<PublicAccessBlock>> {
        block_of(aws, bucket.region.as_deref(), bucket.name()).await
    }
}

/// Block Public Access of buckets that were asked for: access points ask again.
#[derive(Clone, Default)]
struct Blocks(Memo<Box<str>, Dated<Option<PublicAccessBlock>>>);

/// Block Public Access of the bucket of this name.
pub(super) async fn block_of(
    aws: &Aws,
    region: Option<&str>,
    bucket: &str,
) -> Dated<Option<PublicAccessBlock>> {
    let fetch = async {
        let at = aws.now();
        let answer = fetch_block(aws, region, bucket).await;
        Dated { at, answer }
    };
    let blocks: Blocks = aws.once();
    let keep = |dated: &Dated<_>| dated.answer.is_ok();
    blocks.0.get(bucket.into(), fetch, keep).await
}

async fn fetch_block(
    aws: &Aws,
    region: Option<&str>,
    bucket: &str,
) -> Answer<Option<PublicAccessBlock>> {
    let client = reading(aws, region);
    let sent = GetPublicAccessBlock::new(bucket).send(&client).await;
    let response = absent(sent, &["NoSuchPublicAccessBlockConfiguration"])?;
    let block = response.map(|response| response.public_access_block_configuration);
    Ok(block.map(|block| {
        switches([
            block.block_public_acls,
            block.ignore_public_acls,
            block.block_public_policy,
            block.restrict_public_buckets,
        ])
    }))
}

impl Read for Ownership {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<ObjectOwnership>> {
        let sent = send(aws, bucket, GetBucketOwnershipControls::new(bucket.name()));
        let response = absent(sent.await, &["OwnershipControlsNotFoundError"])?;
        let Some(response) = response else {
            return Ok(None);
        };
        let rule = response.ownership_controls.rules.into_iter().next();
        let ownership = present(rule, "Rule")?.object_ownership;
        match &*ownership {
            "BucketOwnerEnforced" => Ok(Some(ObjectOwnership::BucketOwnerEnforced)),
            "BucketOwnerPreferred" => Ok(Some(ObjectOwnership::BucketOwnerPreferred)),
            "ObjectWriter" => Ok(Some(ObjectOwnership::ObjectWriter)),
            other => Err(Fault::odd(format!("unknown object ownership `{other}`"))),
        }
    }
}

impl Read for Versioning {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Versions> {
        let response = send(aws, bucket, GetBucketVersioning::new(bucket.name())).await?;
        let status = match response.status.as_deref() {
            None => VersioningStatus::Never,
            Some("Enabled") => VersioningStatus::Enabled,
            Some("Suspended") => VersioningStatus::Suspended,
            Some(other) => return Err(Fault::odd(format!("unknown versioning status `{other}`"))),
        };
        let mfa_delete = response.mfa_delete.as_deref() == Some("Enabled");
        Ok(Versions { status, mfa_delete })
    }
}

impl Read for Lifecycle {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Vec<LifecycleRule>>> {
        let call = GetBucketLifecycleConfiguration::new(bucket.name());
        let sent = send(aws, bucket, call).await;
        let response = absent(sent, &["NoSuchLifecycleConfiguration"])?;
        let rule = |rule: Rule| LifecycleRule {
            enabled: rule.status == "Enabled",
            id: rule.id.unwrap_or_default(),
        };
        Ok(response.map(|response| response.rules.into_iter().map(rule).collect()))
    }
}

impl Read for ObjectLock {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Lock>> {
        let sent = send(aws, bucket, GetObjectLockConfiguration::new(bucket.name()));
        let response = absent(sent.await, &["ObjectLockConfigurationNotFoundError"])?;
        let Some(response) = response else {
            return Ok(None);
        };
        let lock = response.object_lock_configuration;
        Ok(Some(Lock {
            enabled: present(lock.object_lock_enabled, "ObjectLockEnabled")? == "Enabled",
            default_mode: lock.rule.and_then(|rule| rule.default_retention?.mode),
        }))
    }
}

impl Read for Notifications {
    async fn read(aws: &Aws, bucket: &At) -> Answer<NotificationTargets> {
        let call = GetBucketNotificationConfiguration::new(bucket.name());
        let response = send(aws, bucket, call).await?;
        Ok(NotificationTargets {
            topics: response.topic_configurations.len(),
            queues: response.queue_configurations.len(),
            functions: response.lambda_function_configurations.len(),
            event_bridge: response.event_bridge_configuration.is_some(),
        })
    }
}

impl Read for Website {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<WebsiteHosting>> {
        let sent = send(aws, bucket, GetBucketWebsite::new(bucket.name()));
        let response = absent(sent.await, &["NoSuchWebsiteConfiguration"])?;
        let hosting = response.map(|response| match response.redirect_all_requests_to {
            Some(redirect) => WebsiteHosting::RedirectsTo(redirect.host_name),
            None => WebsiteHosting::Serves {
                index: response.index_document.map(|index| index.suffix),
            },
        });
        Ok(hosting)
    }
}

impl Read for BucketTags {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Tags> {
        let sent = send(aws, bucket, GetBucketTagging::new(bucket.name()));
        let response = absent(sent.await, &["NoSuchTagSet"])?;
        let tags = response.map(|response| response.tag_set);
        let tags = tags.into_iter().flatten();
        // Others that speak S3's language leave out a value that is empty.
        let tags = tags.map(|tag| (tag.key, tag.value.unwrap_or_default()));
        Ok(tags.collect())
    }
}
