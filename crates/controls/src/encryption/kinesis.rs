//! Records of the data stream are encrypted with a KMS key, managed by the customer or by AWS.
use model::kinesis::{Stream, StreamKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::KINESIS;

pub(super) const CONTROL: Control<Stream> = Control {
    id: "encryption.kinesis",
    title: "Server-side encryption of the data stream is enabled",
    severity: Severity::Medium,
    why: "Without server-side encryption, records are stored in the clear for as long as the stream \
          retains them, up to a year.",
    fix: Fix::new(
        "aws kinesis start-stream-encryption --region {region} --stream-name {name} \
         --encryption-type KMS --key-id alias/aws/kinesis",
    ),
    responsibility: KINESIS
        .data("enable encryption with a key that producers and consumers may use"),
    needs: &[StreamKey::NEED],
    judge: |stream, _| {
        let key = stream.see::<StreamKey>()?;
        holds_if(key.is_some(), "server-side encryption is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<StreamKey>(&CONTROL)
        .passes("a customer managed key", Some("1234abcd".into()))
        .passes("the AWS managed key", Some("alias/aws/kinesis".into()))
        .fails("disabled", None)
        .check();
}
