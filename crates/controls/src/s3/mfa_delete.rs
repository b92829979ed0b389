//! MFA delete is enabled on versioned buckets.
//!
//! A bucket that never was versioned has no versions to protect: `s3.versioning` tells of it.
//! Only the root user can turn MFA delete on, and S3 refuses it beside a lifecycle
//! configuration: a bucket that needs one is to be excepted by name.
use model::s3::{Bucket, Versioning, VersioningStatus};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, Verdict, broken_if};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.mfa-delete",
    title: "Deleting an old version takes the root user's MFA device",
    severity: Severity::Low,
    why: "Whoever steals credentials that may delete can also delete every old version; a second factor \
          keeps the last copy out of reach.",
    fix: "aws s3api put-bucket-versioning --region {region} --bucket {name} \
          --versioning-configuration Status=Enabled,MFADelete=Enabled \
          --mfa 'MFA-DEVICE-ARN CODE'",
    responsibility: super::duty(
        Layer::Recovery,
        super::KEEPS,
        "ask for a second factor before versions are deleted",
    ),
    needs: &[Versioning::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let versions = bucket.see::<Versioning>()?;
    if versions.status == VersioningStatus::Never {
        return Ok(Verdict::NotApplicable("the bucket was never versioned"));
    }
    Ok(broken_if(!versions.mfa_delete, "MFA delete is off"))
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, Versioning, VersioningStatus};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::s3::Versions;

    fn bucket(status: VersioningStatus, mfa_delete: bool) -> Given<Bucket> {
        given::<Bucket>().with::<Versioning>(Versions { status, mfa_delete })
    }

    #[test]
    fn cases() {
        use VersioningStatus::{Enabled, Never, Suspended};
        let denied = Reason::Denied("s3:GetBucketVersioning".into());
        check(
            &CONTROL,
            &[
                passes("on", bucket(Enabled, true)),
                fails("off", bucket(Enabled, false)),
                fails("off, versions of old", bucket(Suspended, false)),
                exempt("never versioned", bucket(Never, false)),
                gap("denied", given::<Bucket>().without::<Versioning>(denied)),
            ],
        );
    }
}
