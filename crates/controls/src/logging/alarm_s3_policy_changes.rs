//! Somebody is notified of changes to bucket policies: each call that CIS AWS Foundations
//! Benchmark 5.8 names is caught.
use model::{Account, Control, Fix, Severity};

use crate::about::alarms::{NEEDS, watched};
use crate::about::management_events::calls;
use crate::duties::CLOUDWATCH_ALARMS;

const CHANGES: &[&str] = &[
    "PutBucketAcl",
    "PutBucketPolicy",
    "PutBucketCors",
    "PutBucketLifecycle",
    "PutBucketReplication",
    "DeleteBucketPolicy",
    "DeleteBucketCors",
    "DeleteBucketLifecycle",
    "DeleteBucketReplication",
];

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.alarm-s3-policy-changes",
    title: "Changes to bucket policies are monitored with a metric filter and an alarm",
    severity: Severity::Low,
    why: "A changed bucket policy, ACL or replication can open data to strangers, or copy it \
          to them. An alarm shortens the time until that is noticed.",
    fix: Fix::new(
        "aws logs put-metric-filter --region {region} --log-group-name LOG-GROUP \
          --filter-name s3-policy-changes --metric-transformations \
          metricName=S3PolicyChanges,metricNamespace=CloudTrail,metricValue=1 --filter-pattern \
          '{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || \
          ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = \
          PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = \
          DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = \
          DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }' (then create \
          an alarm on the metric that notifies an SNS topic)",
    ),
    responsibility: CLOUDWATCH_ALARMS
        .detection("alarm on changes to bucket policies, notify a team, and act on it"),
    needs: &NEEDS,
    judge: |account, settings| {
        watched(
            account,
            settings,
            &calls(account.account(), "s3.amazonaws.com", CHANGES),
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::cases::alarms::check(&CONTROL, r#"{ $.eventName = "*BucketPolicy" }"#);
}
