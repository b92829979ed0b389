//! Deletion protection of the DB instance is enabled.
use model::rds::{DbInstance, DeletionProtection};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "workload.rds-deletion-protection",
    title: "Deletion protection of the DB instance is enabled",
    severity: Severity::Low,
    why: "A DB instance without deletion protection can be deleted with one call, by mistake or with \
          stolen credentials.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
          --deletion-protection --apply-immediately",
    ),
    responsibility: RDS.recovery("enable deletion protection of databases that matter"),
    needs: &[DeletionProtection::NEED],
    judge: |db, _| match db.see::<DeletionProtection>()? {
        None => not_applicable("deletion protection is configured for its DB cluster"),
        Some(enabled) => holds_if(*enabled, "deletion protection is disabled"),
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<DeletionProtection>(&CONTROL)
        .passes("enabled", Some(true))
        .fails("disabled", Some(false))
        .exempt("a member of a cluster", None)
        .check();
}
