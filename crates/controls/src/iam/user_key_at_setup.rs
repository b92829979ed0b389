//! A console user's access key was not made together with the user.
//!
//! CIS looks for access keys that were created with the user and never used; this control reports
//! either. An active key that a console user never used is not needed.
use model::iam::{LastUse, User, UserCredentials};
use model::{Control, Fact, Fix, Reason, Severity, Timestamp, any_broken, holds_if};

use crate::about::user::NO_PASSWORD;
use crate::about::verdicts::{holds_unless, not_applicable};
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-key-at-setup",
    title: "Users with a console password have no access key that was created with the user",
    severity: Severity::Low,
    why: "Access keys that are created together with a user are often never used, and remain valid \
          for anyone who finds them.",
    fix: Fix::new("aws iam delete-access-key --user-name {name} --access-key-id ACCESS-KEY-ID"),
    responsibility: IAM_CREDENTIALS.identity("create access keys only when they are needed"),
    needs: &[UserCredentials::NEED],
    judge: |user, _| {
        let login = user.see::<UserCredentials>()?;
        if login.password.is_none() {
            return not_applicable(NO_PASSWORD);
        }
        any_broken(login.active_keys().map(|key| {
            let name = key.name();
            if key.used == LastUse::Never {
                return holds_unless(Some(format!("{name} was never used")));
            }
            let Some(made) = key.made else {
                let why = "IAM returned no creation date of the access key";
                return Err(user.gap::<UserCredentials>(Reason::failed(why)));
            };
            let because = format!("{name} was created together with the user");
            holds_if(!together(login.created, made), because)
        }))
    },
    remedy: None,
};

/// Created within a minute of the user: by the same form or script.
fn together(created: Timestamp, made: Timestamp) -> bool {
    made.duration_since(created).as_secs().abs() <= 60
}

#[test]
fn cases() {
    use crate::cases::credentials::{CREATED, at, key, login, undated};
    use LastUse::Never;
    let with = |password: bool, access_key| {
        let mut login = login(password.then_some(Never), true);
        login.keys[0] = access_key;
        login
    };
    let used = at("2026-02-01");
    crate::testing::table::<UserCredentials>(&CONTROL)
        .passes(
            "created later, and used",
            with(true, Some(key("2026-01-01", used))),
        )
        .passes("no key", with(true, None))
        .fails(
            "created with the user",
            with(true, Some(key(CREATED, used))),
        )
        .fails("never used", with(true, Some(key("2026-01-01", Never))))
        .exempt("no password", with(false, Some(key(CREATED, Never))))
        .gap("unknown", with(true, Some(undated(used))))
        .check();
}
