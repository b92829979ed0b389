//! Somebody is notified of changes to network ACLs: each call that CIS AWS Foundations Benchmark
//! 5.11 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "CreateNetworkAcl",
    "CreateNetworkAclEntry",
    "DeleteNetworkAcl",
    "DeleteNetworkAclEntry",
    "ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-nacl-changes",
    title: "Changes to network ACLs are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Network ACLs decide what enters and leaves a subnet. An alarm on changes shows \
          traffic that is allowed, or cut off, by mistake or on purpose.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name nacl-changes --metric-transformations \
          metricName=NaclChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateNetworkAcl) || \
          ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || \
          ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || \
          ($.eventName = ReplaceNetworkAclAssociation)) }' (then create an alarm on the metric \
          that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to network ACLs, notify a team, and act on it"),
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
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*NetworkAcl" }"#);
}
