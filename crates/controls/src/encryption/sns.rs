//! Messages of the topic are encrypted with a KMS key, managed by the customer or by AWS.
use model::sns::{Topic, TopicKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::SNS;

pub(super) const CONTROL: Control<Topic> = Control {
    id: "encryption.sns",
    title: "Server-side encryption of the topic is enabled",
    severity: Severity::Medium,
    why: "With a KMS key, a message is stored encrypted until it is delivered, and access to it can \
          be limited and logged by the key. SNS encrypts its disks alone by default.",
    fix: Fix::new(
        "aws sns set-topic-attributes --region {region} --topic-arn {arn} \
         --attribute-name KmsMasterKeyId --attribute-value KEY-ID",
    ),
    responsibility: SNS.data("choose a KMS key that the publishers of the topic may use"),
    needs: &[TopicKey::NEED],
    judge: |topic, _| {
        let key = topic.see::<TopicKey>()?;
        holds_if(key.is_some(), "server-side encryption is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<TopicKey>(&CONTROL)
        .passes("a customer managed key", Some("1234abcd".into()))
        .passes("the AWS managed key", Some("alias/aws/sns".into()))
        .fails("disabled", None)
        .check();
}
