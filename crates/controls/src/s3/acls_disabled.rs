//! Object Ownership is `BucketOwnerEnforced`, so ACLs are disabled.
//!
//! A bucket without ownership controls was created before April 2023 and never changed: its ACLs
//! apply, as with `ObjectWriter` (S3 User Guide, "Controlling ownership of objects").
use model::s3::{Bucket, ObjectOwnership, Ownership};
use model::{Control, Fact, Fix, Severity, Verdict, broken};

use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.acls-disabled",
    title: "ACLs are disabled (Object Ownership is bucket owner enforced)",
    severity: Severity::Medium,
    why: "An ACL can make a bucket or a single object public regardless of the bucket policy, and any \
          principal that can write an object can set its ACL.",
    fix: Fix::new(
        "aws s3api put-bucket-ownership-controls --region {region} --bucket {name} \
          --ownership-controls Rules=[{ObjectOwnership=BucketOwnerEnforced}]",
    ),
    responsibility: S3_ACCESS.data("disable ACLs and grant access by policies"),
    needs: &[Ownership::NEED],
    judge: |bucket, _| {
        Ok(match bucket.see::<Ownership>()? {
            Some(ObjectOwnership::BucketOwnerEnforced) => Verdict::Holds,
            Some(other) => broken(format!("Object Ownership is {other:?}, so ACLs apply")),
            None => broken("Object Ownership is not configured, so ACLs apply"),
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use ObjectOwnership::{BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter};
    crate::testing::table::<Ownership>(&CONTROL)
        .passes("enforced", Some(BucketOwnerEnforced))
        .fails("preferred", Some(BucketOwnerPreferred))
        .fails("writer", Some(ObjectWriter))
        .fails("not configured", None)
        .check();
}
