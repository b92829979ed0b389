//! Customer-provided keys (SSE-C) are refused.
//!
//! Either the bucket's encryption settings block them, or its policy denies every `s3:PutObject`
//! with a key of the writer's own, whoever makes it. Copies and multipart uploads are `PutObject`
//! to IAM. (S3 User Guide, "Blocking or unblocking SSE-C".) Since April 2026, S3 blocks them on new
//! buckets, and says so: a bucket whose settings name nothing that is blocked is one that S3 left
//! as it was ("Default SSE-C setting for new buckets FAQ").
use model::s3::{Bucket, BucketPolicy, Encryption};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};
use policy::Context;

use crate::about::denied::{Denied, all_denied};
use crate::about::fixes;
use crate::duties::S3_CUSTOMER_KEYS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.sse-c-blocked",
    title: "Server-side encryption with customer-provided keys (SSE-C) is blocked",
    severity: Severity::Low,
    why: "With stolen credentials, an attacker can overwrite objects with copies encrypted under a \
          key that only the attacker has, and demand a ransom for the key.",
    fix: Fix::made(
        "aws s3api put-bucket-encryption --region {region} --bucket {name} \
         --server-side-encryption-configuration '{\"Rules\":[{\
         \"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"},\
         \"BlockedEncryptionTypes\":{\"EncryptionType\":[\"SSE-C\"]}}]}' (replaces the default \
         encryption: name the KMS key that is configured, if there is one)",
        fixes::block_sse_c,
    ),
    responsibility: S3_CUSTOMER_KEYS.recovery("block SSE-C on every bucket that does not need it"),
    needs: &[BucketPolicy::NEED, Encryption::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let settings = bucket.see::<Encryption>();
    let blocked = settings.as_ref().is_ok_and(|settings| {
        let sorts = settings.iter().flat_map(|default| &default.blocked);
        sorts.into_iter().any(|sort| sort == "SSE-C")
    });
    if blocked {
        return Ok(Verdict::Holds);
    }
    let policy = bucket.see::<BucketPolicy>();
    let with_own_key = Denied {
        actions: &["s3:PutObject"],
        places: &["/*"],
        given: Context::from_iter([(
            "s3:x-amz-server-side-encryption-customer-algorithm",
            "AES256",
        )]),
    };
    let escapes = match policy? {
        Some(policy) => {
            all_denied(bucket, policy, &with_own_key)?.map(|request| format!("`{request}`"))
        }
        None => Some("no bucket policy exists".into()),
    };
    let Some(escapes) = escapes else {
        return Ok(Verdict::Holds);
    };
    settings?;
    Ok(broken(format!(
        "neither the encryption settings nor the bucket policy block SSE-C: {escapes}"
    )))
}

#[test]
fn cases() {
    use crate::cases::buckets::{closed, statement, with_policy};
    use crate::testing::table_of;

    let key = "s3:x-amz-server-side-encryption-customer-algorithm";
    let present = format!(r#""Null":{{"{key}":"false"}}"#);
    let value = format!(r#""StringEquals":{{"{key}":"AES256"}}"#);
    let deny = |principal, condition| Some(statement("Deny", principal, "s3:PutObject", condition));
    let by_policy = || deny(r#""*""#, &present);
    let some = deny(r#"{"AWS":"444455556666"}"#, &present);
    let bucket = |(policy, blocked): (Option<String>, Option<&[&str]>)| {
        let blocked = blocked.map(|sorts| model::s3::DefaultEncryption {
            algorithm: "AES256".into(),
            blocked: sorts.iter().map(|sort| (*sort).into()).collect(),
            ..Default::default()
        });
        policy
            .map_or_else(closed, |text| with_policy(&text))
            .with::<Encryption>(blocked)
    };
    table_of(&CONTROL, bucket)
        .passes("blocked", (None, Some(&["SSE-C"])))
        .passes("blocked, policy unread", (None, Some(&["SSE-C"])))
        .denied::<BucketPolicy>()
        .passes("denied", (by_policy(), Some(&[])))
        .passes("denied, settings unread", (by_policy(), None))
        .denied::<Encryption>()
        .passes("denied by value", (deny(r#""*""#, &value), Some(&[])))
        .fails("neither", (None, Some(&["NONE"])))
        .fails("never configured", (None, None))
        .fails("denied to some", (some, Some(&[])))
        .unread::<Encryption>((None, None))
        .unread::<BucketPolicy>((None, Some(&[])))
        .check();
}
