//! Minor versions of the DB instance's engine are applied automatically.
use model::rds::{DbInstance, MinorUpgrades};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "workload.rds-minor-upgrades",
    title: "Auto minor version upgrade is enabled for the DB instance",
    severity: Severity::High,
    why: "Minor versions fix security vulnerabilities of the DB engine. Without upgrades, known \
          vulnerabilities remain.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
          --auto-minor-version-upgrade --apply-immediately",
    ),
    responsibility: RDS.recovery("enable automatic minor version upgrades, and choose the window"),
    needs: &[MinorUpgrades::NEED],
    judge: |db, _| {
        let enabled = *db.see::<MinorUpgrades>()?;
        holds_if(enabled, "auto minor version upgrade is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<MinorUpgrades>(&CONTROL)
        .passes("enabled", true)
        .fails("disabled", false)
        .check();
}
