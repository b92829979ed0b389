//! File systems of `FSx`.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A file system of whatever type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSystem;
impl Kind for FileSystem {
    type In = Region;
    const ID: &'static str = "fsx.file-system";
    const SERVICE: &'static Service = &roster::FSX;
    const LIST: &'static [&'static str] = &["fsx:DescribeFileSystems"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("fsx", "file-system/"));
    const TAGS: Option<Tagged> = tagged::<FileSystemTags>();
}

/// The ARN of the KMS key that encrypts the file system; `None` of a scratch file system of
/// Lustre, for which `FSx` chooses the key. That never changes.
#[derive(Debug)]
pub struct FileSystemKey;
impl Fact for FileSystemKey {
    type Of = FileSystem;
    type Value = Option<String>;
    const ID: &'static str = "fsx.file-system.kms-key";
}

/// The tags of the file system.
#[derive(Debug)]
pub struct FileSystemTags;
impl Fact for FileSystemTags {
    type Of = FileSystem;
    type Value = Tags;
    const ID: &'static str = "fsx.file-system.tags";
}
