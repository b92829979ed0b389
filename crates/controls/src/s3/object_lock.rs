//! Object Lock is enabled.
//!
//! A default retention is not required: writers may lock objects one by one.
use model::s3::{Bucket, Lock, ObjectLock};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.object-lock",
    title: "Object Lock is enabled",
    severity: Severity::Medium,
    why: "A locked object version cannot be deleted or overwritten during its retention period, even \
          with an administrator's stolen credentials.",
    fix: Fix::new(
        "aws s3api put-object-lock-configuration --region {region} --bucket {name} \
          --object-lock-configuration ObjectLockEnabled=Enabled",
    ),
    responsibility: S3_STORAGE.recovery(
        "enable Object Lock where data must survive an attacker, and choose its retention",
    ),
    needs: &[ObjectLock::NEED],
    judge: |bucket, _| {
        let lock = bucket.see::<ObjectLock>()?;
        holds_if(
            matches!(lock, Some(Lock { enabled: true, .. })),
            "Object Lock is disabled",
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    let lock = |enabled, default_mode| {
        Some(Lock {
            enabled,
            default_mode,
        })
    };
    crate::testing::table::<ObjectLock>(&CONTROL)
        .passes("no default retention", lock(true, None))
        .passes("default retention", lock(true, Some("COMPLIANCE".into())))
        .fails("disabled", lock(false, None))
        .fails("not configured", None)
        .check();
}
