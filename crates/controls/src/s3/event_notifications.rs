//! Event notifications are configured: to SNS, SQS, Lambda or EventBridge.
use model::s3::{Bucket, NotificationTargets, Notifications};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.event-notifications",
    title: "Somebody is told when objects come and go",
    severity: Severity::Medium,
    why: "An object that appears, changes or vanishes unexpectedly is often the first sign of a theft; \
          without notifications nobody is there to see it.",
    fix: "aws s3api put-bucket-notification-configuration --region {region} --bucket {name} \
          --notification-configuration '{\"EventBridgeConfiguration\":{}}'",
    responsibility: super::duty(
        Layer::Detection,
        super::KEEPS,
        "send notifications to whoever can tell the expected from the unexpected",
    ),
    needs: &[Notifications::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let none = *bucket.see::<Notifications>()? == NotificationTargets::default();
    Ok(broken_if(none, "no event notification is configured"))
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, NotificationTargets, Notifications};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        let none = NotificationTargets::default();
        let told = |targets| given::<Bucket>().with::<Notifications>(targets);
        let denied = Reason::Denied("s3:GetBucketNotification".into());
        check(
            &CONTROL,
            &[
                passes("a topic", told(NotificationTargets { topics: 1, ..none })),
                passes("a queue", told(NotificationTargets { queues: 1, ..none })),
                passes(
                    "a function",
                    told(NotificationTargets {
                        functions: 2,
                        ..none
                    }),
                ),
                passes(
                    "EventBridge",
                    told(NotificationTargets {
                        event_bridge: true,
                        ..none
                    }),
                ),
                fails("nobody", told(none)),
                gap("denied", given::<Bucket>().without::<Notifications>(denied)),
            ],
        );
    }
}
