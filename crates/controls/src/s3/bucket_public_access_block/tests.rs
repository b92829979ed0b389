use super::{AccountPublicAccess, Bucket, CONTROL, PublicAccess, PublicAccessBlock};
use crate::testing::{Given, check, fails, gap, given, passes};
use model::{Account, Reason};

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

fn account(block: Option<PublicAccessBlock>) -> Given<Bucket> {
    given::<Bucket>()
        .on::<Account>()
        .with::<AccountPublicAccess>(block)
        .on::<Bucket>()
}
fn blind() -> Given<Bucket> {
    let denied = Reason::Denied("s3:GetAccountPublicAccessBlock".into());
    given::<Bucket>()
        .on::<Account>()
        .without::<AccountPublicAccess>(denied)
        .on::<Bucket>()
}

#[test]
fn cases() {
    let denied = || Reason::Denied("s3:GetBucketPublicAccessBlock".into());
    check(
        &CONTROL,
        &[
            passes("bucket blocks", account(None).with::<PublicAccess>(ALL)),
            passes("account blocks", account(ALL).with::<PublicAccess>(None)),
            passes("half and half", account(ACLS).with::<PublicAccess>(POLICY)),
            passes(
                "bucket blocks, account unread",
                blind().with::<PublicAccess>(ALL),
            ),
            passes(
                "account blocks, bucket unread",
                account(ALL).without::<PublicAccess>(denied()),
            ),
            fails("never set", account(None).with::<PublicAccess>(None)),
            fails("ACLs only", account(None).with::<PublicAccess>(ACLS)),
            fails(
                "the same half twice",
                account(ACLS).with::<PublicAccess>(ACLS),
            ),
            gap(
                "bucket unread",
                account(ACLS).without::<PublicAccess>(denied()),
            ),
            gap("account unread", blind().with::<PublicAccess>(ACLS)),
        ],
    );
}
