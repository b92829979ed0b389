//! The password policy asks for upper case, lower case, number and symbol.
//!
//! AWS's default asks for three of the four: without a policy this is not met.
use model::iam::{PasswordPolicy, PasswordRules};
use model::{Account, Applicability, Control, Fact, Fix, Remedy, Severity, Undo};

use crate::about::verdicts::joined;
use crate::about::{iam_fixes, password_policy};
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-strength",
    title: "Passwords require uppercase and lowercase letters, numbers and symbols",
    severity: Severity::Medium,
    why: "Passwords that use a single character type are among the first that attackers try.",
    fix: Fix::made(
        "aws iam update-account-password-policy --require-uppercase-characters --require-lowercase-characters --require-numbers --require-symbols \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| iam_fixes::password_policy(evidence, strong),
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge: |account, _| {
        password_policy::judge(account, |rules| {
            let required = [
                (rules.upper_case, "uppercase letters"),
                (rules.lower_case, "lowercase letters"),
                (rules.numbers, "numbers"),
                (rules.symbols, "symbols"),
            ];
            let missing = required.into_iter().filter(|(required, _)| !required);
            let missing = joined(missing.map(|(_, what)| what))?;
            Some(format!("passwords do not require {missing}"))
        })
    },
    remedy: Some(Remedy {
        plan: |account, _| password_policy::plan(account, strong),
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

/// The same, requiring all four character types.
fn strong(rules: PasswordRules) -> PasswordRules {
    PasswordRules {
        upper_case: true,
        lower_case: true,
        numbers: true,
        symbols: true,
        ..rules
    }
}

#[test]
fn cases() {
    const NOTHING: PasswordRules = PasswordRules::NO_REQUIREMENTS;
    crate::testing::table::<PasswordPolicy>(&CONTROL)
        .passes("all four", Some(strong(NOTHING)))
        .fails(
            "no symbols",
            Some(PasswordRules {
                symbols: false,
                ..strong(NOTHING)
            }),
        )
        .fails("no policy", None)
        .check();
}
