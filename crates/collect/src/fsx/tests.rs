//! File systems as `FSx` describes them: with a key, without, denied.
use model::fsx::{FileSystem, FileSystemKey};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[FileSystemKey::NEED];
const ARN: &str = "arn:aws:fsx:eu-west-1:111122223333:file-system/fs-1";

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, FileSystem::INFO, NEEDS, answer).await
}

#[tokio::test]
async fn the_key_of_a_file_system() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let lustre = |kind| format!(r#", "LustreConfiguration": {{"DeploymentType": "{kind}"}}"#);
    for (members, expected) in [
        (
            format!(r#", "KmsKeyId": "{key}""#),
            Some(Some(key.to_owned())),
        ),
        (lustre("SCRATCH_2"), Some(None)),
        (lustre("PERSISTENT_2"), None),
        (String::new(), None),
    ] {
        let own = format!(r#""FileSystemId": "fs-1", "ResourceARN": "{ARN}"{members}"#);
        let body = format!(r#"{{"FileSystems": [{{{own}}}]}}"#);
        let snapshot = read(move |_| ok(body.clone())).await;
        assert_eq!(snapshot.id_at(FileSystem::INFO, 0), ARN);
        assert_eq!(
            first::<FileSystemKey>(&snapshot).ok(),
            expected,
            "{members}"
        );
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(FileSystem::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("fsx:DescribeFileSystems"));
}
