//! The password policy asks for at least 14 characters (`iam.password-length`).
//!
//! Without a policy AWS asks for eight (IAM user guide, "Default password policy").
use model::iam::{PasswordPolicy, PasswordRules};
use model::{Account, Applicability, Control, Fact, Fix, Remedy, Severity, Undo};

use crate::about::{iam_fixes, password_policy};
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-length",
    title: "Passwords have at least 14 characters",
    severity: Severity::Medium,
    why: "Every additional character multiplies the number of possible passwords. Short passwords \
          can be guessed by trying all combinations.",
    fix: Fix::made(
        "aws iam update-account-password-policy --minimum-password-length 14 \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| {
            iam_fixes::password_policy(evidence, |rules| at_least(rules.length.max(14), rules))
        },
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge: |account, settings| {
        let required = settings.document.iam.password_length.value;
        password_policy::judge(account, |rules| {
            let length = rules.length;
            (i64::from(length) < required)
                .then(|| format!("the minimum password length is {length}, not {required}"))
        })
    },
    remedy: Some(Remedy {
        plan: |account, settings| {
            let length = password_policy::number(settings.document.iam.password_length);
            password_policy::plan(account, |rules| at_least(length, rules))
        },
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

/// The same, with this minimum length.
fn at_least(length: i32, rules: PasswordRules) -> PasswordRules {
    PasswordRules { length, ..rules }
}

#[test]
fn cases() {
    const NOTHING: PasswordRules = PasswordRules::NO_REQUIREMENTS;
    crate::testing::table::<PasswordPolicy>(&CONTROL)
        .passes("14", Some(at_least(14, NOTHING)))
        .fails("13", Some(at_least(13, NOTHING)))
        .fails("no policy", None)
        .check();
}
