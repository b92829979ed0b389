//! File systems of EFS.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A file system that the account owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSystem;
impl Kind for FileSystem {
    type In = Region;
    const ID: &'static str = "efs.file-system";
    const SERVICE: &'static Service = &roster::EFS;
    const LIST: &'static [&'static str] = &["elasticfilesystem:DescribeFileSystems"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("elasticfilesystem", "file-system/"));
    const TAGS: Option<Tagged> = tagged::<FileSystemTags>();
}

/// Whether data at rest is encrypted: that never changes.
#[derive(Debug)]
pub struct FileSystemEncrypted;
impl Fact for FileSystemEncrypted {
    type Of = FileSystem;
    type Value = bool;
    const ID: &'static str = "efs.file-system.encrypted";
}

/// The tags of the file system.
#[derive(Debug)]
pub struct FileSystemTags;
impl Fact for FileSystemTags {
    type Of = FileSystem;
    type Value = Tags;
    const ID: &'static str = "efs.file-system.tags";
}
