//! No other account may change the bucket's policy, list or encryption, or delete it.
//!
//! Trusted accounts count too: who may change the policy can let in whom the owner does not
//! trust. (Security Hub S3.6 asks for the same of policies; lists and access points are looked at
//! as well.)
use model::s3::Bucket;
use model::{Control, Fix, Severity};

use crate::about::bucket_exposure;
use crate::about::exposure::{Closed, Stranger};
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.cross-account-mutation",
    title: "No other account can change the bucket's permissions or encryption, or delete it",
    severity: Severity::High,
    why: "A principal that can change the policy, the ACL or the encryption of a bucket \
          effectively owns it: one call makes the bucket public or locks its owner out.",
    fix: Fix::new(
        "aws s3api get-bucket-policy --region {region} --bucket {name} --query Policy --output text > \
         POLICY.json (remove the statement, then aws s3api put-bucket-policy --region {region} --bucket {name} \
         --policy file://POLICY.json)",
    ),
    responsibility: S3_ACCESS
        .data("limit changes of bucket settings to principals of the bucket's own account"),
    needs: &bucket_exposure::NEEDS,
    judge: |bucket, settings| bucket_exposure::judge(bucket, settings, &TO_CHANGES),
    remedy: None,
};

const TO_CHANGES: Closed = Closed {
    to: Stranger::OtherAccount,
    actions: &[
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAcl",
        "s3:PutBucketPolicy",
        "s3:PutEncryptionConfiguration",
        "s3:PutObjectAcl",
        "s3:PutObjectVersionAcl",
    ],
    deed: "change or delete the bucket",
};

#[test]
fn cases() {
    use crate::cases::buckets::{ALL, EVERYONE, allow, closed, with_acl, with_point, with_policy};
    use crate::testing::rows;
    use model::s3::{
        AccessPoints, BucketAcl, BucketPolicy, ObjectOwnership, Ownership, PublicAccess,
    };

    const PARTNER: &str = r#"{"AWS":"444455556666"}"#;
    let may = |action| with_policy(&allow(PARTNER, action, ""));
    let point = || with_point(&allow(PARTNER, "s3:PutObjectAcl", ""), None);
    let listed = || with_acl(&[(EVERYONE, "WRITE_ACP")]);
    let enforced = Some(ObjectOwnership::BucketOwnerEnforced);
    rows(&CONTROL)
        .passes("closed", closed())
        .passes("reads and writes", may("s3:*Object"))
        .passes(
            "the owner",
            with_policy(&allow(r#"{"AWS":"111122223333"}"#, "s3:*", "")),
        )
        .passes("list off", listed().with::<Ownership>(enforced))
        .passes("list ignored", listed().with::<PublicAccess>(ALL))
        .fails("the policy", may("s3:PutBucketPolicy"))
        .fails("the list of an object", may("s3:PutObjectAcl"))
        .fails("everything", may("s3:*"))
        .fails("the bucket", may("s3:DeleteBucket"))
        .fails("anyone", with_policy(&allow(r#""*""#, "s3:Put*", "")))
        .fails("listed", listed())
        .fails("by access point", point())
        .unread::<BucketPolicy>(closed())
        .unread::<BucketAcl>(closed())
        .unread::<AccessPoints>(point())
        .unread::<PublicAccess>(listed())
        .check();
}
