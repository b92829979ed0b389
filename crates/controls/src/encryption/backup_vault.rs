//! Every recovery point in the vault is encrypted.
//!
//! A vault always has a key. Recovery points of resources that AWS Backup does not fully manage are
//! encrypted as their source is, which may be not at all (AWS Backup Developer Guide, "Encryption for
//! backups in AWS Backup").
use model::backup::{Vault, VaultKey, VaultRecoveryPoints};
use model::{Control, Fact, Fix, Severity, any_broken, broken, holds_if};

use crate::duties::BACKUP;

pub(super) const CONTROL: Control<Vault> = Control {
    id: "encryption.backup-vault",
    title: "The backup vault and its recovery points are encrypted",
    severity: Severity::Medium,
    why: "A recovery point holds all data of its source, for years. One that is not encrypted can be \
          read by every principal that can restore or copy it.",
    fix: Fix::new(
        "aws backup delete-recovery-point --region {region} --backup-vault-name {name} \
         --recovery-point-arn RECOVERY-POINT-ARN (once its source is encrypted and backed up again)",
    ),
    responsibility: BACKUP
        .data("encrypt what is backed up, and delete unencrypted recovery points"),
    needs: &[VaultKey::NEED, VaultRecoveryPoints::NEED],
    judge: |vault, _| {
        let key = vault.see::<VaultKey>();
        let points = vault.see::<VaultRecoveryPoints>();
        any_broken([
            key.and_then(|key| holds_if(!key.is_empty(), "the vault has no key")),
            points.and_then(|points| match &points.example {
                None => holds_if(points.unencrypted == 0, "recovery points are not encrypted"),
                Some(example) => Ok(broken(format!(
                    "{} of {} recovery points are not encrypted, as `{example}`",
                    points.unencrypted, points.all
                ))),
            }),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use model::backup::RecoveryPoints;

    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    let vault = |(key, all, unencrypted): (&str, usize, usize)| {
        let example = "arn:aws:ec2:eu-west-1::snapshot/snap-1".to_owned();
        given::<Vault>()
            .with::<VaultKey>(key.into())
            .with::<VaultRecoveryPoints>(RecoveryPoints {
                all,
                unencrypted,
                example: (unencrypted > 0).then_some(example),
            })
    };
    table_of(&CONTROL, vault)
        .passes("all are encrypted", (KEY, 3, 0))
        .passes("an empty vault", (KEY, 0, 0))
        .fails("one is not", (KEY, 3, 1))
        .fails("one is not, whatever the key", (KEY, 3, 1))
        .denied::<VaultKey>()
        .fails("no key", ("", 0, 0))
        .unread::<VaultKey>((KEY, 3, 0))
        .unread::<VaultRecoveryPoints>((KEY, 3, 0))
        .check();
}
