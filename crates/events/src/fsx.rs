//! Events of `FSx`, each in its own Region. The key is chosen when a file system is created.
use model::Kind;
use model::fsx::FileSystem;

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const FILE_SYSTEM: About = About::Resource {
    kind: FileSystem::INFO,
    named: &[
        "/responseElements/fileSystem/fileSystemId",
        "/requestParameters/fileSystemId",
    ],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:fsx:{region}:{id}:file-system/{name}")
    },
};

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "fsx",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateFileSystem", FILE_SYSTEM, Facts::All, Sets),
    row("CreateFileSystemFromBackup", FILE_SYSTEM, Facts::All, Sets),
    row("DeleteFileSystem", FILE_SYSTEM, Facts::All, Repairs),
];
