//! A console password was used within 45 days (`iam.unused-days`).
//!
//! A password that was never used counts from when it was set, else from the creation of the user.
//! One that was used counts from that use: setting it again is no sign-in.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Fix, Reason, Severity, holds_if};

use crate::about::age::days;
use crate::about::user::NO_PASSWORD;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-password-unused",
    title: "Console passwords were used within the last 45 days",
    severity: Severity::Medium,
    why: "An unused password only benefits an attacker, whose use of it would not be noticed.",
    fix: Fix::new("aws iam delete-login-profile --user-name {name}"),
    responsibility: IAM_CREDENTIALS.identity("remove console passwords that are not used"),
    needs: &[UserCredentials::NEED],
    judge: |user, settings| {
        let login = user.see::<UserCredentials>()?;
        let Some(password) = &login.password else {
            return not_applicable(NO_PASSWORD);
        };
        let made = password.changed.unwrap_or(login.created);
        let Some(since) = password.used.or_since(Some(made)) else {
            let why = "IAM returned no date of last use of the password";
            return Err(user.gap::<UserCredentials>(Reason::failed(why)));
        };
        let days = days(settings, since);
        let because = format!("the password was not used for {days} days");
        holds_if(days <= settings.document.iam.unused_days.value, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::{at, login};
    use model::iam::LastUse::{Never, Unknown};
    let used = |used| login(Some(used), true);
    let changed = |last| {
        let mut login = used(last);
        login.password.as_mut().unwrap().changed = "2026-02-20T00:00:00Z".parse().ok();
        login
    };
    crate::testing::table::<UserCredentials>(&CONTROL)
        .passes("45 days ago", used(at("2026-01-15")))
        .passes("never, but new", changed(Never))
        .fails("46 days ago", used(at("2026-01-14")))
        .fails("changed since", changed(at("2025-08-12")))
        .fails("never, and old", used(Never))
        .exempt("no password", login(None, true))
        .gap("unknown", used(Unknown))
        .check();
}
