//! An instance has an instance profile.
//!
//! Whether it also stores access keys cannot be read from outside.
use model::ec2::{Instance, InstanceProfile};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<Instance> = Control {
    id: "iam.instance-role",
    title: "The instance has an instance profile",
    severity: Severity::Medium,
    why: "Without an instance profile, applications on the instance use access keys in files: \
          long-term credentials that are copied with every image and rarely rotated.",
    fix: Fix::new(
        "aws ec2 associate-iam-instance-profile --region {region} --instance-id {name} \
          --iam-instance-profile Name=PROFILE",
    ),
    responsibility: IAM_CREDENTIALS
        .identity("attach an instance profile instead of storing access keys on instances"),
    needs: &[InstanceProfile::NEED],
    judge: |instance, _| {
        let profile = instance.see::<InstanceProfile>()?;
        holds_if(profile.is_some(), "the instance has no instance profile")
    },
    remedy: None,
};

#[test]
fn cases() {
    let profile = "arn:aws:iam::111122223333:instance-profile/app";
    crate::testing::table::<InstanceProfile>(&CONTROL)
        .passes("a profile", Some(profile.into()))
        .fails("none", None)
        .check();
}
