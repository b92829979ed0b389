//! Somebody is notified of unauthorized API calls (CIS AWS Foundations Benchmark, 5.1).
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::denied_calls;
use crate::duties::CLOUDWATCH_ALARMS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-unauthorized-calls",
    title: "Unauthorized API calls are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Who explores an account with stolen credentials is denied many calls. An alarm on \
          them shows such attempts, and faults of applications too.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name unauthorized-calls --metric-transformations \
          metricName=UnauthorizedCalls,metricNamespace=CloudTrail,metricValue=1 \
          --filter-pattern '{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \
          \"AccessDenied*\") }' (then create an alarm on the metric that notifies an SNS \
          topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on unauthorized API calls, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| watched(account, settings, &denied_calls(account.account())),
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.errorCode = "AccessDenied" }"#);
}
