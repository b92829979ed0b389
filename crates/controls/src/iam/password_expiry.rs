//! Passwords expire within 90 days (`iam.password-days`).
//!
//! CIS no longer asks for it and NIST advises against; Security Hub still tells of it (IAM.17).
use model::iam::{PasswordPolicy, PasswordRules};
use model::{Account, Applicability, Control, Fact, Fix, Remedy, Severity, Undo};

use crate::about::{iam_fixes, password_policy};
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-expiry",
    title: "Passwords expire within 90 days",
    severity: Severity::Low,
    why: "A password that was stolen unnoticed remains valid until it is changed.",
    fix: Fix::made(
        "aws iam update-account-password-policy --max-password-age 90 \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| iam_fixes::password_policy(evidence, |rules| expiring(90, rules)),
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge: |account, settings| {
        let required = settings.document.iam.password_days.value;
        password_policy::judge(account, |rules| match rules.max_age {
            None => Some("passwords do not expire".into()),
            Some(days) if i64::from(days) <= required => None,
            Some(days) => Some(format!(
                "passwords expire after {days} days, not {required}"
            )),
        })
    },
    remedy: Some(Remedy {
        plan: |account, settings| {
            let days = password_policy::number(settings.document.iam.password_days);
            password_policy::plan(account, |rules| expiring(days, rules))
        },
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

/// The same, expiring after so many days.
fn expiring(days: i32, rules: PasswordRules) -> PasswordRules {
    PasswordRules {
        max_age: Some(days),
        ..rules
    }
}

#[test]
fn cases() {
    const NOTHING: PasswordRules = PasswordRules::NO_REQUIREMENTS;
    crate::testing::table::<PasswordPolicy>(&CONTROL)
        .passes("90 days", Some(expiring(90, NOTHING)))
        .fails("a year", Some(expiring(365, NOTHING)))
        .fails("never", Some(NOTHING))
        .fails("no policy", None)
        .check();
}
