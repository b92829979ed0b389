//! Somebody is notified of failed sign-ins (CIS AWS Foundations Benchmark, 5.6).
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::failed_sign_in;
use crate::duties::CLOUDWATCH_ALARMS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-sign-in-failures",
    title: "Console sign-in failures are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Who guesses passwords fails many times before a guess is right. An alarm on failed \
          sign-ins gives time to act, and the address that they came from.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name sign-in-failures --metric-transformations \
          metricName=SignInFailures,metricNamespace=CloudTrail,metricValue=1 --filter-pattern \
          '{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }' \
          (then create an alarm on the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on failed sign-ins, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| watched(account, settings, &failed_sign_in(account.account())),
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(
        &CONTROL,
        r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "No username found in supplied account") }"#,
    );
}
