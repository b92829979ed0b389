//! Block Public Access is on for the access point, or the bucket or the account covers it.
//!
//! S3 applies the most restrictive of access point, bucket and account, setting by setting (S3
//! User Guide, "Managing public access to access points for general purpose buckets").
use model::s3::{
    AccessPoint, AccessPointAccess, AccountPublicAccess, BucketBehind, BucketBlock,
    PublicAccessBlock,
};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

use crate::about::fixes;
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
            return Ok(Verdict::NotApplicable(
                "the bucket of the access point does not exist",
            ));
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
    let off = seen
        .fold(PublicAccessBlock::default(), |all, one| all.or(*one))
        .off();
    match levels.into_iter().find_map(Result::err) {
        _ if off.is_empty() => Ok(Verdict::Holds),
        Some(gap) => Err(gap),
        None => Ok(broken(
            super::are(&off) + " off, at the access point, its bucket and for the account",
        )),
    }
}

#[cfg(test)]
mod tests;
