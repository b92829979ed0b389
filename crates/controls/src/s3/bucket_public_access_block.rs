//! All four Block Public Access settings are on at the bucket, or the account covers it.
//!
//! S3 applies the more restrictive of bucket and account, setting by setting (S3 user guide,
//! "Blocking public access to your Amazon S3 storage"): so does this control.
use model::s3::{AccountPublicAccess, Bucket, PublicAccess, PublicAccessBlock};
use model::{
    Applicability, Control, Fact, Fix, Judged, Remedy, Resource, Settings, Severity, Undo, Verdict,
};

use crate::about::block::off;
use crate::about::verdicts::holds_unless;
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.bucket-public-access-block",
    title: "Block Public Access is enabled for the bucket or the account",
    severity: Severity::High,
    why: "Without Block Public Access, a single bucket policy statement or ACL grant can make the \
          bucket public.",
    fix: Fix::new(
        "aws s3api put-public-access-block --region {region} --bucket {name} \
          --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    responsibility: S3_ACCESS
        .data("keep Block Public Access enabled for every bucket that does not need to be public"),
    needs: &[AccountPublicAccess::NEED, PublicAccess::NEED],
    judge,
    remedy: Some(Remedy {
        plan: |bucket, _| bucket.change::<PublicAccess>(&Some(PublicAccessBlock::ALL)),
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let own = bucket.see::<PublicAccess>();
    let account = bucket.parent().see::<AccountPublicAccess>();
    let (own, account) = match (own, account) {
        (Ok(own), Ok(account)) => (own.unwrap_or_default(), account.unwrap_or_default()),
        (Ok(Some(PublicAccessBlock::ALL)), _) | (_, Ok(Some(PublicAccessBlock::ALL))) => {
            return Ok(Verdict::Holds);
        }
        (Err(gap), _) | (_, Err(gap)) => return Err(gap),
    };
    let off = off(own.or(account));
    holds_unless(off.map(|off| off + ", at the bucket and for the account"))
}

#[test]
fn cases() {
    use crate::testing::{given, table_of};

    const ALL: Option<PublicAccessBlock> = Some(PublicAccessBlock::ALL);
    const ACLS: Option<PublicAccessBlock> = Some(PublicAccessBlock {
        block_public_policy: false,
        restrict_public_buckets: false,
        ..PublicAccessBlock::ALL
    });
    const POLICY: Option<PublicAccessBlock> = Some(PublicAccessBlock {
        block_public_acls: false,
        ignore_public_acls: false,
        ..PublicAccessBlock::ALL
    });
    let blocks = |(account, bucket)| {
        given::<model::Account>()
            .with::<AccountPublicAccess>(account)
            .on::<Bucket>()
            .with::<PublicAccess>(bucket)
    };
    table_of(&CONTROL, blocks)
        .passes("bucket blocks", (None, ALL))
        .passes("account blocks", (ALL, None))
        .passes("half and half", (ACLS, POLICY))
        .passes("bucket blocks, account unread", (None, ALL))
        .denied::<AccountPublicAccess>()
        .passes("account blocks, bucket unread", (ALL, None))
        .denied::<PublicAccess>()
        .fails("never set", (None, None))
        .fails("ACLs only", (None, ACLS))
        .fails("the same half twice", (ACLS, ACLS))
        .unread::<PublicAccess>((ACLS, None))
        .unread::<AccountPublicAccess>((None, ACLS))
        .check();
}
