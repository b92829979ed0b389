//! A user with a console password has MFA.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-console-mfa",
    title: "Users with a console password have MFA",
    severity: Severity::Medium,
    why: "Passwords can be guessed, phished or reused. With MFA, a stolen password alone is not \
          sufficient to sign in.",
    fix: "aws iam enable-mfa-device --user-name {name} --serial-number \
          arn:{partition}:iam::{account}:mfa/DEVICE --authentication-code1 CODE \
          --authentication-code2 NEXT-CODE",
    responsibility: IAM_CREDENTIALS.identity("require MFA for every console user"),
    needs: &[UserCredentials::NEED],
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let login = user.see::<UserCredentials>()?;
    if login.password.is_none() {
        return Ok(Verdict::NotApplicable(super::NO_PASSWORD));
    }
    Ok(broken_if(
        !login.mfa,
        "the user has a console password and no MFA device",
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserCredentials};
    use crate::iam::fixtures::login;
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::LastUse;

    fn user(password: bool, mfa: bool) -> Given<User> {
        let password = password.then_some(LastUse::Never);
        given::<User>().with::<UserCredentials>(login(password, mfa))
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        check(
            &CONTROL,
            &[
                passes("both", user(true, true)),
                fails("password alone", user(true, false)),
                exempt("no password", user(false, false)),
                gap("denied", given::<User>().without::<UserCredentials>(denied)),
            ],
        );
    }
}
