//! A user with any active credential, access keys included, has MFA.
//!
//! Policies can ask for MFA of requests that a key signs (`aws:MultiFactorAuthPresent`); a user
//! without a device could then do nothing, and without such policies a device is one step on the way.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-mfa",
    title: "Users with active credentials have MFA",
    severity: Severity::Medium,
    why: "Long-term credentials leak. Policies can require MFA also for requests that are signed \
          with an access key.",
    fix: "aws iam enable-mfa-device --user-name {name} --serial-number \
          arn:{partition}:iam::{account}:mfa/DEVICE --authentication-code1 CODE \
          --authentication-code2 NEXT-CODE",
    responsibility: IAM_CREDENTIALS.identity("assign an MFA device to every user with credentials"),
    needs: &[UserCredentials::NEED],
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let login = user.see::<UserCredentials>()?;
    if login.password.is_none() && login.active_keys().next().is_none() {
        return Ok(Verdict::NotApplicable(super::NO_CREDENTIAL));
    }
    Ok(broken_if(
        !login.mfa,
        "the user has an active credential and no MFA device",
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserCredentials};
    use crate::iam::fixtures::{key, login};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::LastUse;

    fn user(password: bool, access_key: bool, mfa: bool) -> Given<User> {
        let mut login = login(password.then_some(LastUse::Never), mfa);
        login.keys[0] = access_key.then(|| key("2026-01-01", LastUse::Never));
        given::<User>().with::<UserCredentials>(login)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        check(
            &CONTROL,
            &[
                passes("password and MFA", user(true, false, true)),
                passes("key and MFA", user(false, true, true)),
                fails("password alone", user(true, false, false)),
                fails("key alone", user(false, true, false)),
                exempt("no credential", user(false, false, false)),
                gap("denied", given::<User>().without::<UserCredentials>(denied)),
            ],
        );
    }
}
