//! New objects are encrypted, and with a customer-managed KMS key where the settings ask for one.
//!
//! Since January 2023 S3 encrypts every new object, with its own keys where nothing else was
//! configured (S3 User Guide, "Default encryption FAQ"): so this is met unless
//! `encryption.customer-key` of the settings names the bucket, by name or tag. A KMS key that is
//! not named, or is named `alias/aws/s3`, is managed by AWS.
use model::s3::{Bucket, DefaultEncryption, Encryption};
use model::{Control, Fact, Fix, Severity, Verdict};

use crate::about::customer_key;
use crate::about::fixes;
use crate::about::verdicts::holds_unless;
use crate::duties::S3_ENCRYPTION;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "encryption.s3-default",
    title: "Default encryption uses the KMS key that the settings require",
    severity: Severity::Medium,
    why: "With a customer managed key you control who can decrypt, every use is logged in \
          CloudTrail, and access can be revoked at once. With S3 managed keys, everyone with read \
          access receives plaintext.",
    fix: Fix::made(
        "aws s3api put-bucket-encryption --region {region} --bucket {name} \
         --server-side-encryption-configuration '{\"Rules\":[{\
         \"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\
         \"KMSMasterKeyID\":\"KEY-ARN\"},\"BucketKeyEnabled\":true}]}' (replaces the default \
         encryption: name the encryption types that are blocked, if there are any)",
        fixes::customer_key,
    ),
    responsibility: S3_ENCRYPTION.data("choose the key where S3 managed keys are not sufficient"),
    needs: &[Encryption::NEED],
    judge: |bucket, settings| {
        let default = bucket.see::<Encryption>()?;
        let Some(key) = lacking(default.as_ref()) else {
            return Ok(Verdict::Holds);
        };
        let because = "but the settings require a customer managed key";
        let required = customer_key::demanded(bucket, settings)?;
        holds_unless(required.map(|_| format!("default encryption uses {key}, {because}")))
    },
    remedy: Some(customer_key::REMEDY),
};

/// What is used in place of a customer managed key.
fn lacking(default: Option<&DefaultEncryption>) -> Option<&'static str> {
    match default {
        Some(DefaultEncryption { algorithm, key, .. }) if algorithm.starts_with("aws:kms") => {
            let managed = key.as_ref().is_none_or(|key| key.ends_with("alias/aws/s3"));
            managed.then_some("the AWS managed key `aws/s3`")
        }
        _ => Some("S3 managed keys (SSE-S3)"),
    }
}

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use model::s3::BucketTags;

    const BUCKET: &str = "encryption: {customer-key: [{bucket: ex*}]}";
    const OTHER: &str = "encryption: {customer-key: [{bucket: pay*}]}";
    const TAG: &str = "encryption: {customer-key: [{tag: data=secret}]}";
    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let with = |algorithm: &str, key: Option<&str>| {
        Some(DefaultEncryption {
            algorithm: algorithm.into(),
            key: key.map(Into::into),
            ..DefaultEncryption::default()
        })
    };
    let plain = || with("AES256", None);
    let bucket = |(encryption, data): (_, Option<&str>)| {
        let bucket = given::<Bucket>().with::<Encryption>(encryption);
        match data {
            Some(data) => bucket.with::<BucketTags>([("data".into(), data.into())].into()),
            None => bucket,
        }
    };
    let aws = "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3";
    table_of(&CONTROL, bucket)
        .passes("no key is required", (plain(), None))
        .by(OTHER)
        .passes("a key is required of other buckets", (plain(), None))
        .by(TAG)
        .fails("a key is required by tag", (plain(), Some("secret")))
        .passes("the tag has another value", (plain(), Some("public")))
        .unread::<BucketTags>((plain(), Some("secret")))
        .by(&BUCKET.replace("ex*", &format!("ex*, key: '{KEY}'")))
        .passes("own key", (with("aws:kms", Some(KEY)), None))
        .passes("twice", (with("aws:kms:dsse", Some(KEY)), None))
        .fails("AWS's key", (with("aws:kms", None), None))
        .fails("AWS's key by name", (with("aws:kms", Some(aws)), None))
        .fails("S3's keys", (plain(), None))
        .fails("not configured", (None, None))
        .unread::<Encryption>((None, None))
        .check();
}
