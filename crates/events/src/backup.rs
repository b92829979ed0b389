//! Events of AWS Backup, each in its own Region. Recovery points are added by jobs, without a call.
use model::backup::{Vault, VaultRecoveryPoints};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const VAULT: About = About::Resource {
    kind: Vault::INFO,
    named: &["/requestParameters/backupVaultName"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:backup:{region}:{id}:backup-vault:{name}")
    },
};
const POINTS: &[Need] = &[VaultRecoveryPoints::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "backup",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateBackupVault", VAULT, Facts::All, Sets),
    row("DeleteRecoveryPoint", VAULT, Facts::These(POINTS), Repairs),
    row("DeleteBackupVault", VAULT, Facts::All, Repairs),
];
