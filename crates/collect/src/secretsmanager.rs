//! Reads of Secrets Manager: secrets, of which the list says everything but what they contain.
#[cfg(test)]
mod tests;

use calls::secretsmanager::list_secrets::{self, FilterInput, ListSecrets, SecretListEntry};
use model::secretsmanager::{Rotation, Secret, SecretRotation, SecretTags, SecretUse, Use};

use crate::describe::{Describe, Draws, Lens, Place, tags, time};
use crate::fault::{Answer, present};
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<Secret>()];

impl Collected for Secret {}

impl Describe for Secret {
    type Call = ListSecrets;
    type Row = SecretListEntry;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<SecretRotation>(rotation),
        &Lens::<SecretTags>(|secret| {
            // Left out where there are none.
            tags(secret.tags.as_deref().or(Some(&[])), |tag| {
                (&tag.key, &tag.value)
            })
        }),
        &Lens::<SecretUse>(|secret| {
            Ok(Use {
                created: time(present(secret.created_date, "CreatedDate")?)?,
                // Left out where it was never read in the Region (Secrets Manager API Reference,
                // `SecretListEntry`).
                last_accessed: secret.last_accessed_date.map(time).transpose()?,
                replica: is_replica(secret),
            })
        }),
    ];

    /// The filter by name finds those that begin so.
    fn call(only: Option<&str>) -> ListSecrets {
        let named = |name: &str| FilterInput {
            key: Some("name".into()),
            values: Some(vec![name.into()]),
        };
        ListSecrets {
            filters: only.map(|name| vec![named(name)]),
            ..ListSecrets::new()
        }
    }
    fn rows(page: list_secrets::Response, _: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.secret_list.into_iter();
        rows.map(|row| (row.arn.clone(), row)).collect()
    }
}

/// A secret that was never configured for rotation has none of these members (Secrets Manager API
/// Reference, `DescribeSecret`).
fn rotation(secret: &SecretListEntry) -> Answer<Rotation> {
    let rules = secret.rotation_rules.as_ref();
    Ok(Rotation {
        enabled: secret.rotation_enabled.unwrap_or_default(),
        every_days: rules.and_then(|rules| rules.automatically_after_days),
        last: secret.last_rotated_date.map(time).transpose()?,
        next: secret.next_rotation_date.map(time).transpose()?,
        owning_service: secret.owning_service.clone(),
        replica: is_replica(secret),
    })
}

/// A secret that is replicated names the Region of its primary in every Region.
fn is_replica(secret: &SecretListEntry) -> bool {
    let here = secret.arn.split(':').nth(3);
    let primary = secret.primary_region.as_deref();
    primary.is_some_and(|primary| Some(primary) != here)
}
