//! The root user has MFA.
//!
//! Not applicable where nobody can sign in as root: the organization removed the root user's
//! credentials, or the account is one of AWS GovCloud (US).
use model::iam::RootPresence;
use model::{Account, Control, Fact, Fix, Severity, holds_if};

use crate::about::root_user;
use crate::about::verdicts::not_applicable;
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
    judge: |account, _| match root_user::sign_in(account)? {
        Err(why) => not_applicable(why),
        Ok(root) => holds_if(root.mfa, "the root user has no MFA device"),
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::root;
    use crate::testing::{account_in, exempt, table};
    let govcloud = account_in("aws-us-gov").with::<RootPresence>(root(1, false, Some(false)));
    table::<RootPresence>(&CONTROL)
        .passes("a device", root(0, true, Some(true)))
        .fails("no device", root(0, false, Some(true)))
        .fails("no device, password unknown", root(0, false, None))
        .fails("an access key only", root(1, false, Some(false)))
        .and(exempt("in GovCloud", govcloud))
        .exempt("removed centrally", root(0, false, Some(false)))
        .check();
}
