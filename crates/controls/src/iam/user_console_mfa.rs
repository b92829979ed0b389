//! A user with a console password has MFA.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::user::NO_PASSWORD;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-console-mfa",
    title: "Users with a console password have MFA",
    severity: Severity::Medium,
    why: "Passwords can be guessed, phished or reused. With MFA, a stolen password alone is not \
          sufficient to sign in.",
    fix: Fix::new(
        "aws iam enable-mfa-device --user-name {name} --serial-number \
          arn:{partition}:iam::{account}:mfa/DEVICE --authentication-code1 CODE \
          --authentication-code2 NEXT-CODE",
    ),
    responsibility: IAM_CREDENTIALS.identity("require MFA for every console user"),
    needs: &[UserCredentials::NEED],
    judge: |user, _| {
        let login = user.see::<UserCredentials>()?;
        if login.password.is_none() {
            return not_applicable(NO_PASSWORD);
        }
        let because = "the user has a console password and no MFA device";
        holds_if(login.mfa, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::login;
    let used = || Some(model::iam::LastUse::Never);
    crate::testing::table::<UserCredentials>(&CONTROL)
        .passes("password and MFA", login(used(), true))
        .fails("password without MFA", login(used(), false))
        .exempt("no password", login(None, false))
        .check();
}
