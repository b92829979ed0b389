//! No anonymous or any-account principal can write, delete or change permissions, after Block
//! Public Access.
//!
//! What counts is what is open now, by policy, list or access point (`bucket_exposure.rs`).
use model::s3::Bucket;
use model::{Control, Fix, Severity};

use crate::about::exposure::{Closed, Stranger};
use crate::about::{bucket_actions, bucket_closing, bucket_exposure};
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.public-write",
    title: "Only trusted principals can write to, delete or change permissions of the bucket",
    severity: Severity::Critical,
    why: "Anyone who can write to a bucket can plant malware, delete or encrypt objects for \
          ransom, or grant themselves access to all of it.",
    fix: Fix::new(
        "aws s3api put-public-access-block --region {region} --bucket {name} \
          --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    responsibility: S3_ACCESS
        .data("grant write access to named principals, and accept uploads by presigned URLs"),
    needs: &bucket_exposure::NEEDS,
    judge: |bucket, settings| bucket_exposure::judge(bucket, settings, &TO_WRITERS),
    remedy: Some(bucket_closing::remedy(|bucket, by| {
        bucket_closing::plan(bucket, by, &TO_WRITERS)
    })),
};

const TO_WRITERS: Closed = Closed {
    to: Stranger::Anyone,
    actions: bucket_actions::WRITES,
    deed: "write to or change the bucket",
};

#[test]
fn cases() {
    use crate::cases::buckets::{
        ALL, EVERYONE, LOGS, SIGNED, allow, closed, statement, with_acl, with_point, with_policy,
    };
    use crate::testing::rows;
    use model::s3::{
        AccessPoints, BucketAcl, BucketPolicy, ObjectOwnership, Ownership, PublicAccess,
    };

    let may = |action| allow(r#""*""#, action, "");
    let listed = || with_acl(&[(EVERYONE, "WRITE")]);
    let enforced = Some(ObjectOwnership::BucketOwnerEnforced);
    let no_delete = statement("Deny", r#""*""#, "s3:Delete*", "");
    let but_not = format!("{},{no_delete}", may("s3:DeleteObject"));
    rows(&CONTROL)
        .passes("closed", closed())
        .passes("read alone", with_policy(&may("s3:GetObject")))
        .passes("denied again", with_policy(&but_not))
        .passes(
            "log delivery",
            with_acl(&[(LOGS, "WRITE"), (LOGS, "READ_ACP")]),
        )
        .passes("read list", with_acl(&[(EVERYONE, "READ")]))
        .passes("list off", listed().with::<Ownership>(enforced))
        .fails("put", with_policy(&may("s3:PutObject")))
        .fails("everything", with_policy(&may("*")))
        .fails("permissions", with_policy(&may("s3:PutBucketPolicy")))
        .fails("listed", listed())
        .fails(
            "any account changes the list",
            with_acl(&[(SIGNED, "WRITE_ACP")]),
        )
        .fails("by access point", with_point(&may("s3:PutObject"), None))
        .passes("blocked", with_policy(&may("*")).with::<PublicAccess>(ALL))
        .unread::<BucketPolicy>(closed())
        .unread::<BucketAcl>(closed())
        .unread::<AccessPoints>(with_point("", None))
        .check();
}
