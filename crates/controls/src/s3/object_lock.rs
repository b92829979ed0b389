//! Object Lock is enabled.
//!
//! A default retention is not asked for: writers may lock objects one by one.
use model::s3::{Bucket, Lock, ObjectLock};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.object-lock",
    title: "Objects can be locked against deletion",
    severity: Severity::Medium,
    why: "A locked version cannot be deleted or overwritten before its day, not even by an \
          administrator whose credentials were stolen.",
    fix: "aws s3api put-object-lock-configuration --region {region} --bucket {name} \
          --object-lock-configuration ObjectLockEnabled=Enabled",
    responsibility: super::duty(
        Layer::Recovery,
        super::KEEPS,
        "turn Object Lock on where data must survive an attacker, and choose its retention",
    ),
    needs: &[ObjectLock::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let lock = bucket.see::<ObjectLock>()?;
    let on = matches!(lock, Some(Lock { enabled: true, .. }));
    Ok(broken_if(!on, "Object Lock is off"))
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, Lock, ObjectLock};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn bucket(enabled: bool, default: Option<&str>) -> Given<Bucket> {
        given::<Bucket>().with::<ObjectLock>(Some(Lock {
            enabled,
            default_mode: default.map(Into::into),
        }))
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("s3:GetBucketObjectLockConfiguration".into());
        check(
            &CONTROL,
            &[
                passes("on, no default", bucket(true, None)),
                passes("on, with default", bucket(true, Some("COMPLIANCE"))),
                fails("off", bucket(false, None)),
                fails(
                    "never configured",
                    given::<Bucket>().with::<ObjectLock>(None),
                ),
                gap("denied", given::<Bucket>().without::<ObjectLock>(denied)),
            ],
        );
    }
}
