//! No anonymous or any-account principal has access to the bucket of the trail (AWS Security Hub,
//! `CloudTrail.6`). A bucket of another account is not assessed here.
use model::cloudtrail::Trail;
use model::{Control, Fix, Severity};

use crate::about::trail::own;
use crate::about::trail_bucket;
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-bucket-public",
    title: "The S3 bucket of the trail is not public",
    severity: Severity::Critical,
    why: "Log files show an attacker which principals, keys and resources there are. Whoever can write \
          to the bucket can forge them or remove traces.",
    fix: Fix::new(
        "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    responsibility: S3_ACCESS
        .data("allow CloudTrail and those who read log files, and nobody else"),
    needs: &trail_bucket::NEEDS,
    judge: |trail, settings| own(trail, |trail| trail_bucket::judge(trail, settings)),
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::buckets::{ALL, EVERYONE, acl, allow, policy};
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, given, named, table_of};
    use model::Account;
    use model::cloudtrail::{BucketAccess, TrailBucket, TrailBucketAccess};
    use model::s3::{AccountPublicAccess, ObjectOwnership, PublicAccessBlock};

    let closed = || BucketAccess {
        policy: None,
        acl: acl(&[]),
        ownership: None,
        block: None,
    };
    let by_policy = |condition| BucketAccess {
        policy: Some(policy(&allow(r#""*""#, "s3:GetObject", condition))),
        ..closed()
    };
    let by_list = || BucketAccess {
        acl: acl(&[(EVERYONE, "READ")]),
        ..closed()
    };
    let enforced = Some(ObjectOwnership::BucketOwnerEnforced);
    let trail = |(access, account): (BucketAccess, Option<PublicAccessBlock>)| {
        given::<Account>()
            .with::<AccountPublicAccess>(account)
            .on::<Trail>()
            .with::<TrailBucket>("example".into())
            .with::<TrailBucketAccess>(access)
    };
    let point = r#""StringEquals":{"s3:DataAccessPointAccount":"111122223333"}"#;
    table_of(&CONTROL, trail)
        .passes("closed", (closed(), None))
        .fails("by policy", (by_policy(""), None))
        .passes(
            "by policy, blocked",
            (
                BucketAccess {
                    block: ALL,
                    ..by_policy("")
                },
                None,
            ),
        )
        .passes("by policy, blocked by the account", (by_policy(""), ALL))
        .gap("by access points", (by_policy(point), None))
        .fails("by list", (by_list(), None))
        .passes("by list, blocked", (by_list(), ALL))
        .passes(
            "a list that grants nothing",
            (
                BucketAccess {
                    ownership: enforced,
                    ..by_list()
                },
                None,
            ),
        )
        .and(exempt("of another account", named::<Trail>(OF_ANOTHER)))
        .unread::<TrailBucket>((closed(), None))
        .unread::<TrailBucketAccess>((closed(), None))
        .unread::<AccountPublicAccess>((by_policy(""), None))
        .check();
}
