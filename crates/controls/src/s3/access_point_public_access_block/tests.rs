use super::{
    AccessPoint, AccessPointAccess, AccountPublicAccess, BucketBehind, BucketBlock, CONTROL,
    PublicAccessBlock,
};
use crate::cases::buckets::{ALL, NEW_ONLY, denied};
use crate::testing::{Given, check, exempt, fails, gap, given, passes};
use model::Account;
use model::s3::PointAccess;

type Block = Option<PublicAccessBlock>;

fn point(own: Block, behind: Block, account: Block) -> Given<AccessPoint> {
    given::<Account>()
        .with::<AccountPublicAccess>(account)
        .on::<AccessPoint>()
        .with::<BucketBehind>(BucketBlock::Set(behind))
        .with::<AccessPointAccess>(PointAccess {
            bucket: "example".into(),
            account: None,
            vpc: None,
            block: own.unwrap_or_default(),
        })
}

#[test]
fn cases() {
    let unseen = |given: Given<AccessPoint>| {
        given.without::<BucketBehind>(denied("s3:GetBucketPublicAccessBlock"))
    };
    let gone = point(None, None, None).with::<BucketBehind>(BucketBlock::NoSuchBucket);
    let account = point(None, None, None).on::<Account>();
    let account = account.without::<AccountPublicAccess>(denied("s3:GetAccountPublicAccessBlock"));
    let own = denied("s3:GetAccessPoint");
    check(
        &CONTROL,
        &[
            passes("itself", point(ALL, None, None)),
            passes("its bucket", point(None, ALL, None)),
            passes("the account", point(None, None, ALL)),
            passes("itself, bucket unseen", unseen(point(ALL, None, None))),
            fails("half of each", point(NEW_ONLY, NEW_ONLY, NEW_ONLY)),
            exempt("no bucket", gone),
            gap("bucket unseen", unseen(point(NEW_ONLY, None, None))),
            gap(
                "unseen",
                point(None, None, None).without::<AccessPointAccess>(own),
            ),
            gap("account unseen", account),
        ],
    );
}
