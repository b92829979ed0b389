//! Somebody is notified of the disabling and deletion of keys: each call that CIS AWS Foundations
//! Benchmark 5.7 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &["DisableKey", "ScheduleKeyDeletion"];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-kms-deletion",
    title: "Disabling and scheduled deletion of KMS keys are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Data that was encrypted with a deleted key is lost for good. An alarm leaves the \
          days of the waiting period to cancel a deletion that nobody wanted.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name kms-deletion --metric-transformations \
          metricName=KmsDeletion,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = \
          ScheduleKeyDeletion)) }' (then create an alarm on the metric that notifies an SNS \
          topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on the disabling and deletion of keys, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "kms.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, "{ $.eventName = DisableKey }");
}
