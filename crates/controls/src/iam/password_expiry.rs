//! Passwords expire within 90 days (`iam.password-days`).
//!
//! CIS no longer asks for it and NIST advises against; Security Hub still tells of it (IAM.17).
use model::iam::{PasswordPolicy, PasswordRules};
use model::{
    Account, Applicability, Change, Control, Fact, Fix, Gap, Judged, Remedy, Resource, Settings,
    Severity, Undo, broken, broken_if,
};

use crate::about::fixes;
use crate::duties::IAM_PASSWORDS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.password-expiry",
    title: "Passwords expire within 90 days",
    severity: Severity::Low,
    why: "A password that was stolen unnoticed remains valid until it is changed.",
    fix: Fix::made(
        "aws iam update-account-password-policy --max-password-age 90 \
         (replaces the password policy: settings that are left out return to their defaults)",
        |evidence| {
            fixes::password_policy(evidence, |rules| PasswordRules {
                max_age: Some(90),
                ..rules
            })
        },
    ),
    responsibility: IAM_PASSWORDS.identity("configure the account's password policy"),
    needs: &[PasswordPolicy::NEED],
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

fn judge(account: Resource<Account>, settings: &Settings) -> Judged {
    let Some(rules) = account.see::<PasswordPolicy>()? else {
        return Ok(broken(super::NO_PASSWORD_POLICY));
    };
    let required = settings.document.iam.password_days.value;
    Ok(match rules.max_age {
        None => broken("passwords do not expire"),
        Some(days) => broken_if(
            i64::from(days) > required,
            format!("passwords expire after {days} days, not {required}"),
        ),
    })
}

fn plan(account: Resource<Account>, settings: &Settings) -> Result<Change, Gap> {
    let rules = account.see::<PasswordPolicy>()?;
    let rules = rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT);
    account.change::<PasswordPolicy>(&Some(PasswordRules {
        max_age: Some(super::at_least(settings.document.iam.password_days)),
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
                    "ninety",
                    rules(PasswordRules {
                        max_age: Some(90),
                        ..NOTHING
                    }),
                ),
                fails(
                    "a year",
                    rules(PasswordRules {
                        max_age: Some(365),
                        ..NOTHING
                    }),
                ),
                fails("never", rules(NOTHING)),
                fails("no policy", given::<Account>().with::<PasswordPolicy>(None)),
                gap("denied", unread),
            ],
        );
    }
}
