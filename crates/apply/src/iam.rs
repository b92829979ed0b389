//! Writes of who may sign in with what: the account's password policy, and access keys.
#[cfg(test)]
mod tests;

use aws_sdk_iam::types::StatusType;
use collect::iam::client;
use collect::{Aws, Fault};
use model::iam::{Key, KeyState, PasswordPolicy, PasswordRules};

use crate::writer::{At, Reach, Write};

/// Whether nothing that one policy refuses is taken by another. Where none is configured, AWS requires
/// eight characters of any three sorts (IAM user guide, "Default password policy").
fn is_at_least_as_strict(from: Option<PasswordRules>, to: Option<PasswordRules>) -> bool {
    let default = PasswordRules::NO_LESS_THAN_DEFAULT;
    let sorts = |rules: &PasswordRules| {
        [
            rules.upper_case,
            rules.lower_case,
            rules.numbers,
            rules.symbols,
        ]
    };
    let days = |rules: &PasswordRules| rules.max_age.unwrap_or(i32::MAX);
    match (from, to) {
        (None, None) => true,
        (Some(_), None) => false,
        (None, Some(to)) => {
            let required = sorts(&to).into_iter().filter(|required| *required).count();
            to.length >= default.length && required >= 3 && !to.users_may_change
        }
        (Some(from), Some(to)) => {
            let mut each = sorts(&from).into_iter().zip(sorts(&to));
            to.length >= from.length
                && to.remembered >= from.remembered
                && days(&to) <= days(&from)
                && each.all(|(before, after)| after || !before)
                && to.users_may_change == from.users_may_change
                && (to.hard_expiry || !from.hard_expiry)
        }
    }
}

impl Write for PasswordPolicy {
    const REACH: Reach = Reach::Switches("the account's password policy could be lowered again");

    fn granted_on(_: &At) -> &'static str {
        "*"
    }

    fn strengthens(from: &Option<PasswordRules>, to: &Option<PasswordRules>) -> bool {
        is_at_least_as_strict(*from, *to)
    }

    fn command(_: &At, to: &Option<PasswordRules>) -> String {
        let Some(rules) = to else {
            return "aws iam delete-account-password-policy".into();
        };
        let some = |count: i32, name: &str| (count > 0).then(|| format!("{name} {count}"));
        let numbers = [
            some(rules.length, "minimum-password-length"),
            some(rules.remembered, "password-reuse-prevention"),
            some(rules.max_age.unwrap_or_default(), "max-password-age"),
        ];
        let switches = [
            (rules.symbols, "require-symbols"),
            (rules.numbers, "require-numbers"),
            (rules.upper_case, "require-uppercase-characters"),
            (rules.lower_case, "require-lowercase-characters"),
            (rules.users_may_change, "allow-users-to-change-password"),
            (rules.hard_expiry, "hard-expiry"),
        ];
        let on = switches.into_iter().filter(|(on, _)| *on);
        let on = on.map(|(_, name)| name.to_owned());
        let all: Vec<_> = numbers.into_iter().flatten().chain(on).collect();
        format!(
            "aws iam update-account-password-policy --{}",
            all.join(" --")
        )
    }

    /// What is left out goes back to its default: so all is said.
    async fn write(aws: &Aws, _: &At, to: &Option<PasswordRules>) -> Result<(), Fault> {
        let Some(rules) = to else {
            client(aws).delete_account_password_policy().send().await?;
            return Ok(());
        };
        let request = client(aws)
            .update_account_password_policy()
            .minimum_password_length(rules.length)
            .set_password_reuse_prevention((rules.remembered > 0).then_some(rules.remembered))
            .set_max_password_age(rules.max_age)
            .require_symbols(rules.symbols)
            .require_numbers(rules.numbers)
            .require_uppercase_characters(rules.upper_case)
            .require_lowercase_characters(rules.lower_case)
            .allow_users_to_change_password(rules.users_may_change)
            .hard_expiry(rules.hard_expiry);
        request.send().await?;
        Ok(())
    }
}

/// The name of the user whose key it is: `alice` of `arn:aws:iam::1:user/path/alice#AKIAIOSFODNN7EXAMPLE`.
fn owner(at: &At) -> &str {
    at.name().split('#').next().unwrap_or_default()
}

fn status(key: &Key) -> StatusType {
    match key.active {
        true => StatusType::Active,
        false => StatusType::Inactive,
    }
}

impl Write for KeyState {
    const REACH: Reach = Reach::Switches("an access key that was turned off could be on again");

    fn strengthens(from: &Key, to: &Key) -> bool {
        from.id.is_some() && from.id == to.id && (from.active || !to.active)
    }

    fn impossible(to: &Key) -> Option<String> {
        let unnamed = to.id.is_none();
        unnamed.then(|| "the access key's id is not known: look at its user alone".into())
    }

    fn command(at: &At, to: &Key) -> String {
        format!(
            "aws iam update-access-key --user-name {} --access-key-id {} --status {}",
            owner(at),
            to.id.as_deref().unwrap_or("ACCESS-KEY-ID"),
            status(to)
        )
    }

    async fn write(aws: &Aws, at: &At, to: &Key) -> Result<(), Fault> {
        let request = client(aws).update_access_key().user_name(owner(at));
        let request = request.set_access_key_id(to.id.clone()).status(status(to));
        request.send().await?;
        Ok(())
    }
}
