//! An instance reaches AWS through an instance profile.
//!
//! Whether it holds keys of its own besides cannot be seen from outside.
use model::ec2::{Instance, InstanceProfile};
use model::{Control, Fact, Judged, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<Instance> = Control {
    id: "iam.instance-role",
    title: "An instance has an instance profile",
    severity: Severity::Medium,
    why: "Without a profile, programs on the instance carry access keys in files: long-lived, \
          copied with every image, and seldom changed.",
    fix: "aws ec2 associate-iam-instance-profile --region {region} --instance-id {name} \
          --iam-instance-profile Name=PROFILE",
    responsibility: super::CREDENTIALS,
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
