//! Somebody is notified of changes to VPCs: each call that CIS AWS Foundations Benchmark 5.14
//! names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "CreateVpc",
    "DeleteVpc",
    "ModifyVpcAttribute",
    "AcceptVpcPeeringConnection",
    "CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection",
    "RejectVpcPeeringConnection",
    "AttachClassicLinkVpc",
    "DetachClassicLinkVpc",
    "DisableVpcClassicLink",
    "EnableVpcClassicLink",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-vpc-changes",
    title: "Changes to VPCs are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "A new VPC or peering connection can join networks that are to be apart. An alarm on \
          changes shows it.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name vpc-changes --metric-transformations \
          metricName=VpcChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern '{ \
          ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateVpc) || ($.eventName = \
          DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = \
          AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || \
          ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = \
          RejectVpcPeeringConnection) || ($.eventName = AttachClassicLinkVpc) || ($.eventName \
          = DetachClassicLinkVpc) || ($.eventName = DisableVpcClassicLink) || ($.eventName = \
          EnableVpcClassicLink)) }' (then create an alarm on the metric that notifies an SNS \
          topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to VPCs, notify a team, and act on it"),
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
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*Vpc" }"#);
}
