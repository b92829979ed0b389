//! The root user's MFA is a hardware device.
//!
//! IAM does not list the root user's devices; it lists virtual ones with whom they are assigned to.
//! So the root user has hardware where MFA is on and none of its devices is virtual: any virtual one
//! lets in whoever has it (AWS Config, `root-account-hardware-mfa-enabled`).
use model::iam::{RootPresence, RootVirtualMfa};
use model::{Account, Control, Fact, Fix, Severity};

use crate::about::root_user;
use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-hardware-mfa",
    title: "The root user has a hardware MFA device",
    severity: Severity::Critical,
    why: "The secret of a virtual MFA device can be copied, backed up to a cloud service, or \
          stolen with the phone. A hardware device cannot be copied.",
    fix: Fix::new(
        "aws iam enable-mfa-device is not for the root user: sign in as root at \
          https://console.aws.amazon.com/iam/home#/security_credentials, assign a security key, \
          and remove the virtual device",
    ),
    responsibility: IAM_ROOT
        .identity("remove the root user's credentials, or protect them and do not use them"),
    needs: &[RootPresence::NEED, RootVirtualMfa::NEED],
    judge: |account, _| match root_user::sign_in(account)? {
        Err(why) => not_applicable(why),
        Ok(root) if !root.mfa => holds_unless(Some("the root user has no MFA device")),
        Ok(_) => {
            let devices = joined(account.see::<RootVirtualMfa>()?);
            let because = |arns| format!("the root user has the virtual MFA device {arns}");
            holds_unless(devices.map(because))
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials;
    use crate::testing::{account_in, exempt, given, table_of};

    let root = |(mfa, password, devices): (bool, bool, &[&str])| {
        given::<Account>()
            .with::<RootPresence>(credentials::root(0, mfa, Some(password)))
            .with::<RootVirtualMfa>(devices.iter().map(ToString::to_string).collect())
    };
    let key = credentials::root(1, false, Some(false));
    let govcloud = account_in("aws-us-gov").with::<RootPresence>(key);
    table_of(&CONTROL, root)
        .passes("hardware", (true, true, &[]))
        .fails(
            "virtual",
            (
                true,
                true,
                &["arn:aws:iam::111122223333:mfa/root-account-mfa-device"],
            ),
        )
        .fails("none", (false, true, &[]))
        .and(exempt("in GovCloud", govcloud))
        .exempt("removed centrally", (false, false, &[]))
        .unread::<RootVirtualMfa>((true, true, &[]))
        .check();
}
