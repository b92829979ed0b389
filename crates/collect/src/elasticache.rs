//! Reads of `ElastiCache`: replication groups, described in one call a page.
#[cfg(test)]
mod tests;

use calls::elasticache::describe_replication_groups::{self, DescribeReplicationGroups};
use calls::elasticache::list_tags_for_resource::ListTagsForResource;
use calls::{Call, Client};
use model::Tags;
use model::elasticache::{
    AtRest, EncryptionAtRest, EncryptionInTransit, InTransit, ReplicationGroup,
    ReplicationGroupTags,
};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<ReplicationGroup>(),
    Reader::each::<ReplicationGroupTags>(),
];

impl Collected for ReplicationGroup {
    const GONE: &'static [&'static str] =
        &[describe_replication_groups::REPLICATION_GROUP_NOT_FOUND_FAULT];
}

type Row = describe_replication_groups::ReplicationGroup;

impl Describe for ReplicationGroup {
    type Call = DescribeReplicationGroups;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<EncryptionAtRest>(at_rest),
        &Lens::<EncryptionInTransit>(in_transit),
    ];

    fn call(only: Option<&str>) -> DescribeReplicationGroups {
        DescribeReplicationGroups {
            replication_group_id: only.map(Into::into),
            ..DescribeReplicationGroups::new()
        }
    }
    fn rows(page: describe_replication_groups::Response, _: &Place) -> Vec<(String, Row)> {
        let rows = page.replication_groups.into_iter();
        rows.map(|row| (row.arn.clone(), row)).collect()
    }
}

/// By its type, where `ElastiCache` returns one: data may be encrypted although
/// `AtRestEncryptionEnabled` is false (`ElastiCache` API Reference, `ReplicationGroup`).
fn at_rest(group: &Row) -> Answer<AtRest> {
    match (
        &group.storage_encryption_type,
        group.at_rest_encryption_enabled,
    ) {
        (Some(kind), _) => match &**kind {
            "none" => Ok(AtRest::Unencrypted),
            "sse-elasticache" => Ok(AtRest::ServiceKey),
            "sse-kms" => Ok(AtRest::KmsKey),
            other => Err(Fault::odd(format!("`{other}` is no known encryption type"))),
        },
        (None, Some(true)) => Ok(match group.kms_key_id {
            Some(_) => AtRest::KmsKey,
            None => AtRest::ServiceKey,
        }),
        (None, _) => Err(Fault::odd("the response lacks `StorageEncryptionType`")),
    }
}

/// There is a mode only where one can be chosen: since Redis OSS 7 (`ElastiCache` User Guide, "Enabling
/// in-transit encryption").
fn in_transit(group: &Row) -> Answer<InTransit> {
    let enabled = present(group.transit_encryption_enabled, "TransitEncryptionEnabled")?;
    match (enabled, group.transit_encryption_mode.as_deref()) {
        (false, _) => Ok(InTransit::Unencrypted),
        (true, Some("preferred")) => Ok(InTransit::Preferred),
        (true, Some("required") | None) => Ok(InTransit::Required),
        (true, Some(other)) => Err(Fault::odd(format!("`{other}` is no known mode"))),
    }
}

impl Read for ReplicationGroupTags {
    async fn read(aws: &Aws, group: &At) -> Answer<Tags> {
        let client = aws.client(group.region.as_deref(), Client::new);
        let response = ListTagsForResource::new(&*group.id).send(&client).await?;
        tags(Some(&response.tag_list), |tag| (&tag.key, &tag.value))
    }
}
