//! Tags, where somebody decides by them.
use std::collections::BTreeMap;

use crate::{Finding, KindInfo, Observed, Snapshot};

/// A resource's tags.
pub type Tags = BTreeMap<String, String>;

impl Snapshot {
    /// The tags of what a finding is about, as far as they were read: its own, or those of the
    /// nearest resource above it that has some.
    #[must_use]
    pub fn tags_of(&self, kind: &'static KindInfo, finding: &Finding) -> Tags {
        let tags = kind.lineage().find_map(|kind| {
            let (_, row) = self.row(kind.id, self.row_of(kind, &finding.resource)?)?;
            let cell = row.cells.get(kind.tags()?.id)?;
            match &cell.seen {
                Observed::Seen(value) => serde_json::from_value(value.json()).ok(),
                Observed::Missed(_) => None,
            }
        });
        tags.unwrap_or_default()
    }
}
