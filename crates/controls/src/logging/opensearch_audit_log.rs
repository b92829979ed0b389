//! Audit logs of the domain are published to CloudWatch Logs.
use model::opensearch::{AuditLog, Domain};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::OPENSEARCH;

pub(super) const CONTROL: Control<Domain> = Control {
    id: "logging.opensearch-audit-log",
    title: "Audit logs of the domain are published to CloudWatch Logs",
    severity: Severity::Medium,
    why: "Audit logs record who signed in to the domain, and which indexes were searched and changed. \
          CloudTrail records none of this.",
    fix: Fix::new(
        "aws opensearch update-domain-config --region {region} --domain-name {name} \
         --log-publishing-options \
         AUDIT_LOGS={CloudWatchLogsLogGroupArn=LOG-GROUP-ARN,Enabled=true}",
    ),
    responsibility: OPENSEARCH.detection("publish audit logs, and enable them in the domain"),
    needs: &[AuditLog::NEED],
    judge: |domain, _| {
        let group = domain.see::<AuditLog>()?;
        holds_if(group.is_some(), "audit logs are not published")
    },
    remedy: None,
};

#[test]
fn cases() {
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:audit";
    crate::testing::table::<AuditLog>(&CONTROL)
        .passes("published", Some(group.into()))
        .fails("not published", None)
        .check();
}
