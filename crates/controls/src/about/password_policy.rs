//! The account's password policy: what a control requires of it, and the stronger one it plans.
//!
//! Without a password policy AWS requires eight characters and three of four character types, and
//! neither expiry nor history (IAM User Guide, "Default password policy").
use model::iam::{PasswordPolicy, PasswordRules};
use model::settings::Place;
use model::{Account, Change, Gap, Judged, Resource};

use crate::about::verdicts::holds_unless;

/// Fails where no password policy is set, or with the fault of the one that is.
pub(crate) fn judge(
    account: Resource<Account>,
    fault: impl FnOnce(&PasswordRules) -> Option<String>,
) -> Judged {
    let none =
        || Some("no password policy is set: the default requires only eight characters".into());
    holds_unless(
        account
            .see::<PasswordPolicy>()?
            .as_ref()
            .map_or_else(none, fault),
    )
}

/// The password policy as it is, but for what is made stronger.
pub(crate) fn plan(
    account: Resource<Account>,
    stronger: impl FnOnce(PasswordRules) -> PasswordRules,
) -> Result<Change, Gap> {
    let rules = account.see::<PasswordPolicy>()?;
    let rules = rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT);
    account.change::<PasswordPolicy>(&Some(stronger(rules)))
}

/// A threshold as AWS takes it; its limits are checked where settings are read.
pub(crate) fn number(threshold: Place<i64>) -> i32 {
    i32::try_from(threshold.value).unwrap_or(i32::MAX)
}
