//! Event notifications are configured: to SNS, SQS, Lambda or EventBridge.
use model::s3::{Bucket, NotificationTargets as Targets, Notifications};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.event-notifications",
    title: "Event notifications are configured",
    severity: Severity::Medium,
    why: "Objects that are created, overwritten or deleted unexpectedly are often the first sign of an \
          attack. Without event notifications no system can react to them.",
    fix: Fix::new(
        "aws s3api put-bucket-notification-configuration --region {region} --bucket {name} \
          --notification-configuration '{\"EventBridgeConfiguration\":{}}'",
    ),
    responsibility: S3_STORAGE
        .detection("send event notifications to a system that detects unexpected changes"),
    needs: &[Notifications::NEED],
    judge: |bucket, _| {
        let none = *bucket.see::<Notifications>()? == Targets::default();
        holds_if(!none, "no event notification is configured")
    },
    remedy: None,
};

#[test]
fn cases() {
    let none = Targets::default();
    crate::testing::table::<Notifications>(&CONTROL)
        .passes("a topic", Targets { topics: 1, ..none })
        .passes("a queue", Targets { queues: 1, ..none })
        .passes(
            "functions",
            Targets {
                functions: 2,
                ..none
            },
        )
        .passes(
            "EventBridge",
            Targets {
                event_bridge: true,
                ..none
            },
        )
        .fails("none", none)
        .check();
}
