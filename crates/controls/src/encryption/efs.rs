//! The file system is encrypted at rest. That never changes: one that is not is replaced by a copy.
use model::efs::{FileSystem, FileSystemEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EFS;

pub(super) const CONTROL: Control<FileSystem> = Control {
    id: "encryption.efs",
    title: "The file system is encrypted at rest",
    severity: Severity::Medium,
    why: "Without encryption at rest, files and their metadata are stored in the clear. The console \
          enables it for new file systems, the AWS CLI and the API do not.",
    fix: Fix::new(
        "aws efs create-file-system --region {region} --encrypted \
         --tags Key=Name,Value=NEW-NAME (copy the data, then delete {name})",
    ),
    responsibility: EFS.data("enable encryption when a file system is created"),
    needs: &[FileSystemEncrypted::NEED],
    judge: |file_system, _| {
        let encrypted = *file_system.see::<FileSystemEncrypted>()?;
        holds_if(encrypted, "the file system is not encrypted at rest")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<FileSystemEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
