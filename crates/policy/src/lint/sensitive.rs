//! Conditions on keys that close less than they seem to: keys that the caller writes, wildcards
//! where none belongs, a key that needs another beside it.
//!
//! AWS: IAM User Guide, "IAM policy validation check reference" and "AWS global condition context
//! keys", sensitive condition keys.

use super::{Place, Subject};
use crate::budget::Budget;
use crate::diagnostic::Remarks;
use crate::document::{Condition, Effect};
use crate::glob::{Colons, Pattern, Syntax};
use crate::json::Position;
use crate::operator::Test;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    let variables = subject.document.has_variables();
    subject.each(remarks, |place, remarks| {
        for (index, condition) in place.statement.conditions.iter().enumerate() {
            let (key, at) = (condition.key.to_ascii_lowercase(), place.condition(index));
            if condition.operator.test == Test::Null {
                continue;
            }
            wildcards(&key, condition, at, remarks);
            if variables {
                callers_variables(&key, condition, at, remarks);
            }
            spoofable(&key, condition, at, remarks);
            beside(&key, condition, place, at, remarks);
            prefix(&key, condition, place, at, remarks);
        }
    });
}

/// Keys whose value is one id. AWS: "sensitive condition keys".
const SENSITIVE: [&str; 10] = [
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:vpceaccount",
    "aws:vpceorgid",
];

const GITHUB_SUBJECT: &str = "token.actions.githubusercontent.com:sub";

/// AWS: checks "Wildcard usage too permissive".
fn wildcards(key: &str, condition: &Condition, at: Position, remarks: &mut Remarks) {
    if !matches!(condition.operator.test, Test::TextLike | Test::Arn) {
        return;
    }
    let wild = |text: &str| text.contains(['*', '?']);
    // What stands in a policy variable is no wildcard.
    let written = |value: &str| value.replace("${*}", "").replace("${?}", "");
    let remedy = match key {
        "aws:userid" => "name the id before the colon, as `AROAEXAMPLE:*`",
        GITHUB_SUBJECT => "name the organisation and the repository before it",
        key if SENSITIVE.contains(&key) => "write the id in full",
        _ => return,
    };
    let too_wide = |value: &&String| {
        let value = written(value);
        match key {
            "aws:userid" => {
                let (id, session) = value
                    .split_once(':')
                    .map_or((&*value, None), |(id, at)| (id, Some(at)));
                wild(id) && !(id == "*" && session.is_some())
            }
            // Six characters before the wildcard are asked for, and `repo:` is five.
            GITHUB_SUBJECT => value.find(['*', '?']).is_some_and(|at| at < 6),
            _ => wild(&value),
        }
    };
    if let Some(value) = condition.values.iter().find(too_wide) {
        let message = format!(
            "`{value}`: a wildcard there lets others in than those meant by `{}`",
            condition.key
        );
        remarks.error("key-wildcard", at, message, remedy);
    }
}

/// A variable that the caller's own administrator sets makes a sensitive key say nothing. That an
/// account or organisation is compared with another does not.
/// AWS: check "Variable usage too permissive".
fn callers_variables(key: &str, condition: &Condition, at: Position, remarks: &mut Remarks) {
    if !SENSITIVE.contains(&key) {
        return;
    }
    let open = |value: &&String| {
        let pattern = Pattern::new(
            value,
            Syntax {
                wildcards: true,
                variables: true,
            },
            Colons::Plain,
        );
        pattern
            .variables()
            .any(|variable| !SENSITIVE.contains(&variable.key.as_str()))
    };
    if let Some(value) = condition.values.iter().find(open) {
        let message = format!(
            "`{value}`: the variable can come to any `{}`",
            condition.key
        );
        remarks.error("key-variable", at, message, "write the id in full");
    }
}

/// AWS: check "Untrustworthy condition key"; the global keys `aws:Referer` and `aws:UserAgent`.
fn spoofable(key: &str, condition: &Condition, at: Position, remarks: &mut Remarks) {
    if matches!(key, "aws:referer" | "aws:useragent") {
        let message = format!("the caller writes `{}` as it likes", condition.key);
        let remedy = "use a key that AWS sets, such as aws:PrincipalArn or aws:SourceVpce";
        remarks.warning("spoofable-key", at, message, remedy);
    }
}

/// Keys that close only together with another.
/// AWS: checks `MISSING_PAIRED_CONDITION_KEYS` and `DYNAMODB_ATTRIBUTES_WITHOUT_SELECT`.
fn beside(
    key: &str,
    condition: &Condition,
    place: &Place<'_>,
    at: Position,
    remarks: &mut Remarks,
) {
    let conditions = &place.statement.conditions;
    let has = |keys: &[&str]| {
        conditions
            .iter()
            .any(|other| keys.iter().any(|key| other.key.eq_ignore_ascii_case(key)))
    };
    if key == "aws:vpcsourceip" && !has(&["aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"]) {
        let message = format!(
            "`{}` without its VPC: every VPC can have that address",
            condition.key
        );
        remarks.warning(
            "address-without-vpc",
            at,
            message,
            "add a condition on aws:SourceVpc",
        );
    }
    let selects = |other: &Condition| {
        other.key.eq_ignore_ascii_case("dynamodb:Select") && other.values == ["SPECIFIC_ATTRIBUTES"]
    };
    let allows = place.statement.effect == Effect::Allow;
    if key == "dynamodb:attributes" && allows && !conditions.iter().any(selects) {
        let message = "a request that names no attributes gets all of them".to_owned();
        let remedy =
            "add `\"StringEqualsIfExists\": {\"dynamodb:Select\": \"SPECIFIC_ATTRIBUTES\"}`";
        remarks.warning("attributes-without-select", at, message, remedy);
    }
}

/// AWS: check "S3 prefix in negative context".
fn prefix(
    key: &str,
    condition: &Condition,
    place: &Place<'_>,
    at: Position,
    remarks: &mut Remarks,
) {
    let negative = condition.operator.negated == (place.statement.effect == Effect::Allow);
    if key == "s3:prefix" && negative && condition.operator.test.is_text() {
        let message = "a request with a shorter prefix lists those objects all the same".to_owned();
        let remedy =
            "allow with StringLike, or deny with StringNotLike, the prefixes that may be listed";
        remarks.warning("prefix-in-negative", at, message, remedy);
    }
}
