//! Tags, where somebody decides by them.
use std::collections::BTreeMap;

use crate::{Fact, Finding, KindInfo, Need, Observed, Snapshot, iam, kms, s3};

/// A resource's tags.
pub type Tags = BTreeMap<String, String>;

/// The facts that hold the tags of a kind: each is called `kind.tags`. They are read only where
/// the settings decide something by a tag.
#[must_use]
pub fn tag_needs() -> [Need; 4] {
    [
        <s3::BucketTags as Fact>::NEED,
        <iam::UserTags as Fact>::NEED,
        <iam::RoleTags as Fact>::NEED,
        <kms::KeyTags as Fact>::NEED,
    ]
}

impl Snapshot {
    /// The tags of what a finding is about, as far as they were read: its own, or those of the
    /// nearest resource above it that has some.
    #[must_use]
    pub fn tags_of(&self, kind: &'static KindInfo, finding: &Finding) -> Tags {
        let found = kind.lineage().find_map(|kind| {
            let (_, row) = self.row(kind.id, self.row_of(kind, &finding.resource)?)?;
            let need = tag_needs()
                .into_iter()
                .find(|need| need.kind.id == kind.id)?;
            let cell = row.cells.get(need.id)?;
            match &cell.seen {
                Observed::Seen(value) => serde_json::from_value(value.json()).ok(),
                Observed::Missed(_) => None,
            }
        });
        found.unwrap_or_default()
    }
}
