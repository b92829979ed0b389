//! Somebody is notified of changes to AWS Config: each call that CIS AWS Foundations Benchmark
//! 5.9 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "StopConfigurationRecorder",
    "DeleteDeliveryChannel",
    "PutDeliveryChannel",
    "PutConfigurationRecorder",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-config-changes",
    title: "Changes to AWS Config are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "While the configuration recorder is stopped, no change of a resource is recorded. An \
          alarm shows that the history of the account has a hole.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name config-changes --metric-transformations \
          metricName=ConfigChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern \
          '{ ($.eventSource = config.amazonaws.com) && (($.eventName = \
          StopConfigurationRecorder) || ($.eventName = DeleteDeliveryChannel) || ($.eventName \
          = PutDeliveryChannel) || ($.eventName = PutConfigurationRecorder)) }' (then create \
          an alarm on the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to AWS Config, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "config.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*ConfigurationRecorder" }"#);
}
