//! File systems as EFS describes them: encrypted or not, absent, deleted, denied.
use model::efs::{FileSystem, FileSystemEncrypted};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[FileSystemEncrypted::NEED];

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, FileSystem::INFO, NEEDS, answer).await
}

fn described(members: &str) -> WireResponse {
    let own = r#""FileSystemId": "fs-1", "OwnerId": "111122223333""#;
    ok(format!(r#"{{"FileSystems": [{{{own}, {members}}}]}}"#))
}

#[tokio::test]
async fn whether_a_file_system_is_encrypted() {
    for (members, expected) in [
        (
            r#""LifeCycleState": "available", "Encrypted": true"#,
            Some(true),
        ),
        (
            r#""LifeCycleState": "available", "Encrypted": false"#,
            Some(false),
        ),
        (r#""LifeCycleState": "available""#, None),
    ] {
        let snapshot = read(move |_| described(members)).await;
        let arn = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1";
        assert_eq!(snapshot.id_at(FileSystem::INFO, 0), arn);
        assert_eq!(
            first::<FileSystemEncrypted>(&snapshot).ok(),
            expected,
            "{members}"
        );
    }
    let snapshot = read(|_| described(r#""LifeCycleState": "deleted""#)).await;
    assert_eq!(snapshot.count(FileSystem::INFO), 0);
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 403, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(FileSystem::INFO).remove(0).0;
    let action = denied("elasticfilesystem:DescribeFileSystems");
    assert_eq!(missed.reason, action);
}
