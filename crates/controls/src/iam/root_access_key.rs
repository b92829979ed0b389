//! The root user has no access key.
//!
//! The account summary tells it at this moment; the credential report may be hours old. Where the
//! organisation removed the root user's credentials there is nothing to ask.
use model::iam::RootPresence;
use model::{Account, Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-access-key",
    title: "The root user has no access key",
    severity: Severity::Critical,
    why: "An access key of the root user allows everything, and no IAM policy limits it. Anyone \
          who finds it controls the account.",
    fix: "aws iam delete-access-key --access-key-id ACCESS-KEY-ID (signed in as the root user; \
          first move to a role whatever uses it)",
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
    Ok(broken_if(
        root.access_keys > 0,
        "the root user has an access key",
    ))
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
                passes("none", summary(0, true, Some(true))),
                passes("none, AWS tells of no password", summary(0, true, None)),
                fails("one", summary(1, true, Some(true))),
                fails("one, and no password", summary(1, false, Some(false))),
                exempt("removed centrally", summary(0, false, Some(false))),
                gap("denied", given::<Account>().without::<RootPresence>(denied)),
            ],
        );
    }
}
