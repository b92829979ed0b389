//! Somebody is notified of changes to route tables: each call that CIS AWS Foundations Benchmark
//! 5.13 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-route-changes",
    title: "Changes to route tables are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "A changed route can lead traffic past a firewall, or to somebody who listens. An \
          alarm on changes shows it.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name route-changes --metric-transformations \
          metricName=RouteChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateRoute) || ($.eventName \
          = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = \
          ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = \
          DeleteRoute) || ($.eventName = DisassociateRouteTable)) }' (then create an alarm on \
          the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to route tables, notify a team, and act on it"),
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
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*RouteTable" }"#);
}
