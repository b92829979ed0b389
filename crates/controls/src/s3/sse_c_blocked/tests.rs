use super::{Bucket, CONTROL, Encryption};
use crate::cases::buckets::{closed, denied, statement, with_policy};
use crate::testing::{Given, check, fails, gap, passes};
use model::s3::{BucketPolicy, DefaultEncryption};

fn blocking(given: Given<Bucket>, sorts: &[&str]) -> Given<Bucket> {
    given.with::<Encryption>(Some(DefaultEncryption {
        algorithm: "AES256".into(),
        blocked: sorts.iter().map(|sort| (*sort).into()).collect(),
        ..DefaultEncryption::default()
    }))
}

#[test]
fn cases() {
    let key = "s3:x-amz-server-side-encryption-customer-algorithm";
    let deny = |principal, condition: String| {
        with_policy(&statement("Deny", principal, "s3:PutObject", &condition))
    };
    let present = || format!(r#""Null":{{"{key}":"false"}}"#);
    let by_policy = || deny(r#""*""#, present());
    let unread =
        |given: Given<Bucket>| given.without::<Encryption>(denied("s3:GetEncryptionConfiguration"));
    let policy_unread = || closed().without::<BucketPolicy>(denied("s3:GetBucketPolicy"));
    check(
        &CONTROL,
        &[
            passes("blocked", blocking(closed(), &["SSE-C"])),
            passes(
                "blocked, policy unread",
                blocking(policy_unread(), &["SSE-C"]),
            ),
            passes("denied", blocking(by_policy(), &[])),
            passes("denied, settings unread", unread(by_policy())),
            passes(
                "denied by value",
                blocking(
                    deny(r#""*""#, format!(r#""StringEquals":{{"{key}":"AES256"}}"#)),
                    &[],
                ),
            ),
            fails("neither", blocking(closed(), &["NONE"])),
            fails("never configured", closed().with::<Encryption>(None)),
            fails(
                "denied to some",
                blocking(deny(r#"{"AWS":"444455556666"}"#, present()), &[]),
            ),
            gap("settings unread", unread(closed())),
            gap("policy unread", blocking(policy_unread(), &[])),
        ],
    );
}
