//! MFA delete is enabled on versioned buckets.
//!
//! A bucket that never was versioned has no versions to protect: `s3.versioning` reports it. Only
//! the root user can enable MFA delete, and S3 rejects it beside a lifecycle configuration: a
//! bucket that needs one is to be excepted by name.
use model::s3::{Bucket, Versioning, VersioningStatus};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::fixes;
use crate::about::verdicts::not_applicable;
use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.mfa-delete",
    title: "MFA delete is enabled",
    severity: Severity::Low,
    why: "Stolen credentials with delete permission can also delete every noncurrent version. MFA delete \
          requires the root user's MFA device for that.",
    fix: Fix::made(
        "aws s3api put-bucket-versioning --region {region} --bucket {name} \
         --versioning-configuration Status=Enabled,MFADelete=Enabled \
         --mfa 'MFA-DEVICE-ARN CODE'",
        fixes::mfa_delete,
    ),
    responsibility: S3_STORAGE.recovery("require MFA for deleting object versions"),
    needs: &[Versioning::NEED],
    judge: |bucket, _| match bucket.see::<Versioning>()? {
        versions if versions.status == VersioningStatus::Never => {
            not_applicable("versioning was never enabled")
        }
        versions => holds_if(versions.mfa_delete, "MFA delete is disabled"),
    },
    remedy: None,
};

#[test]
fn cases() {
    use VersioningStatus::{Enabled, Never, Suspended};
    let versions = |status, mfa_delete| model::s3::Versions { status, mfa_delete };
    crate::testing::table::<Versioning>(&CONTROL)
        .passes("enabled", versions(Enabled, true))
        .fails("disabled", versions(Enabled, false))
        .fails("versioning suspended", versions(Suspended, false))
        .exempt("never versioned", versions(Never, false))
        .check();
}
