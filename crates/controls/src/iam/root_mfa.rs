//! The root user has MFA.
//!
//! Not applicable where nobody can sign in as root: the organization removed the root user's
//! credentials, or the account is one of AWS GovCloud (US).
use model::iam::RootPresence;
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken_if,
};

use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-mfa",
    title: "The root user has an MFA device",
    severity: Severity::Critical,
    why: "With a password alone, one compromised mailbox or one guessed password gives control of \
          the account: no IAM policy limits the root user.",
    fix: Fix::new(
        "aws iam enable-mfa-device is not for the root user: sign in as root at \
          https://console.aws.amazon.com/iam/home#/security_credentials and assign a device",
    ),
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
    if super::is_govcloud(account) {
        return Ok(Verdict::NotApplicable(super::NO_ROOT_SIGN_IN));
    }
    Ok(broken_if(!root.mfa, "the root user has no MFA device"))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, RootPresence};
    use crate::testing::{Given, account_in, check, exempt, fails, gap, given, passes};
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
        let govcloud = account_in("aws-us-gov").with::<RootPresence>(Summary {
            access_keys: 1,
            certificates: 0,
            mfa: false,
            password: Some(false),
        });
        check(
            &CONTROL,
            &[
                passes("a device", summary(0, true, Some(true))),
                fails("no device", summary(0, false, Some(true))),
                fails("no device, password unknown", summary(0, false, None)),
                fails("a key alone", summary(1, false, Some(false))),
                exempt("in GovCloud", govcloud),
                exempt("removed centrally", summary(0, false, Some(false))),
                gap("denied", given::<Account>().without::<RootPresence>(denied)),
            ],
        );
    }
}
