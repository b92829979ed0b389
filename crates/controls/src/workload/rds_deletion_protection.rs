//! Deletion protection of the DB instance is enabled.
use model::rds::{DbInstance, DeletionProtection};
use model::{Control, Fact, Fix, Severity, Verdict, broken_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "workload.rds-deletion-protection",
    title: "Deletion protection of the DB instance is enabled",
    severity: Severity::Low,
    why: "A DB instance without deletion protection is gone with one call, by mistake or by whoever \
          has stolen credentials.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
          --deletion-protection --apply-immediately",
    ),
    responsibility: RDS.recovery("enable deletion protection of databases that matter"),
    needs: &[DeletionProtection::NEED],
    judge: |db, _| {
        Ok(match db.see::<DeletionProtection>()? {
            None => Verdict::NotApplicable("the setting of its DB cluster applies"),
            Some(enabled) => broken_if(!enabled, "deletion protection is disabled"),
        })
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
