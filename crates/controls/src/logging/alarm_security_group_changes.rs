//! Somebody is notified of changes to security groups: each call that CIS AWS Foundations
//! Benchmark 5.10 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-security-group-changes",
    title: "Changes to security groups are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "One rule of a security group can open an instance to the internet. An alarm on \
          changes shows such rules before others find them.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name security-group-changes --metric-transformations \
          metricName=SecurityGroupChanges,metricNamespace=CloudTrail,metricValue=1 \
          --filter-pattern '{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = \
          AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || \
          ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = \
          RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = \
          DeleteSecurityGroup)) }' (then create an alarm on the metric that notifies an SNS \
          topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to security groups, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "ec2.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*Ingress" }"#);
}
