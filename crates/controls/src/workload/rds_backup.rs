//! Automated backups of the DB instance are retained for seven days at the least.
use model::rds::{BackupRetention, DbInstance};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::{holds_unless, not_applicable};
use crate::duties::RDS;

/// Security Hub's control RDS.11 asks for as many by default.
const DAYS: i32 = 7;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "workload.rds-backup",
    title: "Automated backups of the DB instance are retained for at least 7 days",
    severity: Severity::Medium,
    why: "A DB instance can be restored to any point in time of its retention period; what was \
          lost or damaged before that cannot be restored.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
          --backup-retention-period 7 --apply-immediately",
    ),
    responsibility: RDS.recovery("choose the retention period, and test that restores work"),
    needs: &[BackupRetention::NEED],
    judge: |db, _| match db.see::<BackupRetention>()? {
        None => not_applicable("backups are configured for its DB cluster"),
        Some(0) => holds_unless(Some("automated backups are disabled")),
        Some(days) => holds_if(
            *days >= DAYS,
            format!("backups are retained for {days} days"),
        ),
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<BackupRetention>(&CONTROL)
        .passes("a week", Some(7))
        .passes("more", Some(35))
        .fails("six days", Some(6))
        .fails("disabled", Some(0))
        .exempt("a member of a cluster", None)
        .check();
}
