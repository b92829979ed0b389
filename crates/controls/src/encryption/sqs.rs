//! Messages of the queue are encrypted, with SSE-SQS or SSE-KMS.
//!
//! Since October 2022 SQS encrypts every new queue with SSE-SQS, unless the request disables it; older
//! queues are as they were created (SQS Developer Guide, "Encryption at rest in Amazon SQS").
use model::sqs::{Encryption, Queue, QueueEncryption};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::SQS;

pub(super) const CONTROL: Control<Queue> = Control {
    id: "encryption.sqs",
    title: "Server-side encryption of the queue is enabled",
    severity: Severity::Medium,
    why: "Without server-side encryption, SQS stores the bodies of messages in the clear. SSE-SQS \
          encrypts them at no cost and without a change to producers or consumers.",
    fix: Fix::new(
        "aws sqs set-queue-attributes --region {region} \
         --queue-url https://sqs.{region}.amazonaws.com/{account}/{name} \
         --attributes SqsManagedSseEnabled=true",
    ),
    responsibility: SQS.data("leave SSE-SQS enabled, or choose a KMS key"),
    needs: &[QueueEncryption::NEED],
    judge: |queue, _| {
        let encrypted = *queue.see::<QueueEncryption>()? != Encryption::Unencrypted;
        holds_if(encrypted, "server-side encryption is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<QueueEncryption>(&CONTROL)
        .passes("SSE-SQS", Encryption::SqsManagedKey)
        .passes("SSE-KMS", Encryption::KmsKey)
        .fails("disabled", Encryption::Unencrypted)
        .check();
}
