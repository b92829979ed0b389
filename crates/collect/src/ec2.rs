//! Reads of EC2: instances, described in one call a page. EC2 leaves out the list of tags where there
//! are none.
use calls::ec2::describe_instances::{self, DescribeInstances};
use model::ec2::{
    Instance, InstanceProfile, InstanceTags, MetadataOptions, MetadataTokens, PublicAddresses,
};

use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<Instance>()];

impl Collected for Instance {
    const GONE: &'static [&'static str] = &[describe_instances::INVALID_INSTANCE_ID_NOT_FOUND];
}

type Row = describe_instances::Instance;

impl Describe for Instance {
    type Call = DescribeInstances;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<InstanceProfile>(|instance| {
            let profile = instance.iam_instance_profile.as_ref();
            let arn = profile.map(|profile| present(profile.arn.clone(), "IamInstanceProfile.Arn"));
            arn.transpose()
        }),
        &Lens::<InstanceTags>(|one| {
            tags(one.tags.as_deref().or(Some(&[])), |tag| {
                (&tag.key, &tag.value)
            })
        }),
        &Lens::<MetadataOptions>(metadata_tokens),
        &Lens::<PublicAddresses>(public_addresses),
    ];

    fn call(only: Option<&str>) -> DescribeInstances {
        let all = DescribeInstances::new();
        DescribeInstances {
            instance_ids: only.map(|id| vec![id.into()]),
            // EC2 takes a page's size or ids, not both.
            max_results: all.max_results.filter(|_| only.is_none()),
            ..all
        }
    }

    /// What is terminated is still described for about an hour, and is no instance any more. One in
    /// a shared subnet belongs to whoever started it.
    fn rows(page: describe_instances::Response, place: &Place) -> Vec<(String, Row)> {
        let terminated = |row: &Row| {
            let state = row.state.as_ref().and_then(|state| state.name.as_deref());
            state == Some("terminated")
        };
        let mut rows = Vec::new();
        for reservation in page.reservations {
            let instances = reservation.instances.into_iter();
            rows.extend(instances.filter(|row| !terminated(row)).map(|row| {
                let resource = format!("instance/{}", row.instance_id);
                (place.owned("ec2", &reservation.owner_id, &resource), row)
            }));
        }
        rows
    }
}

/// What the instance metadata service asks for (EC2 User Guide, "Configure the Instance Metadata
/// Service options").
fn metadata_tokens(instance: &Row) -> Answer<MetadataTokens> {
    let options = present(instance.metadata_options.as_ref(), "MetadataOptions")?;
    match (
        options.http_endpoint.as_deref(),
        options.http_tokens.as_deref(),
    ) {
        (Some("disabled"), _) => Ok(MetadataTokens::Disabled),
        (Some("enabled"), Some("required")) => Ok(MetadataTokens::Required),
        (Some("enabled"), Some("optional")) => Ok(MetadataTokens::Optional),
        _ => Err(Fault::odd(
            "the response lacks `HttpTokens` or `HttpEndpoint`",
        )),
    }
}

/// The public IPv4 addresses of all of its network interfaces.
fn public_addresses(instance: &Row) -> Answer<Vec<String>> {
    let interfaces = present(instance.network_interfaces.as_ref(), "NetworkInterfaces")?;
    let associations = interfaces.iter().flat_map(|interface| {
        let private = interface.private_ip_addresses.iter().flatten();
        let others = private.filter_map(|one| one.association.as_ref()?.public_ip.clone());
        let first = interface
            .association
            .as_ref()
            .and_then(|one| one.public_ip.clone());
        first.into_iter().chain(others)
    });
    let mut addresses: Vec<_> = associations
        .chain(instance.public_ip_address.clone())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    Ok(addresses)
}
