//! The root user's MFA is a hardware device.
//!
//! IAM does not list the root user's devices; it lists virtual ones with whom they are assigned to.
//! So the root user has hardware where MFA is on and none of its devices is virtual: any virtual one
//! lets in whoever has it (AWS Config, `root-account-hardware-mfa-enabled`).
use model::iam::{RootPresence, RootVirtualMfa};
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken, broken_if,
};

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
    if !root.mfa {
        return Ok(broken("the root user has no MFA device"));
    }
    let devices = account.see::<RootVirtualMfa>()?;
    let because = format!(
        "the root user has the virtual MFA device {}",
        devices.join(", ")
    );
    Ok(broken_if(!devices.is_empty(), because))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, RootPresence, RootVirtualMfa};
    use crate::testing::{Given, account_in, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::Summary;

    fn root(mfa: bool, password: bool, devices: &[&str]) -> Given<Account> {
        let devices = devices.iter().map(ToString::to_string);
        given::<Account>()
            .with::<RootPresence>(Summary {
                access_keys: 0,
                certificates: 0,
                mfa,
                password: Some(password),
            })
            .with::<RootVirtualMfa>(devices.collect())
    }

    #[test]
    fn cases() {
        const VIRTUAL: &str = "arn:aws:iam::111122223333:mfa/root-account-mfa-device";
        let denied = Reason::Denied("iam:ListVirtualMFADevices".into());
        let govcloud = account_in("aws-us-gov").with::<RootPresence>(Summary {
            access_keys: 1,
            certificates: 0,
            mfa: false,
            password: Some(false),
        });
        check(
            &CONTROL,
            &[
                passes("hardware", root(true, true, &[])),
                fails("virtual", root(true, true, &[VIRTUAL])),
                fails("none", root(false, true, &[])),
                exempt("in GovCloud", govcloud),
                exempt("removed centrally", root(false, false, &[])),
                gap(
                    "denied",
                    root(true, true, &[]).without::<RootVirtualMfa>(denied),
                ),
            ],
        );
    }
}
