//! Block Public Access is on for the access point, or the bucket or the account covers it.
//!
//! S3 applies the most restrictive of access point, bucket and account, setting by setting (S3
//! User Guide, "Managing public access to access points for general purpose buckets").
use model::s3::{
    AccessPoint, AccessPointAccess, AccountPublicAccess, BucketBehind, BucketBlock,
    PublicAccessBlock,
};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::block::off;
use crate::about::fixes;
use crate::about::verdicts::{holds_unless, not_applicable};
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<AccessPoint> = Control {
    id: "s3.access-point-public-access-block",
    title: "Block Public Access is enabled for the access point, its bucket or the account",
    severity: Severity::Critical,
    why: "An access point has its own policy and is another way into the bucket. Its Block Public \
          Access settings are chosen at creation and cannot be changed afterwards.",
    fix: Fix::made(
        "aws s3control delete-access-point --region {region} --account-id {account} --name {name} && \
         aws s3control create-access-point --region {region} --account-id {account} --name {name} \
         --bucket BUCKET --public-access-block-configuration \
         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true \
         (deletes the policy and the tags of the access point: save them first)",
        fixes::access_point,
    ),
    responsibility: S3_ACCESS
        .data("keep the default Block Public Access settings when creating access points"),
    needs: &[
        AccessPointAccess::NEED,
        AccountPublicAccess::NEED,
        BucketBehind::NEED,
    ],
    judge,
    remedy: None,
};

fn judge(point: Resource<AccessPoint>, _: &Settings) -> Judged {
    let own = point.see::<AccessPointAccess>().map(|own| own.block);
    let behind = point.see::<BucketBehind>().copied();
    let account = point.parent().parent().see::<AccountPublicAccess>();
    let behind = match behind {
        Ok(BucketBlock::NoSuchBucket) => {
            return not_applicable("the bucket of the access point does not exist");
        }
        Ok(BucketBlock::Set(block)) => Ok(block.unwrap_or_default()),
        Err(gap) => Err(gap),
    };
    let levels = [
        own,
        behind,
        account.map(|account| account.unwrap_or_default()),
    ];
    let seen = levels.iter().filter_map(|level| level.as_ref().ok());
    let off = off(seen.fold(PublicAccessBlock::default(), |all, one| all.or(*one)));
    match levels.into_iter().find_map(Result::err) {
        Some(gap) if off.is_some() => Err(gap),
        _ => holds_unless(
            off.map(|off| off + ", at the access point, its bucket and for the account"),
        ),
    }
}

#[test]
fn cases() {
    use crate::cases::buckets::{ALL, NEW_ONLY};
    use crate::testing::{given, table_of};
    use BucketBlock::{NoSuchBucket, Set};

    let point = |(own, behind, account): (Option<PublicAccessBlock>, _, _)| {
        given::<model::Account>()
            .with::<AccountPublicAccess>(account)
            .on::<AccessPoint>()
            .with::<BucketBehind>(behind)
            .with::<AccessPointAccess>(model::s3::PointAccess {
                bucket: "example".into(),
                account: None,
                vpc: None,
                block: own.unwrap_or_default(),
            })
    };
    table_of(&CONTROL, point)
        .passes("itself", (ALL, Set(None), None))
        .passes("its bucket", (None, Set(ALL), None))
        .passes("the account", (None, Set(None), ALL))
        .passes("itself, bucket unread", (ALL, Set(None), None))
        .denied::<BucketBehind>()
        .fails("half of each", (NEW_ONLY, Set(NEW_ONLY), NEW_ONLY))
        .exempt("no bucket", (None, NoSuchBucket, None))
        .unread::<BucketBehind>((NEW_ONLY, Set(None), None))
        .unread::<AccessPointAccess>((None, Set(None), None))
        .unread::<AccountPublicAccess>((None, Set(None), None))
        .check();
}
