//! Block Public Access is on for the multi-Region access point.
//!
//! What bucket or account block does not count here, as in Security Hub's S3.24: the access point
//! leads to several buckets, and its settings cannot be changed after creation.
use model::s3::{MultiRegionAccess, MultiRegionAccessPoint};
use model::{Control, Fact, Fix, Severity};

use crate::about::block::off;
use crate::about::verdicts::holds_unless;
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<MultiRegionAccessPoint> = Control {
    id: "s3.multi-region-access-point-public-access-block",
    title: "Block Public Access is enabled for the Multi-Region Access Point",
    severity: Severity::High,
    why: "A Multi-Region Access Point leads to buckets in several Regions. Its Block Public Access \
          settings are chosen at creation and cannot be changed afterwards.",
    fix: Fix::new(
        "aws s3control create-multi-region-access-point --region us-west-2 --account-id {account} \
          --details 'Name=NEW-NAME,Regions=[{Bucket=BUCKET}],PublicAccessBlock={BlockPublicAcls=true,\
          IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true}'",
    ),
    responsibility: S3_ACCESS.data(
        "keep the default Block Public Access settings when creating Multi-Region Access Points",
    ),
    needs: &[MultiRegionAccess::NEED],
    judge: |point, _| holds_unless(off(*point.see::<MultiRegionAccess>()?)),
    remedy: None,
};

#[test]
fn cases() {
    use model::s3::PublicAccessBlock;
    let one_off = PublicAccessBlock {
        block_public_acls: false,
        ..PublicAccessBlock::ALL
    };
    crate::testing::table::<MultiRegionAccess>(&CONTROL)
        .passes("all on", PublicAccessBlock::ALL)
        .fails("one off", one_off)
        .fails("all off", PublicAccessBlock::default())
        .check();
}
