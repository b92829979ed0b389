//! An active access key was used within 45 days (`iam.unused-days`).
//!
//! A key that was never used counts from its creation.
use model::iam::{AccessKey, KeyState};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken_if};

use crate::about::access_key;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<AccessKey> = Control {
    id: "iam.user-key-unused",
    title: "Active access keys were used within the last 45 days",
    severity: Severity::Medium,
    why: "An unused access key only benefits an attacker, whose use of it would not be noticed.",
    fix: Fix::new(
        "aws iam update-access-key --user-name {owner} --access-key-id {name} --status \
          Inactive",
    ),
    responsibility: IAM_CREDENTIALS.identity("deactivate access keys that are not used"),
    needs: &[KeyState::NEED],
    judge,
    remedy: Some(access_key::REMEDY),
};

fn judge(key: Resource<AccessKey>, settings: &Settings) -> Judged {
    let state = key.see::<KeyState>()?;
    if !state.active {
        return Ok(Verdict::NotApplicable(super::INACTIVE));
    }
    let Some(since) = state.used.or_since(state.made) else {
        let why = "IAM returned no date of last use of the access key";
        return Err(key.gap::<KeyState>(Reason::failed(why)));
    };
    let days = super::days(settings, since);
    let name = state.name();
    let because = format!("{name} was not used for {days} days");
    Ok(broken_if(
        days > settings.document.iam.unused_days.value,
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
                passes(
                    "used lately",
                    access_key(key("2020-01-01", at("2026-02-01"))),
                ),
                passes("new", access_key(key("2026-02-20", LastUse::Never))),
                fails(
                    "used long ago",
                    access_key(key("2020-01-01", at("2026-01-14"))),
                ),
                fails(
                    "never used, and named",
                    access_key(named("2025-12-01", LastUse::Never)),
                ),
                fails("never used", access_key(key("2025-12-01", LastUse::Never))),
                gap("unknown", access_key(undated(LastUse::Never))),
                exempt("inactive", access_key(off)),
                gap("denied", given::<AccessKey>().without::<KeyState>(denied)),
            ],
        );
    }
}
