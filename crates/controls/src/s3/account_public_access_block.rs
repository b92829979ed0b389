//! All four account-level Block Public Access settings are on.
//!
//! An account without the setting has none of the four on.
use model::s3::{AccountPublicAccess, PublicAccessBlock};
use model::{Account, Applicability, Control, Fact, Fix, Remedy, Severity, Undo};

use crate::about::block::off;
use crate::about::verdicts::holds_unless;
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "s3.account-public-access-block",
    title: "Block Public Access is enabled for the account",
    severity: Severity::Medium,
    why: "The account-level setting keeps every bucket of the account, including those created later, \
          from being made public by a bucket policy or an ACL.",
    fix: Fix::new(
        "aws s3control put-public-access-block --account-id {account} \
          --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    ),
    responsibility: S3_ACCESS.data(
        "enable Block Public Access for the account, and serve public content from elsewhere",
    ),
    needs: &[AccountPublicAccess::NEED],
    judge: |account, _| {
        let none = "Block Public Access is not configured for the account";
        holds_unless(match account.see::<AccountPublicAccess>()? {
            None => Some(none.into()),
            Some(block) => off(*block).map(|off| off + " for the account"),
        })
    },
    remedy: Some(Remedy {
        plan: |account, _| account.change::<AccountPublicAccess>(&Some(PublicAccessBlock::ALL)),
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

#[test]
fn cases() {
    let three = PublicAccessBlock {
        restrict_public_buckets: false,
        ..PublicAccessBlock::ALL
    };
    crate::testing::table::<AccountPublicAccess>(&CONTROL)
        .passes("all on", Some(PublicAccessBlock::ALL))
        .fails("one off", Some(three))
        .fails("all off", Some(PublicAccessBlock::default()))
        .fails("not configured", None)
        .check();
}
