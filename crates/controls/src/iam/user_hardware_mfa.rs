//! A user's MFA is a hardware or FIDO2 device.
//!
//! The credential report tells whether MFA is active, and one list all virtual devices: a user with
//! MFA who has none of these has a security key, a passkey or a hardware token. A virtual device
//! beside one lets in whoever has it.
use model::iam::{User, UserCredentials, UserVirtualMfa};
use model::{Control, Fact, Fix, Severity};

use crate::about::user::{NO_CREDENTIAL, has_no_credential};
use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-hardware-mfa",
    title: "Users have a hardware or FIDO2 MFA device",
    severity: Severity::Low,
    why: "A code of an authenticator app can be entered on a phishing page. A FIDO2 security key \
          authenticates only to the genuine site.",
    fix: Fix::new(
        "aws iam enable-mfa-device --user-name {name} --serial-number SERIAL-OF-HARDWARE-DEVICE \
          --authentication-code1 CODE --authentication-code2 NEXT-CODE",
    ),
    responsibility: IAM_CREDENTIALS.identity("assign security keys or passkeys to users"),
    needs: &[UserCredentials::NEED, UserVirtualMfa::NEED],
    judge: |user, _| {
        let login = user.see::<UserCredentials>()?;
        if !login.mfa && has_no_credential(login) {
            return not_applicable(NO_CREDENTIAL);
        }
        if !login.mfa {
            return holds_unless(Some("the user has no MFA device"));
        }
        let devices = joined(user.see::<UserVirtualMfa>()?);
        holds_unless(devices.map(|arns| format!("the user has the virtual MFA device {arns}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::login;
    use crate::testing::{given, table_of};

    let user = |(password, mfa, devices): (bool, bool, &[&str])| {
        let password = password.then_some(model::iam::LastUse::Never);
        given::<User>()
            .with::<UserCredentials>(login(password, mfa))
            .with::<UserVirtualMfa>(devices.iter().map(ToString::to_string).collect())
    };
    table_of(&CONTROL, user)
        .passes("hardware", (true, true, &[]))
        .fails(
            "virtual",
            (true, true, &["arn:aws:iam::111122223333:mfa/ann"]),
        )
        .fails("none", (true, false, &[]))
        .exempt("no credential", (false, false, &[]))
        .unread::<UserVirtualMfa>((true, true, &[]))
        .check();
}
