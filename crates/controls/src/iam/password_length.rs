//! The password policy asks for at least 14 characters (`iam.password-length`).
//!
//! Without a policy AWS asks for eight (IAM user guide, "Default password policy").
use model::iam::{PasswordPolicy, PasswordRules};
use model::{
    Account, Applicability, Change, Control, Fact, Fix, Gap, Judged, Remedy, Resource, Settings,
    Severity, Undo, broken, broken_if,
};

use crate::about::fixes;
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
            fixes::password_policy(evidence, |rules| PasswordRules {
                length: rules.length.max(14),
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

fn judge(account: Resource<Account>, settings: &Settings) -> Judged {
    let Some(rules) = account.see::<PasswordPolicy>()? else {
        return Ok(broken(super::NO_PASSWORD_POLICY));
    };
    let required = settings.document.iam.password_length.value;
    let because = format!(
        "the minimum password length is {}, not {required}",
        rules.length
    );
    Ok(broken_if(i64::from(rules.length) < required, because))
}

fn plan(account: Resource<Account>, settings: &Settings) -> Result<Change, Gap> {
    let rules = account.see::<PasswordPolicy>()?;
    let rules = rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT);
    account.change::<PasswordPolicy>(&Some(PasswordRules {
        length: super::at_least(settings.document.iam.password_length),
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
                    "fourteen",
                    rules(PasswordRules {
                        length: 14,
                        ..NOTHING
                    }),
                ),
                fails(
                    "thirteen",
                    rules(PasswordRules {
                        length: 13,
                        ..NOTHING
                    }),
                ),
                fails("no policy", given::<Account>().with::<PasswordPolicy>(None)),
                gap("denied", unread),
            ],
        );
    }
}
