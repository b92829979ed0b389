//! No anonymous or any-account principal can read or list, after Block Public Access.
//!
//! What counts is what is open now, by policy, list or access point (`bucket_exposure.rs`), not
//! what S3 calls public. Reading includes the bucket's own settings.
use model::s3::Bucket;
use model::{Control, Fix, Severity};

use crate::about::exposure::{Closed, Stranger};
use crate::about::{bucket_actions, bucket_closing, bucket_exposure};
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.public-read",
    title: "Only trusted principals can read from or list the bucket",
    severity: Severity::Critical,
    why: "Public buckets are scanned for continuously. Data that was copied once cannot be called \
          back.",
    fix: Fix::new(
        "aws s3api put-public-access-block --region {region} --bucket {name} \
          --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    responsibility: S3_ACCESS
        .data("grant read access to named principals, and publish content through CloudFront"),
    needs: &bucket_exposure::NEEDS,
    judge: |bucket, settings| bucket_exposure::judge(bucket, settings, &TO_READERS),
    remedy: Some(bucket_closing::remedy(|bucket, by| {
        bucket_closing::plan(bucket, by, &TO_READERS)
    })),
};

const TO_READERS: Closed = Closed {
    to: Stranger::Anyone,
    actions: bucket_actions::READS,
    deed: "read from or list the bucket",
};

#[test]
fn cases() {
    use crate::cases::buckets::{
        ALL, EVERYONE, NEW_ONLY, SIGNED, allow, closed, with_acl, with_point, with_policy,
    };
    use crate::testing::rows;
    use model::s3::{
        AccessPoints, BucketAcl, BucketPolicy, ObjectOwnership, Ownership, PublicAccess,
    };

    let read = |condition| with_policy(&allow(r#""*""#, "s3:GetObject", condition));
    let anyone = || allow(r#""*""#, "s3:GetObject", "");
    let listed = || with_acl(&[(EVERYONE, "READ")]);
    let enforced = Some(ObjectOwnership::BucketOwnerEnforced);
    rows(&CONTROL)
        .passes("closed", closed())
        .passes(
            "write alone",
            with_policy(&allow(r#""*""#, "s3:PutObject", "")),
        )
        .passes("blocked", read("").with::<PublicAccess>(ALL))
        .passes(
            "an organisation",
            read(r#""StringEquals":{"aws:PrincipalOrgID":"o-mine"}"#),
        )
        .passes(
            "an office",
            read(r#""IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#),
        )
        .passes("list off", listed().with::<Ownership>(enforced))
        .passes("list ignored", listed().with::<PublicAccess>(ALL))
        .passes("blocked at the access point", with_point(&anyone(), ALL))
        .fails("anyone", read(""))
        .fails(
            "blocks new policies only",
            read("").with::<PublicAccess>(NEW_ONLY),
        )
        .fails(
            "a whole half",
            read(r#""IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}"#),
        )
        .fails(
            "a referer",
            read(r#""StringLike":{"aws:Referer":"https://example.com/*"}"#),
        )
        .fails("listed", listed())
        .fails("any account", with_acl(&[(SIGNED, "READ_ACP")]))
        .fails("by access point", with_point(&anyone(), None))
        .fails("list unread", read(""))
        .denied::<BucketAcl>()
        .fails("policy unread", listed())
        .denied::<BucketPolicy>()
        .unread::<BucketPolicy>(closed())
        .unread::<PublicAccess>(read(""))
        .unread::<AccessPoints>(with_point(&anyone(), ALL))
        .check();
}
