//! Reads of `FSx`: file systems of every type, described in one call a page.
#[cfg(test)]
mod tests;

use calls::fsx::describe_file_systems::{self, DescribeFileSystems};
use model::fsx::{FileSystem, FileSystemKey, FileSystemTags};

use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, present};
use crate::reader::{Collected, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<FileSystem>()];

impl Collected for FileSystem {
    const GONE: &'static [&'static str] = &[describe_file_systems::FILE_SYSTEM_NOT_FOUND];
}

type Row = describe_file_systems::FileSystem;

impl Describe for FileSystem {
    type Call = DescribeFileSystems;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<FileSystemKey>(key),
        &Lens::<FileSystemTags>(|one| tags(one.tags.as_deref(), |tag| (&tag.key, &tag.value))),
    ];

    fn call(only: Option<&str>) -> DescribeFileSystems {
        let all = DescribeFileSystems::new();
        DescribeFileSystems {
            file_system_ids: only.map(|id| vec![id.into()]),
            ..all
        }
    }
    fn rows(page: describe_file_systems::Response, _: &Place) -> Vec<(String, Row)> {
        let rows = page.file_systems.into_iter();
        rows.map(|row| (row.resource_arn.clone(), row)).collect()
    }
}

/// Scratch file systems of Lustre are encrypted with a key of the service (`FSx` API Reference,
/// `FileSystem`); every other one names its key.
fn key(one: &Row) -> Answer<Option<String>> {
    let lustre = one.lustre_configuration.as_ref();
    let deployment = lustre.and_then(|lustre| lustre.deployment_type.as_deref());
    let is_scratch = deployment.is_some_and(|kind| kind.starts_with("SCRATCH_"));
    match &one.kms_key_id {
        None if is_scratch => Ok(None),
        key => present(key.clone(), "KmsKeyId").map(Some),
    }
}
