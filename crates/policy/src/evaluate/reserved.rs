//! What AWS keeps to itself, whatever policies allow.

use crate::arn::Arn;

/// Prefixes of actions that only look.
const READS: [&str; 4] = ["iam:get", "iam:list", "iam:generate", "iam:simulate"];

/// Changes that only the linked service may make to its role: those that the IAM API Reference
/// lists with the error `UnmodifiableEntity`, but for the description, which stays editable.
const OF_THE_SERVICE: [&str; 8] = [
    "iam:attachrolepolicy",
    "iam:deleterole",
    "iam:deleterolepermissionsboundary",
    "iam:deleterolepolicy",
    "iam:detachrolepolicy",
    "iam:putrolepermissionsboundary",
    "iam:putrolepolicy",
    "iam:updateassumerolepolicy",
];

/// Why AWS refuses an action (in lower case) on a resource, where it does.
#[must_use]
pub fn refusal(action: &str, resource: &str) -> Option<&'static str> {
    let arn = Arn::parse(resource)?;
    let reads = READS.iter().any(|prefix| action.starts_with(prefix));
    match arn.service {
        "iam" if action.starts_with("iam:") && !reads => of_iam(action, &arn),
        // KMS Developer Guide, "Aliases": "You cannot create, update or delete an alias that
        // begins with alias/aws/".
        "kms" if arn.resource.starts_with("alias/aws/") => match action {
            "kms:createalias" | "kms:updatealias" | "kms:deletealias" => {
                Some("aliases under `aws/` are AWS's own")
            }
            _ => None,
        },
        _ => None,
    }
}

fn of_iam(action: &str, arn: &Arn<'_>) -> Option<&'static str> {
    if arn.account == "aws" && arn.resource.starts_with("policy/") {
        return Some("AWS managed policies are AWS's own");
    }
    if arn.resource.starts_with("role/aws-reserved/") {
        // IAM Identity Center User Guide, "Permission sets": its roles change only through it.
        return Some("roles under `aws-reserved/` change only through the service that made them");
    }
    if arn.resource.starts_with("role/aws-service-role/") && OF_THE_SERVICE.contains(&action) {
        return Some("a service-linked role changes only through its service");
    }
    None
}
