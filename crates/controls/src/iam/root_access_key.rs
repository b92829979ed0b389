//! The root user has no access key.
//!
//! The account summary is current; the credential report may be hours old. Not applicable where the
//! organization removed the root user's credentials.
use model::iam::RootPresence;
use model::{Account, Control, Fact, Fix, Severity, holds_if};

use crate::about::root_user;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-access-key",
    title: "The root user has no access key",
    severity: Severity::Critical,
    why: "An access key of the root user allows everything, and no IAM policy limits it. Anyone who finds \
          it controls the account.",
    fix: Fix::new(
        "aws iam delete-access-key --access-key-id ACCESS-KEY-ID (signed in as the root user; first move to \
         a role whatever uses it)",
    ),
    responsibility: IAM_ROOT
        .identity("remove the root user's credentials, or protect them and do not use them"),
    needs: &[RootPresence::NEED],
    judge: |account, _| {
        let root = account.see::<RootPresence>()?;
        if root.has_no_credentials() {
            return not_applicable(root_user::NO_CREDENTIALS);
        }
        holds_if(root.access_keys == 0, "the root user has an access key")
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::root;
    crate::testing::table::<RootPresence>(&CONTROL)
        .passes("none", root(0, true, Some(true)))
        .passes("none, password unknown", root(0, true, None))
        .fails("one", root(1, true, Some(true)))
        .fails("one, and no password", root(1, false, Some(false)))
        .exempt("removed centrally", root(0, false, Some(false)))
        .check();
}
