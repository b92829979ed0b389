//! A console password was used within 45 days (`iam.unused-days`).
//!
//! A password that was never used counts from when it was set, else from the creation of the user.
//! One that was used counts from that use: setting it again is no sign-in.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-password-unused",
    title: "Console passwords were used within the last 45 days",
    severity: Severity::Medium,
    why: "An unused password only benefits an attacker, whose use of it would not be noticed.",
    fix: Fix::new("aws iam delete-login-profile --user-name {name}"),
    responsibility: IAM_CREDENTIALS.identity("remove console passwords that are not used"),
    needs: &[UserCredentials::NEED],
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, settings: &Settings) -> Judged {
    let login = user.see::<UserCredentials>()?;
    let Some(password) = &login.password else {
        return Ok(Verdict::NotApplicable(super::NO_PASSWORD));
    };
    let made = password.changed.unwrap_or(login.created);
    let Some(since) = password.used.or_since(Some(made)) else {
        let why = "IAM returned no date of last use of the password";
        return Err(user.gap::<UserCredentials>(Reason::failed(why)));
    };
    let days = super::days(settings, since);
    let because = format!("the password was not used for {days} days");
    Ok(broken_if(
        days > settings.document.iam.unused_days.value,
        because,
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserCredentials};
    use crate::iam::fixtures::{at, login};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::LastUse;

    fn user(password: Option<LastUse>) -> Given<User> {
        given::<User>().with::<UserCredentials>(login(password, true))
    }
    fn set_lately(used: LastUse) -> Given<User> {
        let mut login = login(Some(used), true);
        login.password.as_mut().unwrap().changed = "2026-02-20T00:00:00Z".parse().ok();
        given::<User>().with::<UserCredentials>(login)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        check(
            &CONTROL,
            &[
                passes("45 days ago", user(Some(at("2026-01-15")))),
                passes("never, but new", set_lately(LastUse::Never)),
                fails("46 days ago", user(Some(at("2026-01-14")))),
                fails("set again yesterday", set_lately(at("2025-08-12"))),
                fails("never, and old", user(Some(LastUse::Never))),
                exempt("no password", user(None)),
                gap("unknown", user(Some(LastUse::Unknown))),
                gap("denied", given::<User>().without::<UserCredentials>(denied)),
            ],
        );
    }
}
