//! Somebody is notified of changes to the organization: each call that CIS AWS Foundations
//! Benchmark 5.15 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "AcceptHandshake",
    "AttachPolicy",
    "CreateAccount",
    "CreateOrganizationalUnit",
    "CreatePolicy",
    "DeclineHandshake",
    "DeleteOrganization",
    "DeleteOrganizationalUnit",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "InviteAccountToOrganization",
    "LeaveOrganization",
    "MoveAccount",
    "RemoveAccountFromOrganization",
    "UpdateOrganizationalUnit",
    "UpdatePolicy",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-organization-changes",
    title: "Changes to AWS Organizations are monitored with a metric filter and an alarm",
    severity: Severity::Medium,
    why: "Whoever changes the organization can remove the policies that limit an account, or \
          the account itself. An alarm on changes shows that.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name organization-changes --metric-transformations \
          metricName=OrganizationChanges,metricNamespace=CloudTrail,metricValue=1 \
          --filter-pattern '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = \
          AcceptHandshake) || ($.eventName = AttachPolicy) || ($.eventName = CreateAccount) || \
          ($.eventName = CreateOrganizationalUnit) || ($.eventName = CreatePolicy) || \
          ($.eventName = DeclineHandshake) || ($.eventName = DeleteOrganization) || \
          ($.eventName = DeleteOrganizationalUnit) || ($.eventName = DeletePolicy) || \
          ($.eventName = DetachPolicy) || ($.eventName = DisablePolicyType) || ($.eventName = \
          EnablePolicyType) || ($.eventName = InviteAccountToOrganization) || ($.eventName = \
          LeaveOrganization) || ($.eventName = MoveAccount) || ($.eventName = \
          RemoveAccountFromOrganization) || ($.eventName = UpdateOrganizationalUnit) || \
          ($.eventName = UpdatePolicy)) }' (then create an alarm on the metric that notifies \
          an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to the organization, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "organizations.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*Policy" }"#);
}
