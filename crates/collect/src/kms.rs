//! Reads of the Key Management Service: keys, of what sort they are, whether they rotate, and whom
//! their policies and grants allow.
mod access;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_sdk_kms::operation::list_keys::ListKeysOutput;
use aws_sdk_kms::operation::list_resource_tags::ListResourceTagsOutput;
use aws_sdk_kms::types::{KeyManagerType, KeySpec, KeyState, MultiRegionKeyType, OriginType};
use aws_sdk_kms::{Client, config};
use model::Tags;
use model::kms::{
    Key, KeyGrants, KeyMetadata, KeyPolicy, KeyRotation, KeyTags, Metadata, Rotation,
};

use crate::aws::retry_partition;
use crate::fault::{Answer, Fault, present, present_id};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Read, Reader};
use crate::shared::Shared;
use crate::{Aws, Complete, pages};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Key>(),
    Reader::drawn::<KeyGrants>(),
    Reader::drawn::<KeyMetadata>(),
    Reader::drawn::<KeyPolicy>(),
    Reader::drawn::<KeyRotation>(),
    Reader::each::<KeyTags>(),
];

/// The most that one page can hold.
const PAGE: i32 = 1000;

impl Collected for Key {
    const GONE: &'static [&'static str] = &["NotFoundException"];
}

/// KMS in a Region.
#[must_use]
pub fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, |sdk| {
        let config = config::Builder::from(sdk).retry_partition(retry_partition());
        Client::from_conf(config.interceptor(Complete).build())
    })
}

impl List for Key {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let builder = client(aws, Some(&region.id)).list_keys().limit(PAGE);
        let request = |token| builder.clone().set_marker(token).send();
        let mut all = Vec::new();
        let take = |page: ListKeysOutput| {
            for key in present(page.keys, "Keys")? {
                all.push(present_id(key.key_arn, "KeyArn")?);
            }
            Ok(())
        };
        pages::each(request, ListKeysOutput::next_marker, take).await?;
        Ok(only.of(all.iter().map(String::as_str)))
    }
}

/// What a key is: requested once in a run, for whatever wants to know.
async fn described(aws: &Aws, at: &At) -> Dated<Arc<Metadata>> {
    Shared::get(aws, &at.id, || describe(aws, at)).await
}

async fn describe(aws: &Aws, at: &At) -> Answer<Metadata> {
    let builder = client(aws, at.region.as_deref()).describe_key();
    let response = builder.key_id(&*at.id).send().await;
    let metadata = response.map_err(|error| Fault::from(error).of("kms:DescribeKey"))?;
    let metadata = metadata
        .key_metadata
        .ok_or_else(|| Fault::odd("the response has no key metadata"))?;
    let word = |word: Option<&str>, what: &str| {
        let odd = || Fault::odd(format!("the response has no {what} of the key"));
        word.map(ToOwned::to_owned).ok_or_else(odd)
    };
    let several = metadata.multi_region_configuration;
    let several = several.and_then(|several| several.multi_region_key_type);
    Ok(Metadata {
        by_aws: metadata.key_manager == Some(KeyManagerType::Aws),
        state: word(metadata.key_state.as_ref().map(KeyState::as_str), "state")?,
        spec: word(metadata.key_spec.as_ref().map(KeySpec::as_str), "spec")?,
        origin: word(metadata.origin.as_ref().map(OriginType::as_str), "origin")?,
        replica: several == Some(MultiRegionKeyType::Replica),
    })
}

impl Draw for KeyMetadata {
    async fn draw(aws: &Aws, at: &At) -> Dated<Metadata> {
        described(aws, at).await.draw(|key| Ok(key.clone()))
    }
}

impl Draw for KeyRotation {
    async fn draw(aws: &Aws, at: &At) -> Dated<Rotation> {
        let Dated { at: began, answer } = described(aws, at).await;
        let answer = match answer {
            Err(fault) => Err(fault),
            Ok(key) if key.by_aws || key.never_rotates().is_some() => Ok(Rotation::Fixed),
            Ok(_) => rotation(aws, at).await,
        };
        Dated { at: began, answer }
    }
}

async fn rotation(aws: &Aws, at: &At) -> Answer<Rotation> {
    let builder = client(aws, at.region.as_deref()).get_key_rotation_status();
    let response = builder.key_id(&*at.id).send().await?;
    Ok(
        match (
            response.key_rotation_enabled,
            response.rotation_period_in_days,
        ) {
            (false, _) => Rotation::Off,
            (true, Some(days)) => Rotation::Every(days),
            (true, None) => Rotation::YEARLY,
        },
    )
}

impl Read for KeyTags {
    async fn read(aws: &Aws, at: &At) -> Answer<Tags> {
        let builder = client(aws, at.region.as_deref()).list_resource_tags();
        let builder = builder.key_id(&*at.id);
        let request = |token| builder.clone().set_marker(token).send();
        let mut tags = Tags::new();
        let take = |page: ListResourceTagsOutput| {
            let page = present(page.tags, "Tags")?.into_iter();
            tags.extend(page.map(|tag| (tag.tag_key, tag.tag_value)));
            Ok(())
        };
        pages::each(request, ListResourceTagsOutput::next_marker, take).await?;
        Ok(tags)
    }
}
