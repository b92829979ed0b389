//! Operators and values: whether they suit the key they are used with.

use super::Subject;
use crate::budget::Budget;
use crate::catalogue::{ConditionKey, ValueType, condition_key};
use crate::compiled::Operand;
use crate::diagnostic::Remarks;
use crate::document::Condition;
use crate::json::Position;
use crate::operator::Test;
use crate::value::IpRange;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    let variables = subject.document.has_variables();
    subject.each(remarks, |place, remarks| {
        for (index, condition) in place.statement.conditions.iter().enumerate() {
            let at = place.condition(index);
            if let Ok(key) = condition_key(&condition.key) {
                suits(condition, key, at, remarks);
                quantified(condition, key, at, remarks);
            }
            audience(condition, at, remarks);
            values(condition, variables, at, remarks);
        }
    });
}

/// AWS: IAM User Guide, "Condition operators": each compares values of one type.
fn suits(condition: &Condition, key: ConditionKey, at: Position, remarks: &mut Remarks) {
    let holds = key.value_type();
    // AWS: check "String like operator with ARN condition keys".
    if condition.operator.test == Test::TextLike && holds == ValueType::Arn {
        let message = format!(
            "the wildcards of `{}` reach over the segments of an ARN",
            condition.operator
        );
        let remedy = if condition.operator.negated {
            "use ArnNotLike"
        } else {
            "use ArnLike"
        };
        remarks.warning("string-operator-on-arn", at, message, remedy);
    }
    let suited = match condition.operator.test {
        Test::Text | Test::TextIgnoreCase | Test::TextLike => {
            matches!(holds, ValueType::String | ValueType::Arn | ValueType::Bool)
        }
        Test::Number(_) => matches!(holds, ValueType::Numeric | ValueType::Date),
        Test::Date(_) => holds == ValueType::Date,
        Test::Bool => holds == ValueType::Bool,
        Test::Ip => holds == ValueType::IpAddress,
        Test::Arn => holds == ValueType::Arn,
        Test::Binary | Test::Null | Test::Unknown => true,
    };
    if !suited {
        let (operator, written) = (&condition.operator, &condition.key);
        let message =
            format!("`{operator}` does not compare `{written}`, whose values are of type {holds}");
        remarks.warning("operator-type", at, message, "use an operator of that type");
    }
}

/// AWS: IAM User Guide, "Single-valued vs. multivalued context keys".
fn quantified(condition: &Condition, key: ConditionKey, at: Position, remarks: &mut Remarks) {
    let operator = &condition.operator;
    if matches!(operator.test, Test::Null | Test::Unknown) {
        return;
    }
    let written = &condition.key;
    match (operator.qualifier, key.is_multivalued()) {
        (Some(_), false) => {
            let message =
                format!("`{written}` has one value, so that `{operator}` needs no quantifier");
            let remedy = "leave out `ForAllValues:` or `ForAnyValue:`";
            remarks.warning("set-operator", at, message, remedy);
        }
        (None, true) => {
            let message = format!(
                "`{written}` can have several values, and `{operator}` does not say how many must match"
            );
            let remedy = "put `ForAnyValue:` before it, or `ForAllValues:` and `Null`";
            remarks.warning("no-set-operator", at, message, remedy);
        }
        _ => {}
    }
}

/// The audience of a token is one, whoever issues it.
/// AWS: check `FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE`.
fn audience(condition: &Condition, at: Position, remarks: &mut Remarks) {
    let of_issuer =
        |(issuer, claim): (&str, &str)| issuer.contains('.') && claim.eq_ignore_ascii_case("aud");
    if condition.operator.qualifier.is_some()
        && condition_key(&condition.key).is_err()
        && condition.key.rsplit_once(':').is_some_and(of_issuer)
    {
        let message = format!(
            "`{}` has one value, so that it needs no quantifier",
            condition.key
        );
        let remedy = "leave out `ForAllValues:` or `ForAnyValue:`";
        remarks.warning("set-operator", at, message, remedy);
    }
}

fn values(condition: &Condition, variables: bool, at: Position, remarks: &mut Remarks) {
    let test = condition.operator.test;
    for value in &condition.values {
        let typed = Operand::new(test, value, variables);
        let wrong = typed == Operand::Invalid && test != Test::Unknown;
        if wrong || is_no_arn(test, value) || (test == Test::Binary && !is_base64(value)) {
            let message = format!(
                "`{value}` is not of the type that `{}` compares",
                condition.operator
            );
            remarks.warning(
                "value-type",
                at,
                message,
                "correct the value, or the operator",
            );
        }
        if matches!(test, Test::Text | Test::TextIgnoreCase)
            && value.contains('*')
            && !value.contains("${*}")
        {
            let message = format!(
                "the `*` in `{value}` stands for itself under `{}`",
                condition.operator
            );
            remarks.warning(
                "literal-wildcard",
                at,
                message,
                "use StringLike, where a wildcard is meant",
            );
        }
        if let Operand::Ip(range) = typed
            && condition.key.eq_ignore_ascii_case("aws:SourceIp")
            && is_private(&range)
        {
            let message =
                format!("no request has an `aws:SourceIp` in `{value}`, which is a private range");
            let remedy = "use aws:VpcSourceIp, aws:SourceVpc or aws:SourceVpce";
            remarks.warning("private-address", at, message, remedy);
        }
    }
}

fn is_no_arn(test: Test, value: &str) -> bool {
    test == Test::Arn && !value.starts_with("arn:") && !value.contains(['*', '?', '$'])
}

fn is_base64(value: &str) -> bool {
    let digits = value.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    digits.len() % 4 != 1 && value.len() - digits.len() < 3 && digits.bytes().all(is_digit)
}

/// AWS: IAM User Guide, "Global condition context keys", aws:SourceIp: public addresses only.
fn is_private(range: &IpRange) -> bool {
    let ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];
    ranges
        .iter()
        .filter_map(|private| IpRange::parse(private))
        .any(|private| private.contains(range))
}
