//! An active access key is at most 90 days old (`iam.key-age-days`).
//!
//! The age counts from the creation, not from a later change of the status, which is what the
//! credential report contains.
use model::iam::{AccessKey, KeyState};
use model::{Control, Fact, Fix, Reason, Severity, holds_if};

use crate::about::access_key;
use crate::about::age::days;
use crate::about::verdicts::not_applicable;
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
    judge: |key, settings| {
        let state = key.see::<KeyState>()?;
        if !state.active {
            return not_applicable(access_key::INACTIVE);
        }
        let Some(made) = state.made else {
            let why = "IAM returned no creation date of the access key";
            return Err(key.gap::<KeyState>(Reason::failed(why)));
        };
        let days = days(settings, made);
        let because = format!("{} is {days} days old", state.name());
        holds_if(days <= settings.document.iam.key_age_days.value, because)
    },
    remedy: Some(access_key::REMEDY),
};

#[test]
fn cases() {
    use crate::cases::credentials::{at, inactive, key, named, undated};
    use model::iam::LastUse::Never;
    crate::testing::table::<KeyState>(&CONTROL)
        .passes("90 days", key("2025-12-01", Never))
        .fails("91 days", key("2025-11-30", at("2026-02-28")))
        .fails("with its id", named("2025-11-30", Never))
        .gap("unknown", undated(at("2026-02-28")))
        .exempt("inactive", inactive(key("2020-01-01", Never)))
        .check();
}
