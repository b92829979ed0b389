//! Audit logging of the cluster is on: connections and users are logged, to S3 or CloudWatch Logs.
use model::redshift::{AuditLog, Cluster};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::REDSHIFT;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "logging.redshift-audit-log",
    title: "Audit logging of the Redshift cluster is enabled",
    severity: Severity::Medium,
    why: "Audit logs record who connected to the database, and changes to its users. CloudTrail \
          records calls of the Redshift API alone.",
    fix: Fix::new(
        "aws redshift enable-logging --region {region} --cluster-identifier {name} \
         --log-destination-type cloudwatch --log-exports connectionlog userlog useractivitylog",
    ),
    responsibility: REDSHIFT.detection("enable audit logging, and keep its logs"),
    needs: &[AuditLog::NEED],
    judge: |cluster, _| {
        let on = *cluster.see::<AuditLog>()?;
        holds_if(on, "audit logging is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<AuditLog>(&CONTROL)
        .passes("enabled", true)
        .fails("disabled", false)
        .check();
}
