//! Commands that narrow policies, and that make the password policy stronger.
use model::Evidence;
use model::iam::{PasswordPolicy, PasswordRules};

/// How a customer's policy is narrowed, managed or inline.
pub(crate) const NARROW: &str = "aws iam create-policy-version --policy-arn {arn} --policy-document file://NARROWER.json \
     --set-as-default (an inline policy of a user, group or role: aws iam put-user-policy, put-group-policy or \
     put-role-policy, with --policy-name {name}; the document replaces the former one)";
/// How a trust policy is restricted.
pub(crate) const RESTRICT_TRUST: &str = "aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument > \
     TRUST.json (restrict the statement, then aws iam update-assume-role-policy --role-name {name} \
     --policy-document file://TRUST.json)";

/// The password policy as it is, but for what is made stronger.
pub(crate) fn password_policy(
    evidence: &Evidence,
    stronger: impl FnOnce(PasswordRules) -> PasswordRules,
) -> Option<String> {
    let rules = evidence.value::<PasswordPolicy>()?;
    let rules = stronger(rules.unwrap_or(PasswordRules::NO_LESS_THAN_DEFAULT));
    let number = |count: i32, name: &str| (count > 0).then(|| format!("--{name} {count}"));
    let numbers = [
        number(rules.length, "minimum-password-length"),
        number(rules.remembered, "password-reuse-prevention"),
        number(rules.max_age.unwrap_or_default(), "max-password-age"),
    ];
    let switches = [
        (rules.symbols, "--require-symbols"),
        (rules.numbers, "--require-numbers"),
        (rules.upper_case, "--require-uppercase-characters"),
        (rules.lower_case, "--require-lowercase-characters"),
        (rules.users_may_change, "--allow-users-to-change-password"),
        (rules.hard_expiry, "--hard-expiry"),
    ];
    let on = switches.into_iter().filter(|(on, _)| *on);
    let on = on.map(|(_, name)| name.to_owned());
    let all: Vec<_> = numbers.into_iter().flatten().chain(on).collect();
    Some(format!(
        "aws iam update-account-password-policy {}",
        all.join(" ")
    ))
}
