//! The password policy remembers 24 passwords (`iam.password-reuse`): the most that IAM can.
//!
//! Without a policy every former password may come back.
use model::iam::{PasswordPolicy, PasswordRules};
use model::{Account, Applicability, Control, Fact, Fix, Remedy, Severity, Undo};

use crate::about::{iam_fixes, password_policy};
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-reuse",
    title: "The last 24 passwords cannot be reused",
    severity: Severity::Low,
    why: "A user who returns to a former password also brings back every compromise of that \
          password.",
    fix: Fix::made(
        "aws iam update-account-password-policy --password-reuse-prevention 24 \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| iam_fixes::password_policy(evidence, |rules| remembering(24, rules)),
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge: |account, settings| {
        let required = settings.document.iam.password_reuse.value;
        password_policy::judge(account, |rules| {
            let last = rules.remembered;
            (i64::from(last) < required)
                .then(|| format!("the last {last} passwords cannot be reused, not {required}"))
        })
    },
    remedy: Some(Remedy {
        plan: |account, settings| {
            let last = password_policy::number(settings.document.iam.password_reuse);
            password_policy::plan(account, |rules| remembering(last, rules))
        },
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

/// The same, remembering so many passwords.
fn remembering(remembered: i32, rules: PasswordRules) -> PasswordRules {
    PasswordRules {
        remembered,
        ..rules
    }
}

#[test]
fn cases() {
    const NOTHING: PasswordRules = PasswordRules::NO_REQUIREMENTS;
    crate::testing::table::<PasswordPolicy>(&CONTROL)
        .passes("24", Some(remembering(24, NOTHING)))
        .fails("5", Some(remembering(5, NOTHING)))
        .fails("no policy", None)
        .check();
}
