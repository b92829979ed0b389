//! Versioning is enabled.
//!
//! Suspended is not enabled: old versions stay, but what is overwritten from then on is lost.
use model::s3::{Bucket, Versioning, VersioningStatus, Versions};
use model::{
    Applicability, Change, Control, Fact, Gap, Judged, Layer, Remedy, Resource, Settings, Severity,
    Undo, Verdict, broken,
};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.versioning",
    title: "Overwritten and deleted objects are kept as old versions",
    severity: Severity::Low,
    why: "Without versions, one wrong or hostile delete or overwrite is final: ransomware and a \
          mistyped command look the same.",
    fix: "aws s3api put-bucket-versioning --region {region} --bucket {name} \
          --versioning-configuration Status=Enabled",
    responsibility: super::duty(
        Layer::Recovery,
        super::KEEPS,
        "keep old versions, and expire them by lifecycle when they are no longer wanted",
    ),
    needs: &[Versioning::NEED],
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Safe,
        undo: Undo::Residue(
            "versioning that was on once can only be suspended, and versions kept meanwhile stay",
        ),
    }),
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    Ok(match bucket.see::<Versioning>()?.status {
        VersioningStatus::Enabled => Verdict::Holds,
        VersioningStatus::Suspended => broken("versioning is suspended"),
        VersioningStatus::Never => broken("versioning was never enabled"),
    })
}

fn plan(bucket: Resource<Bucket>, _: &Settings) -> Result<Change, Gap> {
    bucket.change::<Versioning>(&Versions {
        status: VersioningStatus::Enabled,
        ..*bucket.see::<Versioning>()?
    })
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, Versioning, VersioningStatus};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::s3::Versions;

    fn bucket(status: VersioningStatus) -> Given<Bucket> {
        given::<Bucket>().with::<Versioning>(Versions {
            status,
            mfa_delete: false,
        })
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("s3:GetBucketVersioning".into());
        check(
            &CONTROL,
            &[
                passes("on", bucket(VersioningStatus::Enabled)),
                fails("suspended", bucket(VersioningStatus::Suspended)),
                fails("never on", bucket(VersioningStatus::Never)),
                gap("denied", given::<Bucket>().without::<Versioning>(denied)),
            ],
        );
    }
}
