//! An active access key is at most 90 days old (`iam.key-age-days`).
//!
//! The age counts from the creation, not from a later change of the status, which is what the
//! credential report contains.
use model::iam::{AccessKey, KeyState};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken_if};

use crate::about::access_key;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<AccessKey> = Control {
    id: "iam.user-key-rotation",
    title: "Active access keys are at most 90 days old",
    severity: Severity::Medium,
    why: "The longer an access key is valid, the more copies of it exist. Rotation makes all of \
          them useless.",
    fix: Fix::new(
        "aws iam create-access-key --user-name {owner} (put the new key to use; then aws iam \
          update-access-key --user-name {owner} --access-key-id {name} --status Inactive)",
    ),
    responsibility: IAM_CREDENTIALS.identity("rotate access keys, or replace them by roles"),
    needs: &[KeyState::NEED],
    judge,
    remedy: Some(access_key::REMEDY),
};

fn judge(key: Resource<AccessKey>, settings: &Settings) -> Judged {
    let state = key.see::<KeyState>()?;
    if !state.active {
        return Ok(Verdict::NotApplicable(super::INACTIVE));
    }
    let Some(made) = state.made else {
        let why = "IAM returned no creation date of the access key";
        return Err(key.gap::<KeyState>(Reason::failed(why)));
    };
    let days = super::days(settings, made);
    let name = state.name();
    let because = format!("{name} is {days} days old");
    Ok(broken_if(
        days > settings.document.iam.key_age_days.value,
        because,
    ))
}

#[cfg(test)]
mod tests {
    use super::{AccessKey, CONTROL, KeyState};
    use crate::iam::fixtures::{at, key, named};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::{Key, LastUse};

    fn access_key(state: Key) -> Given<AccessKey> {
        given::<AccessKey>().with::<KeyState>(state)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        let undated = |used| Key {
            made: None,
            ..key("2026-01-01", used)
        };
        let off = Key {
            active: false,
            ..key("2020-01-01", LastUse::Never)
        };
        check(
            &CONTROL,
            &[
                passes("90 days", access_key(key("2025-12-01", LastUse::Never))),
                fails("91 days", access_key(key("2025-11-30", at("2026-02-28")))),
                fails("named", access_key(named("2025-11-30", LastUse::Never))),
                gap("unknown", access_key(undated(at("2026-02-28")))),
                exempt("inactive", access_key(off)),
                gap("denied", given::<AccessKey>().without::<KeyState>(denied)),
            ],
        );
    }
}
