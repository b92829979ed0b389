//! A user with any active credential, access keys included, has MFA.
//!
//! Policies can require MFA for requests that are signed with an access key
//! (`aws:MultiFactorAuthPresent`); a user without a device cannot fulfill that.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::user::{NO_CREDENTIAL, has_no_credential};
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-mfa",
    title: "Users with active credentials have MFA",
    severity: Severity::Medium,
    why: "Long-term credentials leak. Policies can require MFA also for requests that are signed \
          with an access key.",
    fix: Fix::new(
        "aws iam enable-mfa-device --user-name {name} --serial-number \
          arn:{partition}:iam::{account}:mfa/DEVICE --authentication-code1 CODE \
          --authentication-code2 NEXT-CODE",
    ),
    responsibility: IAM_CREDENTIALS.identity("assign an MFA device to every user with credentials"),
    needs: &[UserCredentials::NEED],
    judge: |user, _| {
        let login = user.see::<UserCredentials>()?;
        if has_no_credential(login) {
            return not_applicable(NO_CREDENTIAL);
        }
        let because = "the user has an active credential and no MFA device";
        holds_if(login.mfa, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::{key, login};
    use model::iam::LastUse::Never;
    let with = |password: bool, access_key: bool, mfa| {
        let mut login = login(password.then_some(Never), mfa);
        login.keys[0] = access_key.then(|| key("2026-01-01", Never));
        login
    };
    crate::testing::table::<UserCredentials>(&CONTROL)
        .passes("password and MFA", with(true, false, true))
        .passes("access key and MFA", with(false, true, true))
        .fails("password alone", with(true, false, false))
        .fails("access key alone", with(false, true, false))
        .exempt("no credential", with(false, false, false))
        .check();
}
