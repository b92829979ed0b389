//! How buckets are set up: one call a fact.
use aws_sdk_s3::types as aws_s3;
use model::Tags;
use model::s3::{
    AccountPublicAccess, BucketTags, Lifecycle, LifecycleRule, Lock, NotificationTargets,
    Notifications, ObjectLock, ObjectOwnership, Ownership, PublicAccess, PublicAccessBlock,
    Versioning, VersioningStatus, Versions, Website, WebsiteHosting,
};

use super::{at, client, control};
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
    let builder = client(aws, region).get_public_access_block().bucket(bucket);
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

impl Read for Ownership {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<ObjectOwnership>> {
        let builder = at(aws, bucket)
            .get_bucket_ownership_controls()
            .bucket(bucket.name());
        let response = absent(builder.send().await, &["OwnershipControlsNotFoundError"])?;
        let Some(response) = response else {
            return Ok(None);
        };
        let controls = response.ownership_controls;
        let rule = controls.and_then(|controls| controls.rules.into_iter().next());
        let rule = present(rule, "Rule")?;
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
        let builder = at(aws, bucket)
            .get_bucket_lifecycle_configuration()
            .bucket(bucket.name());
        let response = absent(builder.send().await, &["NoSuchLifecycleConfiguration"])?;
        let rule = |rule: aws_s3::LifecycleRule| LifecycleRule {
            enabled: rule.status == aws_s3::ExpirationStatus::Enabled,
            id: rule.id.unwrap_or_default(),
        };
        let rules = response.map(|response| present(response.rules, "Rule"));
        let rules = rules.transpose()?;
        Ok(rules.map(|rules| rules.into_iter().map(rule).collect()))
    }
}

impl Read for ObjectLock {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<Lock>> {
        let builder = at(aws, bucket)
            .get_object_lock_configuration()
            .bucket(bucket.name());
        let response = absent(
            builder.send().await,
            &["ObjectLockConfigurationNotFoundError"],
        )?;
        let lock = response.map(|response| {
            let lock = response.object_lock_configuration;
            present(lock, "ObjectLockConfiguration")
        });
        Ok(lock.transpose()?.map(|lock| Lock {
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
        let builder = at(aws, bucket)
            .get_bucket_notification_configuration()
            .bucket(bucket.name());
        let answer = builder.send().await?;
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
        let builder = at(aws, bucket).get_bucket_website().bucket(bucket.name());
        let response = absent(builder.send().await, &["NoSuchWebsiteConfiguration"])?;
        Ok(
            response.map(|answer| match answer.redirect_all_requests_to {
                Some(redirect) => WebsiteHosting::RedirectsTo(redirect.host_name),
                None => WebsiteHosting::Serves {
                    index: answer.index_document.map(|index| index.suffix),
                },
            }),
        )
    }
}

impl Read for BucketTags {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Tags> {
        let builder = at(aws, bucket).get_bucket_tagging().bucket(bucket.name());
        let response = absent(builder.send().await, &["NoSuchTagSet"])?;
        let tags = response.map(|answer| answer.tag_set).unwrap_or_default();
        Ok(tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
    }
}
