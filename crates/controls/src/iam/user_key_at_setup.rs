//! A console user's access key was not made together with the user.
//!
//! CIS looks for access keys that were created with the user and never used; this control reports
//! either. An active key that a console user never used is not needed.
use model::iam::{LastUse, User, UserCredentials};
use model::{
    Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Timestamp, Verdict, broken,
    broken_if,
};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-key-at-setup",
    title: "Console users have no access key from their creation",
    severity: Severity::Low,
    why: "Access keys that are created together with a user are often never used, and remain valid \
          for anyone who finds them.",
    fix: Fix::new("aws iam delete-access-key --user-name {name} --access-key-id ACCESS-KEY-ID"),
    responsibility: IAM_CREDENTIALS.identity("create access keys only when they are needed"),
    needs: &[UserCredentials::NEED],
    judge,
    remedy: None,
};

/// Created within a minute of the user: by the same form or script.
fn together(created: Timestamp, made: Timestamp) -> bool {
    made.duration_since(created).as_secs().abs() <= 60
}

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let login = user.see::<UserCredentials>()?;
    if login.password.is_none() {
        return Ok(Verdict::NotApplicable(super::NO_PASSWORD));
    }
    model::any_broken(login.active_keys().map(|key| {
        let name = key.name();
        if key.used == LastUse::Never {
            return Ok(broken(format!("{name} was never used")));
        }
        let Some(made) = key.made else {
            let why = "IAM returned no creation date of the access key";
            return Err(user.gap::<UserCredentials>(Reason::failed(why)));
        };
        let because = format!("{name} was created together with the user");
        Ok(broken_if(together(login.created, made), because))
    }))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, LastUse, User, UserCredentials};
    use crate::iam::fixtures::{CREATED, at, key, login};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;

    fn user(password: bool, access_key: Option<(&str, LastUse)>) -> Given<User> {
        let mut login = login(password.then_some(LastUse::Never), true);
        login.keys[0] = access_key.map(|(made, used)| key(made, used));
        given::<User>().with::<UserCredentials>(login)
    }

    #[test]
    fn cases() {
        let used = at("2026-02-01");
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        let mut undated = login(Some(LastUse::Never), true);
        undated.keys[0] = Some(model::iam::Key {
            made: None,
            ..key(CREATED, used)
        });
        check(
            &CONTROL,
            &[
                passes(
                    "made later, and used",
                    user(true, Some(("2026-01-01", used))),
                ),
                passes("no key", user(true, None)),
                fails("made with the user", user(true, Some((CREATED, used)))),
                fails(
                    "never used",
                    user(true, Some(("2026-01-01", LastUse::Never))),
                ),
                exempt("no password", user(false, Some((CREATED, LastUse::Never)))),
                gap("unknown", given::<User>().with::<UserCredentials>(undated)),
                gap("denied", given::<User>().without::<UserCredentials>(denied)),
            ],
        );
    }
}
