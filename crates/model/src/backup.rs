//! Vaults of AWS Backup.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A backup vault of the account; a restore access vault, which shows one of another account, is
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vault;
impl Kind for Vault {
    type In = Region;
    const ID: &'static str = "backup.vault";
    const SERVICE: &'static Service = &roster::BACKUP;
    const LIST: &'static [&'static str] = &["backup:ListBackupVaults"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("backup", "backup-vault:"));
    const TAGS: Option<Tagged> = tagged::<VaultTags>();
}

/// The ARN of the KMS key that encrypts the vault.
#[derive(Debug)]
pub struct VaultKey;
impl Fact for VaultKey {
    type Of = Vault;
    type Value = String;
    const ID: &'static str = "backup.vault.kms-key";
}

/// How many recovery points a vault has, and how many of them are not encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecoveryPoints {
    /// All of them.
    pub all: usize,
    /// Those that are not encrypted.
    pub unencrypted: usize,
    /// The ARN of one of these.
    pub example: Option<String>,
}

/// The recovery points of the vault.
#[derive(Debug)]
pub struct VaultRecoveryPoints;
impl Fact for VaultRecoveryPoints {
    type Of = Vault;
    type Value = RecoveryPoints;
    const ID: &'static str = "backup.vault.recovery-points";
    const READS: &'static [&'static str] = &["backup:ListRecoveryPointsByBackupVault"];
}

/// The tags of the vault.
#[derive(Debug)]
pub struct VaultTags;
impl Fact for VaultTags {
    type Of = Vault;
    type Value = Tags;
    const ID: &'static str = "backup.vault.tags";
    const READS: &'static [&'static str] = &["backup:ListTags"];
}
