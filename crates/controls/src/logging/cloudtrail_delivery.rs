//! S3 took the log files that were delivered last.
//!
//! A request that timed out is no error: CloudTrail delivers again (CloudTrail API reference,
//! `GetTrailStatus`). Of a trail that is not logging the error of its last delivery stays.
use model::cloudtrail::{Trail, TrailStatus};
use model::{Control, Fact, Fix, Severity};

use crate::about::trail::own;
use crate::about::verdicts::holds_unless;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-delivery",
    title: "The last delivery of the trail to its S3 bucket did not fail",
    severity: Severity::High,
    why: "A trail that cannot deliver records nothing, though it says that it is logging. The usual \
          cause is a bucket policy, a key policy or a bucket that was changed or deleted.",
    fix: Fix::new(
        "aws cloudtrail get-trail-status --region {region} --name {name} (then allow CloudTrail in the \
          policy of the bucket and of the KMS key)",
    ),
    responsibility: CLOUDTRAIL
        .detection("keep the bucket, its policy and the key policy as CloudTrail requires them"),
    needs: &[TrailStatus::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let error = trail.see::<TrailStatus>()?.delivery_error.as_ref();
            holds_unless(error.map(|error| format!("the last delivery failed: {error}")))
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::{OF_ANOTHER, status};
    use crate::testing::{exempt, named, table};
    use model::cloudtrail::Status;

    let failed = || Status {
        delivery_error: Some("AccessDenied".into()),
        ..status(true)
    };
    let another = named::<Trail>(OF_ANOTHER).with::<TrailStatus>(failed());
    table::<TrailStatus>(&CONTROL)
        .passes("delivered", status(true))
        .fails("failed", failed())
        .and(exempt("of another account", another))
        .check();
}
