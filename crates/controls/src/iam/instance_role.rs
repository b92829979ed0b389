//! An instance reaches AWS through an instance profile.
//!
//! Whether it holds keys of its own besides cannot be seen from outside.
use model::ec2::{Instance, InstanceProfile};
use model::{Control, Fact, Judged, Resource, Settings, Severity, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<Instance> = Control {
    id: "iam.instance-role",
    title: "The instance has an instance profile",
    severity: Severity::Medium,
    why: "Without an instance profile, applications on the instance use access keys in files: \
          long-term credentials that are copied with every image and rarely rotated.",
    fix: "aws ec2 associate-iam-instance-profile --region {region} --instance-id {name} \
          --iam-instance-profile Name=PROFILE",
    responsibility: IAM_CREDENTIALS
        .identity("attach an instance profile instead of storing access keys on instances"),
    needs: &[InstanceProfile::NEED],
    judge,
    remedy: None,
};

fn judge(instance: Resource<Instance>, _: &Settings) -> Judged {
    let profile = instance.see::<InstanceProfile>()?;
    Ok(broken_if(
        profile.is_none(),
        "the instance has no instance profile",
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, Instance, InstanceProfile};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        const PROFILE: &str = "arn:aws:iam::111122223333:instance-profile/web";
        let denied = Reason::Denied("ec2:DescribeInstances".into());
        check(
            &CONTROL,
            &[
                passes(
                    "one",
                    given::<Instance>().with::<InstanceProfile>(Some(PROFILE.into())),
                ),
                fails("none", given::<Instance>().with::<InstanceProfile>(None)),
                gap(
                    "denied",
                    given::<Instance>().without::<InstanceProfile>(denied),
                ),
            ],
        );
    }
}
