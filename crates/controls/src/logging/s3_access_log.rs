//! Server access logging is enabled.
//!
//! `CloudTrail` data events say more, cost more, and are the subject of other controls. By AWS's
//! advice a bucket that receives logs needs none of its own, yet that is for an exception to say:
//! nothing in the bucket's settings identifies it for sure.
use model::s3::{AccessLog, Bucket};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::S3_LOGS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "logging.s3-access-log",
    title: "Server access logging is enabled",
    severity: Severity::Medium,
    why: "Without server access logs it cannot be determined afterwards which objects were requested, by \
          whom and from which address.",
    fix: Fix::new(
        "aws s3api put-bucket-logging --region {region} --bucket {name} --bucket-logging-status \
          '{\"LoggingEnabled\":{\"TargetBucket\":\"LOG-BUCKET\",\"TargetPrefix\":\"{name}/\"}}'",
    ),
    responsibility: S3_LOGS.detection(
        "enable server access logging to a bucket that the logged principals cannot change",
    ),
    needs: &[AccessLog::NEED],
    judge: |bucket, _| {
        let target = bucket.see::<AccessLog>()?;
        holds_if(target.is_some(), "server access logging is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    let target = model::s3::LogTarget {
        bucket: "logs".into(),
        prefix: String::new(),
    };
    crate::testing::table::<AccessLog>(&CONTROL)
        .passes("enabled", Some(target))
        .fails("disabled", None)
        .check();
}
