//! A user's MFA is a hardware or FIDO2 device.
//!
//! The credential report tells whether MFA is active, and one list all virtual devices: a user with
//! MFA who has none of these has a security key, a passkey or a hardware token. A virtual device
//! beside one lets in whoever has it.
use model::iam::{User, UserCredentials, UserVirtualMfa};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken, broken_if};

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
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let login = user.see::<UserCredentials>()?;
    if !login.mfa {
        let idle = login.password.is_none() && login.active_keys().next().is_none();
        return Ok(match idle {
            true => Verdict::NotApplicable(super::NO_CREDENTIAL),
            false => broken("the user has no MFA device"),
        });
    }
    let devices = user.see::<UserVirtualMfa>()?;
    let because = format!("the user has the virtual MFA device {}", devices.join(", "));
    Ok(broken_if(!devices.is_empty(), because))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserCredentials, UserVirtualMfa};
    use crate::iam::fixtures::login;
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::LastUse;

    fn user(password: bool, mfa: bool, devices: &[&str]) -> Given<User> {
        let devices = devices.iter().map(ToString::to_string);
        let password = password.then_some(LastUse::Never);
        given::<User>()
            .with::<UserCredentials>(login(password, mfa))
            .with::<UserVirtualMfa>(devices.collect())
    }

    #[test]
    fn cases() {
        const VIRTUAL: &str = "arn:aws:iam::111122223333:mfa/ann";
        let denied = Reason::Denied("iam:ListVirtualMFADevices".into());
        check(
            &CONTROL,
            &[
                passes("hardware", user(true, true, &[])),
                fails("virtual", user(true, true, &[VIRTUAL])),
                fails("none", user(true, false, &[])),
                exempt("no credential", user(false, false, &[])),
                gap(
                    "denied",
                    user(true, true, &[]).without::<UserVirtualMfa>(denied),
                ),
            ],
        );
    }
}
