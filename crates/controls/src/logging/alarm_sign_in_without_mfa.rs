//! Somebody is notified of sign-ins without MFA (CIS AWS Foundations Benchmark, 5.2).
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::sign_in_without_mfa;
use crate::duties::CLOUDWATCH_ALARMS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-sign-in-without-mfa",
    title: "Console sign-in without MFA is monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "A password alone can be guessed, phished or reused. An alarm on every sign-in \
          without MFA shows users who lack it, and attackers who use that.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name sign-in-without-mfa --metric-transformations \
          metricName=SignInWithoutMfa,metricNamespace=CloudTrail,metricValue=1 \
          --filter-pattern '{ ($.eventName = \"ConsoleLogin\") && \
          ($.additionalEventData.MFAUsed != \"Yes\") && ($.userIdentity.type = \"IAMUser\") && \
          ($.responseElements.ConsoleLogin = \"Success\") }' (then create an alarm on the \
          metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on sign-ins without MFA, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| watched(account, settings, &sign_in_without_mfa(account.account())),
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(
        &CONTROL,
        r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed = "Yes") }"#,
    );
}
