//! The root user has MFA.
//!
//! Where the organisation removed the root user's credentials nobody can sign in as root.
use model::iam::RootPresence;
use model::{Account, Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-mfa",
    title: "The root user has an MFA device",
    severity: Severity::Critical,
    why: "With a password alone, one compromised mailbox or one guessed password gives control of \
          the account: no IAM policy limits the root user.",
    fix: "aws iam enable-mfa-device is not for the root user: sign in as root at \
          https://console.aws.amazon.com/iam/home#/security_credentials and assign a device",
    responsibility: IAM_ROOT
        .identity("remove the root user's credentials, or protect them and do not use them"),
    needs: &[RootPresence::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let root = account.see::<RootPresence>()?;
    if root.has_no_credentials() {
        return Ok(Verdict::NotApplicable(super::NO_ROOT_CREDENTIALS));
    }
    Ok(broken_if(!root.mfa, "the root user has no MFA device"))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, RootPresence};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::Summary;

    fn summary(access_keys: i32, mfa: bool, password: Option<bool>) -> Given<Account> {
        given::<Account>().with::<RootPresence>(Summary {
            access_keys,
            certificates: 0,
            mfa,
            password,
        })
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountSummary".into());
        check(
            &CONTROL,
            &[
                passes("a device", summary(0, true, Some(true))),
                fails("no device", summary(0, false, Some(true))),
                fails(
                    "no device, AWS tells of no password",
                    summary(0, false, None),
                ),
                fails("a key alone", summary(1, false, Some(false))),
                exempt("removed centrally", summary(0, false, Some(false))),
                gap("denied", given::<Account>().without::<RootPresence>(denied)),
            ],
        );
    }
}
