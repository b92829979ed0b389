//! Deleting a version of a log file takes the root user's MFA device. A bucket of another account is
//! not assessed here.
use model::cloudtrail::{Trail, TrailBucket, TrailBucketVersioning};
use model::s3::VersioningStatus;
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::trail::own;
use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-bucket-mfa-delete",
    title: "MFA delete is enabled for the S3 bucket of the trail",
    severity: Severity::Low,
    why: "With MFA delete, stolen credentials alone cannot delete the versions of log files. Without it, \
          an attacker with access to the bucket can remove traces for good.",
    fix: Fix::new(
        "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration \
          Status=Enabled,MFADelete=Enabled --mfa 'MFA-SERIAL CODE' (as the root user)",
    ),
    responsibility: S3_STORAGE.recovery("enable MFA delete for the bucket of the trail"),
    needs: &[TrailBucket::NEED, TrailBucketVersioning::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let bucket = trail.see::<TrailBucket>()?;
            let versions = trail.see::<TrailBucketVersioning>()?;
            let enabled = versions.mfa_delete && versions.status == VersioningStatus::Enabled;
            holds_if(
                enabled,
                format!("MFA delete of bucket `{bucket}` is not enabled"),
            )
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, given, named, table_of};
    use model::s3::Versions;

    let trail = |(status, mfa_delete)| {
        given::<Trail>()
            .with::<TrailBucket>("example".into())
            .with::<TrailBucketVersioning>(Versions { status, mfa_delete })
    };
    table_of(&CONTROL, trail)
        .passes("enabled", (VersioningStatus::Enabled, true))
        .fails("versioning alone", (VersioningStatus::Enabled, false))
        .fails("neither", (VersioningStatus::Never, false))
        .and(exempt("of another account", named::<Trail>(OF_ANOTHER)))
        .unread::<TrailBucket>((VersioningStatus::Enabled, true))
        .unread::<TrailBucketVersioning>((VersioningStatus::Enabled, true))
        .check();
}
