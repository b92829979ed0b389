//! Requests to the bucket of the trail are logged (AWS Security Hub, `CloudTrail.7`). A bucket of
//! another account is not assessed here.
use model::cloudtrail::{Trail, TrailBucket, TrailBucketLog};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::trail::own;
use crate::duties::S3_LOGS;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-bucket-access-log",
    title: "Server access logging of the S3 bucket of the trail is enabled",
    severity: Severity::Low,
    why: "Access logs show who read, changed or deleted log files of the trail, which an attacker does \
          to learn or to hide.",
    fix: Fix::new(
        "aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status \
          '{\"LoggingEnabled\":{\"TargetBucket\":\"LOG-BUCKET\",\"TargetPrefix\":\"BUCKET/\"}}'",
    ),
    responsibility: S3_LOGS.detection("enable server access logging of the bucket of the trail"),
    needs: &[TrailBucket::NEED, TrailBucketLog::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let bucket = trail.see::<TrailBucket>()?;
            let logged = trail.see::<TrailBucketLog>()?.is_some();
            holds_if(
                logged,
                format!("server access logging of bucket `{bucket}` is disabled"),
            )
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, given, named, table_of};
    use model::s3::LogTarget;

    let trail = |to: Option<&str>| {
        let target = |bucket: &str| LogTarget {
            bucket: bucket.into(),
            prefix: "trail/".into(),
        };
        given::<Trail>()
            .with::<TrailBucket>("example".into())
            .with::<TrailBucketLog>(to.map(target))
    };
    table_of(&CONTROL, trail)
        .passes("enabled", Some("access-logs"))
        .fails("disabled", None)
        .and(exempt("of another account", named::<Trail>(OF_ANOTHER)))
        .unread::<TrailBucket>(None)
        .unread::<TrailBucketLog>(None)
        .check();
}
