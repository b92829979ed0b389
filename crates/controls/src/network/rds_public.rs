//! The DB instance is not publicly accessible.
use model::rds::{DbInstance, PubliclyAccessible};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "network.rds-public",
    title: "The DB instance is not publicly accessible",
    severity: Severity::Critical,
    why: "The endpoint of a publicly accessible DB instance resolves to a public address, so that \
          only security groups and passwords protect the data from the internet.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
          --no-publicly-accessible --apply-immediately",
    ),
    responsibility: RDS.network("keep DB instances in private subnets, not publicly accessible"),
    needs: &[PubliclyAccessible::NEED],
    judge: |db, _| {
        let public = *db.see::<PubliclyAccessible>()?;
        holds_if(!public, "the DB instance is publicly accessible")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<PubliclyAccessible>(&CONTROL)
        .passes("private", false)
        .fails("public", true)
        .check();
}
