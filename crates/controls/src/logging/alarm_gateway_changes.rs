//! Somebody is notified of changes to network gateways: each call that CIS AWS Foundations
//! Benchmark 5.12 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "CreateCustomerGateway",
    "DeleteCustomerGateway",
    "AttachInternetGateway",
    "CreateInternetGateway",
    "DeleteInternetGateway",
    "DetachInternetGateway",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-gateway-changes",
    title: "Changes to network gateways are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "Gateways connect a VPC with the internet and with other networks. An alarm on \
          changes shows a connection that was not planned.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name gateway-changes --metric-transformations \
          metricName=GatewayChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern \
          '{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateCustomerGateway) || \
          ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || \
          ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || \
          ($.eventName = DetachInternetGateway)) }' (then create an alarm on the metric that \
          notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to network gateways, notify a team, and act on it"),
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
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*InternetGateway" }"#);
}
