//! EBS encryption by default is enabled in the Region.
use model::ebs::EncryptionByDefault;
use model::{Control, Fact, Fix, Region, Severity, holds_if};

use crate::duties::EBS;

pub(super) const CONTROL: Control<Region> = Control {
    id: "encryption.ebs-default",
    title: "EBS encryption by default is enabled",
    severity: Severity::Medium,
    why: "With encryption by default, every new volume and snapshot copy in the Region is encrypted \
          even where the request does not ask for it.",
    fix: Fix::new("aws ec2 enable-ebs-encryption-by-default --region {region}"),
    responsibility: EBS
        .data("enable encryption by default in every Region, and choose the KMS key"),
    needs: &[EncryptionByDefault::NEED],
    judge: |region, _| {
        let enabled = *region.see::<EncryptionByDefault>()?;
        holds_if(enabled, "EBS encryption by default is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<EncryptionByDefault>(&CONTROL)
        .passes("enabled", true)
        .fails("disabled", false)
        .check();
}
