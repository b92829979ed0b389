//! Block Public Access is on for the multi-Region access point.
//!
//! What bucket or account block does not count here, as in Security Hub's S3.24: the access point
//! leads to several buckets, and its settings cannot be changed after it was made.
use model::s3::{MultiRegionAccess, MultiRegionAccessPoint};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, Verdict, broken};

pub(super) const CONTROL: Control<MultiRegionAccessPoint> = Control {
    id: "s3.multi-region-access-point-public-access-block",
    title: "The multi-Region access point blocks public access",
    severity: Severity::High,
    why: "One door leads to buckets in several Regions; whether it may be public was decided when it \
          was made, and cannot be changed.",
    fix: "aws s3control create-multi-region-access-point --region us-west-2 --account-id {account} \
          --details Name=NEW-NAME,Regions=[{Bucket=BUCKET}],PublicAccessBlock={BlockPublicAcls=true,\
          IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true}",
    responsibility: super::duty(
        Layer::Data,
        super::ENFORCES,
        "make multi-Region access points with Block Public Access on, as they are unless somebody turns it off",
    ),
    needs: &[MultiRegionAccess::NEED],
    judge,
    remedy: None,
};

fn judge(point: Resource<MultiRegionAccessPoint>, _: &Settings) -> Judged {
    let off = point.see::<MultiRegionAccess>()?.off();
    if off.is_empty() {
        return Ok(Verdict::Holds);
    }
    Ok(broken(super::are(&off) + " off"))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, MultiRegionAccess, MultiRegionAccessPoint};
    use crate::testing::{check, fails, gap, given, passes};
    use crate::testing_buckets::denied;
    use model::s3::PublicAccessBlock;

    #[test]
    fn cases() {
        let point = |block| given::<MultiRegionAccessPoint>().with::<MultiRegionAccess>(block);
        let one_off = PublicAccessBlock {
            block_public_acls: false,
            ..PublicAccessBlock::ALL
        };
        let unseen = given::<MultiRegionAccessPoint>();
        let unseen = unseen.without::<MultiRegionAccess>(denied("s3:ListMultiRegionAccessPoints"));
        check(
            &CONTROL,
            &[
                passes("all on", point(PublicAccessBlock::ALL)),
                fails("one off", point(one_off)),
                fails("all off", point(PublicAccessBlock::default())),
                gap("unseen", unseen),
            ],
        );
    }
}
