//! Conditions, operator by operator.

use crate::patterns::{Piece, matches_pieces};
use policy::{Caller, Colons, Condition, Order, Qualifier, Request, Test};
use std::net::IpAddr;

/// The values of a key in a request, given or following from it.
pub fn values(request: &Request, key: &str) -> Option<Vec<String>> {
    if let Some(given) = request.context.get(key) {
        return Some(given.to_vec()).filter(|values| !values.is_empty());
    }
    let caller = &request.caller;
    let account = caller.account().map(str::to_owned);
    let value = match key.to_lowercase().as_str() {
        "aws:principalarn" => match caller {
            Caller::Session(i) => Some(format!("arn:aws:iam::{}:role/{}", i.account, i.name)),
            caller => caller.identity().map(|identity| identity.arn.clone()),
        },
        "aws:principalaccount" if *caller == Caller::Anonymous => Some("anonymous".into()),
        "aws:principalaccount" => account,
        "aws:userid" if *caller == Caller::Anonymous => Some("anonymous".into()),
        "aws:userid" if matches!(caller, Caller::Root(_)) => account,
        "aws:username" => {
            if let Caller::User(user) = caller {
                Some(user.name.clone())
            } else {
                None
            }
        }
        "aws:principalisawsservice" if *caller == Caller::Anonymous => None,
        "aws:principalisawsservice" => Some(matches!(caller, Caller::Service(_)).to_string()),
        "aws:viaawsservice" => Some("false".into()),
        "aws:resourceaccount" => request.resource_account.clone(),
        _ => None,
    };
    value.map(|value| vec![value])
}

/// A policy value with its variables replaced; nothing where one of them has no value.
pub fn pieces(
    written: &str,
    wildcards: bool,
    variables: bool,
    request: &Request,
) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = written;
    while !rest.is_empty() {
        if let Some((name, after)) = rest
            .strip_prefix("${")
            .and_then(|inner| inner.split_once('}'))
            .filter(|_| variables)
        {
            let (key, default) = name
                .split_once(", ")
                .map_or((name, None), |(key, default)| (key, Some(default)));
            let value = values(request, key)
                .filter(|values| values.len() == 1)
                .map(|values| values[0].clone());
            let value = value.or(default.map(|default| default.trim_matches('\'').to_owned()))?;
            pieces.extend(value.chars().map(Piece::Text));
            rest = after;
            continue;
        }
        let c = rest.chars().next().unwrap();
        pieces.push(if wildcards && matches!(c, '*' | '?') {
            Piece::Wild(c)
        } else {
            Piece::Text(c)
        });
        rest = &rest[c.len_utf8()..];
    }
    Some(pieces)
}

/// "If the key that you specify in a policy condition is not present in the request context, the
/// values do not match and the condition is false. If the policy condition requires that the key
/// is not matched, ... and the right key is not present, the condition is true."
pub fn holds(condition: &Condition, variables: bool, request: &Request) -> bool {
    let operator = &condition.operator;
    let values = values(request, &condition.key);
    if operator.test == Test::Null {
        return condition
            .values
            .iter()
            .any(|value| (value == "true") == values.is_none());
    }
    let Some(values) = values else {
        return match operator.qualifier {
            _ if operator.if_exists => true,
            Some(Qualifier::ForAllValues) => true,
            Some(Qualifier::ForAnyValue) => false,
            None => operator.negated,
        };
    };
    let matches = |value: &String| {
        condition
            .values
            .iter()
            .any(|policy| compare(operator.test, policy, value, variables, request))
    };
    let passes = |value: &String| matches(value) != operator.negated;
    match operator.qualifier {
        Some(Qualifier::ForAllValues) => values.iter().all(passes),
        Some(Qualifier::ForAnyValue) => values.iter().any(passes),
        None if operator.negated => values.iter().all(passes),
        None => values.iter().any(passes),
    }
}

fn compare(test: Test, policy: &str, value: &str, variables: bool, request: &Request) -> bool {
    let wildcards = matches!(test, Test::TextLike | Test::Arn);
    let Some(pieces) = pieces(policy, wildcards, variables, request) else {
        return false;
    };
    match test {
        Test::Text | Test::TextLike => matches_pieces(&pieces, value, Colons::Plain, false),
        Test::TextIgnoreCase => matches_pieces(&pieces, value, Colons::Plain, true),
        Test::Arn => matches_pieces(&pieces, value, Colons::Segments, false),
        Test::Bool => policy == value,
        Test::Number(order) => {
            order.holds(&value.parse::<f64>().unwrap(), &policy.parse().unwrap())
        }
        Test::Date(order) => dates(order, value, policy),
        Test::Ip => in_range(policy, value),
        Test::Binary | Test::Null | Test::Unknown => unreachable!("not in the vocabulary"),
    }
}

/// Dates in UTC order as their texts do, once they are of one length.
fn dates(order: Order, value: &str, policy: &str) -> bool {
    let full = |text: &str| {
        if text.len() == 10 {
            format!("{text}T00:00:00Z")
        } else {
            text.to_owned()
        }
    };
    order.holds(&full(value), &full(policy))
}

fn in_range(range: &str, address: &str) -> bool {
    let (network, prefix) = range.split_once('/').unwrap();
    let bits = |text: &str| -> String {
        match text.parse().unwrap() {
            IpAddr::V4(address) => format!("4{:032b}", u32::from(address)),
            IpAddr::V6(address) => format!("6{:0128b}", u128::from(address)),
        }
    };
    let fixed = 1 + prefix.parse::<usize>().unwrap();
    bits(network).get(..fixed) == bits(address).get(..fixed)
}
