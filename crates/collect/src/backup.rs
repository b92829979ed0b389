//! Reads of AWS Backup: vaults, described in one call a page, and the recovery points of each.
#[cfg(test)]
mod tests;

use calls::backup::list_backup_vaults::{self, BackupVaultListMember, ListBackupVaults};
use calls::backup::list_recovery_points_by_backup_vault::{
    ListRecoveryPointsByBackupVault, RESOURCE_NOT_FOUND_EXCEPTION,
};
use calls::backup::list_tags::ListTags;
use calls::{Call, Client};
use model::Tags;
use model::backup::{RecoveryPoints, Vault, VaultKey, VaultRecoveryPoints, VaultTags};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place};
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Vault>(),
    Reader::each::<VaultRecoveryPoints>(),
    Reader::each::<VaultTags>(),
];

impl Collected for Vault {
    const GONE: &'static [&'static str] = &[RESOURCE_NOT_FOUND_EXCEPTION];
}

/// The type of a vault that shows what another account's vault contains.
const RESTORE_ACCESS: &str = "RESTORE_ACCESS_BACKUP_VAULT";

impl Describe for Vault {
    type Call = ListBackupVaults;
    type Row = BackupVaultListMember;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[&Lens::<VaultKey>(|vault| {
        present(vault.encryption_key_arn.clone(), "EncryptionKeyArn")
    })];

    /// The list cannot be narrowed to one.
    fn call(_: Option<&str>) -> ListBackupVaults {
        ListBackupVaults::new()
    }
    fn rows(page: list_backup_vaults::Response, _: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.backup_vault_list.into_iter();
        let rows = rows.filter(|row| row.vault_type.as_deref() != Some(RESTORE_ACCESS));
        rows.map(|row| (row.backup_vault_arn.clone(), row))
            .collect()
    }
}

impl Read for VaultRecoveryPoints {
    async fn read(aws: &Aws, vault: &At) -> Answer<RecoveryPoints> {
        let client = aws.client(vault.region.as_deref(), Client::new);
        let mut pages = ListRecoveryPointsByBackupVault::new(vault.name()).pages(&client);
        let mut points = RecoveryPoints::default();
        while let Some(page) = pages.next().await {
            for point in page?.recovery_points {
                points.all += 1;
                if !present(point.is_encrypted, "IsEncrypted")? {
                    points.unencrypted += 1;
                    points.example.get_or_insert(point.recovery_point_arn);
                }
            }
        }
        Ok(points)
    }
}

impl Read for VaultTags {
    async fn read(aws: &Aws, vault: &At) -> Answer<Tags> {
        let client = aws.client(vault.region.as_deref(), Client::new);
        let response = ListTags::new(&*vault.id).send(&client).await?;
        // Left out where there are none.
        Ok(response.tags.unwrap_or_default().into_iter().collect())
    }
}
