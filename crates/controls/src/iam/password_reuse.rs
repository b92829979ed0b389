//! The password policy remembers 24 passwords (`iam.password-reuse`): the most that IAM can.
//!
//! Without a policy every former password may come back.
use model::iam::{PasswordPolicy, PasswordRules};
use model::{
    Account, Applicability, Change, Control, Fact, Fix, Gap, Judged, Remedy, Resource, Settings,
    Severity, Undo, broken, broken_if,
};

use crate::about::fixes;
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
        |evidence| {
            fixes::password_policy(evidence, |rules| PasswordRules {
                remembered: 24,
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
    let required = settings.document.iam.password_reuse.value;
    let because = format!(
        "the last {} passwords cannot be reused, not {required}",
        rules.remembered
    );
    Ok(broken_if(i64::from(rules.remembered) < required, because))
}

fn plan(account: Resource<Account>, settings: &Settings) -> Result<Change, Gap> {
    let rules = account.see::<PasswordPolicy>()?;
    let rules = rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT);
    account.change::<PasswordPolicy>(&Some(PasswordRules {
        remembered: super::at_least(settings.document.iam.password_reuse),
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
                    "twenty-four",
                    rules(PasswordRules {
                        remembered: 24,
                        ..NOTHING
                    }),
                ),
                fails(
                    "five",
                    rules(PasswordRules {
                        remembered: 5,
                        ..NOTHING
                    }),
                ),
                fails("no policy", given::<Account>().with::<PasswordPolicy>(None)),
                gap("denied", unread),
            ],
        );
    }
}
