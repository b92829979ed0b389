//! Somebody is notified of changes to IAM policies: each call that CIS AWS Foundations Benchmark
//! 5.4 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-iam-changes",
    title: "Changes to IAM policies are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Whoever changes IAM policies decides what everybody may do. An alarm on such changes \
          shows permissions that were not approved, as an attacker grants them.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name iam-changes --metric-transformations \
          metricName=IamChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          ($.eventSource = iam.amazonaws.com) && (($.eventName = DeleteGroupPolicy) || \
          ($.eventName = DeleteRolePolicy) || ($.eventName = DeleteUserPolicy) || ($.eventName \
          = PutGroupPolicy) || ($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy) \
          || ($.eventName = CreatePolicy) || ($.eventName = DeletePolicy) || ($.eventName = \
          CreatePolicyVersion) || ($.eventName = DeletePolicyVersion) || ($.eventName = \
          AttachRolePolicy) || ($.eventName = DetachRolePolicy) || ($.eventName = \
          AttachUserPolicy) || ($.eventName = DetachUserPolicy) || ($.eventName = \
          AttachGroupPolicy) || ($.eventName = DetachGroupPolicy)) }' (then create an alarm on \
          the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to IAM policies, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "iam.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*RolePolicy" }"#);
}
