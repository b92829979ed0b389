//! Vaults as AWS Backup lists them, and their recovery points.
use model::backup::{RecoveryPoints, Vault, VaultKey, VaultRecoveryPoints};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[VaultKey::NEED, VaultRecoveryPoints::NEED];
const ARN: &str = "arn:aws:backup:eu-west-1:111122223333:backup-vault:ledger";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";

async fn read(
    vault: &'static str,
    points: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    let answer = move |request: &WireRequest| {
        if request.path.contains("/recovery-points") {
            return points(request);
        }
        let vault = format!(r#"{{"BackupVaultArn": "{ARN}"{vault}}}"#);
        ok(format!(r#"{{"BackupVaultList": [{vault}]}}"#))
    };
    see(readers, Vault::INFO, NEEDS, answer).await
}

fn points(encrypted: &[Option<bool>]) -> WireResponse {
    let points = encrypted.iter().zip(1..).map(|(encrypted, number)| {
        let encrypted = encrypted.map(|so| format!(r#", "IsEncrypted": {so}"#));
        let encrypted = encrypted.unwrap_or_default();
        format!(r#"{{"RecoveryPointArn": "point-{number}"{encrypted}}}"#)
    });
    let points: Vec<_> = points.collect();
    ok(format!(r#"{{"RecoveryPoints": [{}]}}"#, points.join(",")))
}

#[tokio::test]
async fn the_recovery_points_of_a_vault() {
    let key = r#", "EncryptionKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1""#;
    let some = [Some(true), Some(false), Some(true), Some(false)];
    let snapshot = read(key, move |_| points(&some)).await;
    assert_eq!(snapshot.id_at(Vault::INFO, 0), ARN);
    assert_eq!(first::<VaultKey>(&snapshot), Ok(KEY.into()));
    let expected = RecoveryPoints {
        all: 4,
        unencrypted: 2,
        example: Some("point-2".into()),
    };
    assert_eq!(first::<VaultRecoveryPoints>(&snapshot), Ok(expected));
    let snapshot = read("", |_| points(&[])).await;
    let none = RecoveryPoints::default();
    assert_eq!(first::<VaultRecoveryPoints>(&snapshot), Ok(none));
    assert!(first::<VaultKey>(&snapshot).is_err());
}

#[tokio::test]
async fn what_is_absent_or_denied_is_missed() {
    let snapshot = read("", |_| points(&[Some(true), None])).await;
    assert!(first::<VaultRecoveryPoints>(&snapshot).is_err());
    let snapshot = read("", |request| {
        error_of(request, 403, "AccessDeniedException")
    })
    .await;
    let action = denied("backup:ListRecoveryPointsByBackupVault");
    assert_eq!(first::<VaultRecoveryPoints>(&snapshot), Err(action));
    let shared = r#", "VaultType": "RESTORE_ACCESS_BACKUP_VAULT""#;
    let snapshot = read(shared, |_| points(&[])).await;
    assert_eq!(snapshot.count(Vault::INFO), 0);
}
