//! Condition keys and values by their form: ids, Booleans, keys without a service or a tag.
//!
//! AWS: "IAM policy validation check reference".

use super::arns::is_region;
use super::{Place, Subject};
use crate::arn::{Arn, is_account_id};
use crate::budget::Budget;
use crate::diagnostic::Remarks;
use crate::document::{Condition, Effect};
use crate::json::Position;
use crate::operator::Test;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    subject.each(remarks, |place, remarks| {
        for (index, condition) in place.statement.conditions.iter().enumerate() {
            let at = place.condition(index);
            key(condition, at, remarks);
            same_key(condition, index, place, remarks);
            booleans(condition, at, remarks);
            ids(condition, at, remarks);
            paired(condition, place, at, remarks);
        }
    });
}

/// Keys that name a tag after a slash.
const TAG_KEYS: [&str; 4] = [
    "aws:requesttag",
    "aws:resourcetag",
    "aws:principaltag",
    "iam:resourcetag",
];

fn key(condition: &Condition, at: Position, remarks: &mut Remarks) {
    let key = condition.key.to_ascii_lowercase();
    if !key.contains(':') {
        let message = format!("`{}` is not of the form `service:key`", condition.key);
        remarks.error(
            "key-form",
            at,
            message,
            "put the service before it, as `aws:SourceIp`",
        );
    } else if TAG_KEYS.contains(&key.trim_end_matches('/')) {
        let message = format!("`{}` names no tag", condition.key);
        let remedy = format!(
            "write the key of the tag after it, as `{}/team`",
            condition.key.trim_end_matches('/')
        );
        remarks.error("tag-key", at, message, &remedy);
    }
}

fn same_key(condition: &Condition, index: usize, place: &Place<'_>, remarks: &mut Remarks) {
    let before = place.statement.conditions.iter().take(index);
    let mut same = before.filter(|other| {
        other.operator == condition.operator
            && other.key != condition.key
            && other.key.eq_ignore_ascii_case(&condition.key)
    });
    if let Some(other) = same.next() {
        let message = format!("`{}` and `{}` are one key", other.key, condition.key);
        remarks.error(
            "duplicate-key",
            place.condition(index),
            message,
            "put all values under one key",
        );
    }
}

fn booleans(condition: &Condition, at: Position, remarks: &mut Remarks) {
    let operator = &condition.operator;
    if matches!(operator.test, Test::Bool | Test::Null) && condition.values.len() > 1 {
        let message = format!(
            "`{}` is compared with several Boolean values",
            condition.key
        );
        remarks.error("several-booleans", at, message, "write `true` or `false`");
    }
    if operator.test == Test::Null && operator.if_exists {
        let message = "`Null` with `IfExists` asks whether a key is there if it is there".into();
        remarks.error("null-if-exists", at, message, "write `Null`");
    }
}

/// Keys whose values are account IDs.
const ACCOUNT_KEYS: [&str; 8] = [
    "aws:principalaccount",
    "aws:resourceaccount",
    "aws:sourceaccount",
    "aws:sourceowner",
    "aws:vpceaccount",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:resourceaccount",
];

/// Keys whose values are organization IDs.
const ORGANISATION_KEYS: [&str; 4] = [
    "aws:principalorgid",
    "aws:resourceorgid",
    "aws:sourceorgid",
    "aws:vpceorgid",
];

fn ids(condition: &Condition, at: Position, remarks: &mut Remarks) {
    let open = |value: &str| value.contains(['*', '?', '$']);
    for value in condition.values.iter().filter(|value| !open(value)) {
        let (fits, form, id) = match condition.key.to_ascii_lowercase().as_str() {
            "aws:sourcevpc" => (
                is_id(value, "vpc-"),
                "a VPC ID, as `vpc-0123456789abcdef0`",
                "id-form",
            ),
            "aws:sourcevpce" => (
                is_id(value, "vpce-"),
                "a VPC endpoint ID, as `vpce-0123456789abcdef0`",
                "id-form",
            ),
            "s3:x-amz-server-side-encryption-aws-kms-key-id" => {
                let is_key =
                    |arn: Arn<'_>| arn.service == "kms" && arn.resource.starts_with("key/");
                (
                    Arn::parse(value).is_some_and(is_key),
                    "the ARN of a KMS key",
                    "id-form",
                )
            }
            key if ACCOUNT_KEYS.contains(&key) => (
                is_account_id(value),
                "an account ID, as `111122223333`",
                "id-form",
            ),
            key if ORGANISATION_KEYS.contains(&key) => (
                is_id(value, "o-"),
                "an organization ID, as `o-exampleorgid`",
                "id-form",
            ),
            "aws:requestedregion" => (is_region(value), "a Region, as `us-east-1`", "region-value"),
            _ => continue,
        };
        if !fits && condition.operator.test != Test::Null {
            let message = format!("`{value}` is not {form}");
            remarks.error(id, at, message, "correct the value");
        }
    }
}

fn is_id(value: &str, prefix: &str) -> bool {
    let rest = value.strip_prefix(prefix);
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The ARN of a bucket tells no account, so that another account's bucket of the same name passes
/// once the bucket is deleted. AWS: check "Missing paired condition keys".
fn paired(condition: &Condition, place: &Place<'_>, at: Position, remarks: &mut Remarks) {
    let negated = condition.operator.negated == (place.statement.effect == Effect::Allow);
    if !condition.key.eq_ignore_ascii_case("aws:SourceArn") || negated {
        return;
    }
    let without = |value: &&String| {
        Arn::parse(value).is_some_and(|arn| arn.account.is_empty() || arn.account.contains('*'))
    };
    let account = ["aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];
    let paired = place.statement.conditions.iter().any(|other| {
        account
            .iter()
            .any(|key| other.key.eq_ignore_ascii_case(key))
    });
    if let Some(value) = condition.values.iter().find(without).filter(|_| !paired) {
        let message =
            format!("`{value}` tells no account, so that anyone's resource of that name passes");
        remarks.warning(
            "source-arn-alone",
            at,
            message,
            "add a condition on aws:SourceAccount",
        );
    }
}
