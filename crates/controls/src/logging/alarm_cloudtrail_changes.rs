//! Somebody is notified of changes to trails: each call that CIS AWS Foundations Benchmark 5.5
//! names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "CreateTrail",
    "UpdateTrail",
    "DeleteTrail",
    "StartLogging",
    "StopLogging",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-cloudtrail-changes",
    title: "Changes to trails are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "An attacker who stops a trail acts unseen from then on. An alarm on changes to \
          trails shows that while the last events are still there.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name cloudtrail-changes --metric-transformations \
          metricName=CloudtrailChanges,metricNamespace=CloudTrail,metricValue=1 \
          --filter-pattern '{ ($.eventSource = cloudtrail.amazonaws.com) && (($.eventName = \
          CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || \
          ($.eventName = StartLogging) || ($.eventName = StopLogging)) }' (then create an \
          alarm on the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to trails, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "cloudtrail.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*Trail" }"#);
}
