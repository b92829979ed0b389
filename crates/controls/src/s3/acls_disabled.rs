//! Object ownership is `BucketOwnerEnforced`, so ACLs grant nothing.
//!
//! A bucket without ownership controls is one made before April 2023 that was never changed: it
//! counts ACLs, as if it said `ObjectWriter` (S3 user guide, "Controlling ownership of objects").
use model::s3::{Bucket, ObjectOwnership, Ownership};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, Verdict, broken};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.acls-disabled",
    title: "ACLs grant nothing: the bucket's owner owns every object",
    severity: Severity::Medium,
    why: "An ACL opens a bucket or a single object beside its policy, where few look; whoever may write \
          an object may also hand it to the world.",
    fix: "aws s3api put-bucket-ownership-controls --region {region} --bucket {name} \
          --ownership-controls Rules=[{ObjectOwnership=BucketOwnerEnforced}]",
    responsibility: super::duty(
        Layer::Data,
        super::ENFORCES,
        "turn ACLs off, and say in policies who gets in",
    ),
    needs: &[Ownership::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    Ok(match bucket.see::<Ownership>()? {
        Some(ObjectOwnership::BucketOwnerEnforced) => Verdict::Holds,
        Some(other) => broken(format!("object ownership is {other:?}, so ACLs count")),
        None => broken("object ownership was never set, so ACLs count"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, ObjectOwnership, Ownership};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        use ObjectOwnership::{BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter};
        let owned = |by| given::<Bucket>().with::<Ownership>(by);
        check(
            &CONTROL,
            &[
                passes("enforced", owned(Some(BucketOwnerEnforced))),
                fails("preferred", owned(Some(BucketOwnerPreferred))),
                fails("writer", owned(Some(ObjectWriter))),
                fails("never set", owned(None)),
                gap(
                    "throttled",
                    given::<Bucket>().without::<Ownership>(Reason::Throttled),
                ),
            ],
        );
    }
}
