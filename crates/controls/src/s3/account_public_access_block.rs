//! All four account-level Block Public Access settings are on.
//!
//! An account that never set them has none on.
use model::s3::{AccountPublicAccess, PublicAccessBlock};
use model::{
    Account, Applicability, Change, Control, Fact, Gap, Judged, Layer, Remedy, Resource, Settings,
    Severity, Undo, Verdict, broken,
};

pub(super) const CONTROL: Control<Account> = Control {
    id: "s3.account-public-access-block",
    title: "The account blocks public access to all of its buckets",
    severity: Severity::Medium,
    why: "One setting keeps every bucket of the account, and every bucket made later, from being \
          opened to the world by a policy or an ACL that somebody writes in a hurry.",
    fix: "aws s3control put-public-access-block --account-id {account} \
          --public-access-block-configuration \
          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    responsibility: super::duty(
        Layer::Data,
        super::ENFORCES,
        "turn Block Public Access on for the account, and except what must be public elsewhere",
    ),
    needs: &[AccountPublicAccess::NEED],
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let Some(block) = account.see::<AccountPublicAccess>()? else {
        return Ok(broken("Block Public Access was never set for the account"));
    };
    let off = block.off();
    if off.is_empty() {
        return Ok(Verdict::Holds);
    }
    Ok(broken(format!("{} off for the account", super::are(&off))))
}

fn plan(account: Resource<Account>, _: &Settings) -> Result<Change, Gap> {
    account.change::<AccountPublicAccess>(&Some(PublicAccessBlock::ALL))
}

#[cfg(test)]
mod tests {
    use super::{Account, AccountPublicAccess, CONTROL};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;
    use model::s3::PublicAccessBlock;

    #[test]
    fn cases() {
        let account = given::<Account>;
        let set = |block| account().with::<AccountPublicAccess>(Some(block));
        let three = PublicAccessBlock {
            restrict_public_buckets: false,
            ..PublicAccessBlock::ALL
        };
        check(
            &CONTROL,
            &[
                passes("all on", set(PublicAccessBlock::ALL)),
                fails("one off", set(three)),
                fails("all off", set(PublicAccessBlock::default())),
                fails("never set", account().with::<AccountPublicAccess>(None)),
                gap(
                    "denied",
                    account().without::<AccountPublicAccess>(Reason::Denied(
                        "s3:GetAccountPublicAccessBlock".into(),
                    )),
                ),
            ],
        );
    }
}
