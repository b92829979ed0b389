//! An active access key was used within 45 days (`iam.unused-days`).
//!
//! A key that was never used counts from its creation.
use model::iam::{AccessKey, KeyState};
use model::{Control, Fact, Fix, Reason, Severity, holds_if};

use crate::about::access_key;
use crate::about::age::days;
use crate::about::verdicts::not_applicable;
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
    judge: |key, settings| {
        let state = key.see::<KeyState>()?;
        if !state.active {
            return not_applicable(access_key::INACTIVE);
        }
        let Some(since) = state.used.or_since(state.made) else {
            let why = "IAM returned no date of last use of the access key";
            return Err(key.gap::<KeyState>(Reason::failed(why)));
        };
        let days = days(settings, since);
        let because = format!("{} was not used for {days} days", state.name());
        holds_if(days <= settings.document.iam.unused_days.value, because)
    },
    remedy: Some(access_key::REMEDY),
};

#[test]
fn cases() {
    use crate::cases::credentials::{at, inactive, key, named, undated};
    use model::iam::LastUse::Never;
    crate::testing::table::<KeyState>(&CONTROL)
        .passes("used lately", key("2020-01-01", at("2026-02-01")))
        .passes("new", key("2026-02-20", Never))
        .fails("used long ago", key("2020-01-01", at("2026-01-14")))
        .fails("never used, with its id", named("2025-12-01", Never))
        .fails("never used", key("2025-12-01", Never))
        .gap("unknown", undated(Never))
        .exempt("inactive", inactive(key("2020-01-01", Never)))
        .check();
}
