//! Reads of EFS: file systems, described in one call a page.
#[cfg(test)]
mod tests;

use calls::efs::describe_file_systems::{self, DescribeFileSystems, FileSystemDescription};
use model::efs::{FileSystem, FileSystemEncrypted, FileSystemTags};

use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::present;
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<FileSystem>()];

impl Collected for FileSystem {
    const GONE: &'static [&'static str] = &[describe_file_systems::FILE_SYSTEM_NOT_FOUND];
}

impl Describe for FileSystem {
    type Call = DescribeFileSystems;
    type Row = FileSystemDescription;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<FileSystemEncrypted>(|one| present(one.encrypted, "Encrypted")),
        &Lens::<FileSystemTags>(|one| tags(one.tags.as_deref(), |tag| (&tag.key, &tag.value))),
    ];

    fn call(only: Option<&str>) -> DescribeFileSystems {
        let all = DescribeFileSystems::new();
        DescribeFileSystems {
            file_system_id: only.map(Into::into),
            ..all
        }
    }
    fn rows(page: describe_file_systems::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.file_systems.into_iter();
        let rows = rows.filter(|row| row.life_cycle_state.as_deref() != Some("deleted"));
        let arn = |row: &Self::Row| {
            let resource = format!("file-system/{}", row.file_system_id);
            place.owned("elasticfilesystem", &row.owner_id, &resource)
        };
        rows.map(|row| (arn(&row), row)).collect()
    }
}
