//! Somebody is notified of use of the root user (CIS AWS Foundations Benchmark, 5.3).
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::by_root;
use crate::duties::CLOUDWATCH_ALARMS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-root-usage",
    title: "Use of the root user is monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Very few tasks require the root user, whose permissions no IAM policy limits. An \
          alarm on each use shows a compromise, or a habit to end.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name root-usage --metric-transformations \
          metricName=RootUsage,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType \
          != \"AwsServiceEvent\" }' (then create an alarm on the metric that notifies an SNS \
          topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on use of the root user, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| watched(account, settings, &by_root(account.account())),
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(
        &CONTROL,
        r#"{ $.userIdentity.type = "Root" && $.eventName = "ConsoleLogin" }"#,
    );
}
