//! The password policy asks for upper case, lower case, number and symbol.
//!
//! AWS's default asks for three of the four: without a policy this is not met.
use model::iam::{PasswordPolicy, PasswordRules};
use model::{
    Account, Applicability, Change, Control, Fact, Fix, Gap, Judged, Remedy, Resource, Settings,
    Severity, Undo, broken, broken_if,
};

use crate::about::fixes;
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-strength",
    title: "Passwords require uppercase and lowercase letters, numbers and symbols",
    severity: Severity::Medium,
    why: "Passwords that use a single character type are among the first that attackers try.",
    fix: Fix::made(
        "aws iam update-account-password-policy --require-uppercase-characters --require-lowercase-characters --require-numbers --require-symbols \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| {
            fixes::password_policy(evidence, |rules| PasswordRules {
                upper_case: true,
                lower_case: true,
                numbers: true,
                symbols: true,
                ..rules
            })
        },
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Safe,
        undo: Undo::Exact,
    }),
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let Some(rules) = account.see::<PasswordPolicy>()? else {
        return Ok(broken(super::NO_PASSWORD_POLICY));
    };
    let required = [
        (rules.upper_case, "upper case"),
        (rules.lower_case, "lower case"),
        (rules.numbers, "numbers"),
        (rules.symbols, "symbols"),
    ];
    let missing = required.into_iter().filter(|(required, _)| !required);
    let missing: Vec<_> = missing.map(|(_, what)| what).collect();
    let because = format!("not required: {}", missing.join(", "));
    Ok(broken_if(!missing.is_empty(), because))
}

fn plan(account: Resource<Account>, _: &Settings) -> Result<Change, Gap> {
    let rules = account.see::<PasswordPolicy>()?;
    let rules = rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT);
    account.change::<PasswordPolicy>(&Some(PasswordRules {
        upper_case: true,
        lower_case: true,
        numbers: true,
        symbols: true,
        ..rules
    }))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, PasswordPolicy, PasswordRules};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn rules(rules: PasswordRules) -> Given<Account> {
        given::<Account>().with::<PasswordPolicy>(Some(rules))
    }

    #[test]
    fn cases() {
        const NOTHING: PasswordRules = PasswordRules::NO_REQUIREMENTS;
        let denied = Reason::Denied("iam:GetAccountPasswordPolicy".into());
        let unread = given::<Account>().without::<PasswordPolicy>(denied);
        check(
            &CONTROL,
            &[
                passes(
                    "all four",
                    rules(PasswordRules {
                        upper_case: true,
                        lower_case: true,
                        numbers: true,
                        symbols: true,
                        ..NOTHING
                    }),
                ),
                fails(
                    "no symbols",
                    rules(PasswordRules {
                        upper_case: true,
                        lower_case: true,
                        numbers: true,
                        ..NOTHING
                    }),
                ),
                fails("no policy", given::<Account>().with::<PasswordPolicy>(None)),
                gap("denied", unread),
            ],
        );
    }
}
