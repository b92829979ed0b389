//! Versioning is enabled.
//!
//! Suspended is not enabled: noncurrent versions stay, but what is overwritten from then on is lost.
use model::s3::{Bucket, Versioning, VersioningStatus, Versions};
use model::{Applicability, Control, Fact, Fix, Remedy, Severity, Undo, Verdict, broken};

use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.versioning",
    title: "Versioning is enabled",
    severity: Severity::Low,
    why: "Without versioning, an accidental or malicious delete or overwrite is permanent, and objects \
          encrypted by ransomware cannot be restored.",
    fix: Fix::new(
        "aws s3api put-bucket-versioning --region {region} --bucket {name} \
          --versioning-configuration Status=Enabled",
    ),
    responsibility: S3_STORAGE
        .recovery("enable versioning, and expire noncurrent versions by lifecycle rules"),
    needs: &[Versioning::NEED],
    judge: |bucket, _| {
        Ok(match bucket.see::<Versioning>()?.status {
            VersioningStatus::Enabled => Verdict::Holds,
            VersioningStatus::Suspended => broken("versioning is suspended"),
            VersioningStatus::Never => broken("versioning was never enabled"),
        })
    },
    remedy: Some(Remedy {
        plan: |bucket, _| {
            let status = VersioningStatus::Enabled;
            let now = *bucket.see::<Versioning>()?;
            bucket.change::<Versioning>(&Versions { status, ..now })
        },
        applicability: Applicability::Safe,
        undo: Undo::Residue(
            "versioning can only be suspended, not removed, and versions created meanwhile remain",
        ),
    }),
};

#[test]
fn cases() {
    use VersioningStatus::{Enabled, Never, Suspended};
    let versions = |status| Versions {
        status,
        mfa_delete: false,
    };
    crate::testing::table::<Versioning>(&CONTROL)
        .passes("enabled", versions(Enabled))
        .fails("suspended", versions(Suspended))
        .fails("never enabled", versions(Never))
        .check();
}
