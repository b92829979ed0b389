//! Policy variables: the values worth trying for each.

use super::key;
use super::who::Who;
use crate::arn::{Arn, is_account_id};
use crate::compiled::{Check, Clause, Named};
use crate::operator::Test;
use std::collections::BTreeSet;

/// How many ways of filling in policy variables are tried one by one.
const MOST_BINDINGS: usize = 64;

/// With more variables than this, all are filled in alike.
const MOST_VARIABLES: usize = 6;

/// The most accounts tried one by one, of those that statements name.
const MOST_ACCOUNTS: usize = 32;

/// Accounts that stand for "some account".
const ACCOUNTS: [&str; 3] = ["999988887777", "888877776666", "777766665555"];

/// The keys whose values some statements take as policy variables; and those that show the caller
/// and are compared as something else than text, which is decided caller by caller as well.
pub(crate) fn variables<'c>(clauses: impl Iterator<Item = &'c Clause>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for clause in clauses {
        names.extend(clause.variables().map(|variable| variable.key.clone()));
        let typed = clause
            .checks
            .iter()
            .filter(|check| is_typed_of_caller(check));
        names.extend(typed.map(|check| check.key.clone()));
    }
    names
}

/// Whether a condition compares part of the caller's ARN as a number, a date or the like.
pub(super) fn is_typed_of_caller(check: &Check) -> bool {
    let test = check.operator.test;
    let shows = [
        "aws:principalarn",
        "aws:principalaccount",
        "kms:calleraccount",
        "aws:username",
        "aws:userid",
    ];
    let plain = test.is_text() && (test != Test::Arn || check.key == "aws:principalarn");
    shows.contains(&check.key.as_str()) && !plain && !matches!(test, Test::Null | Test::Unknown)
}

/// Ways of filling in variables: absent, an example, and every value that the statements compare
/// the key with. Variables that show who the caller is are left to [`particular`].
pub(crate) fn bindings(
    variables: &BTreeSet<String>,
    clauses: &[&Clause],
) -> Vec<Vec<(String, Option<String>)>> {
    let names: Vec<&String> = variables
        .iter()
        .filter(|name| !follows_from_caller(name))
        .collect();
    if names.len() > MOST_VARIABLES {
        let all = |value: Option<&str>| {
            names
                .iter()
                .map(|name| ((*name).clone(), value.map(str::to_owned)))
                .collect()
        };
        return vec![all(Some("example")), all(None)];
    }
    let mut all = vec![Vec::new()];
    for name in names {
        let checks = clauses
            .iter()
            .flat_map(|clause| &clause.checks)
            .filter(|check| check.key == *name);
        let operands = checks
            .flat_map(|check| &check.operands)
            .filter_map(|operand| operand.as_glob());
        let mut values: BTreeSet<Option<String>> =
            operands.map(|glob| Some(glob.example("example"))).collect();
        values.extend([None, Some("example".to_owned())]);
        let with = |chosen: &Vec<(String, Option<String>)>| {
            let each = values.iter().map(|value| (name.clone(), value.clone()));
            each.map(|pair| chosen.iter().cloned().chain([pair]).collect())
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).take(MOST_BINDINGS).collect();
    }
    all
}

/// Keys whose value follows from the caller in every case.
fn follows_from_caller(name: &str) -> bool {
    key::IDENTITY.contains(&name) || name == "aws:username"
}

/// Keys whose value follows from some callers.
fn shows_caller(name: &str) -> bool {
    follows_from_caller(name) || name == "aws:userid"
}

/// Callers in particular to stand for a sort of caller, where variables show part of it: strangers,
/// and those that statements name.
pub(crate) fn particular(who: &Who, variables: &BTreeSet<String>, clauses: &[&Clause]) -> Vec<Who> {
    let Who::Any(kind) = who else {
        return vec![who.clone()];
    };
    if !variables.iter().any(|name| shows_caller(name)) {
        return vec![who.clone()];
    }
    let checks = clauses
        .iter()
        .flat_map(|clause| &clause.checks)
        .filter(|check| check.key == "aws:principalarn");
    let named = checks
        .flat_map(|check| &check.operands)
        .filter_map(|operand| operand.as_glob());
    let named =
        named.flat_map(|glob| ["999988887777", "outsider"].map(|filling| glob.example(filling)));
    let strangers = accounts(clauses)
        .into_iter()
        .map(|account| kind.known_as(&account));
    let domain = kind.domain();
    let exists = |arn: &String| {
        domain
            .iter()
            .all(|demand| demand.holds(Some(&Some(vec![arn.clone()]))))
    };
    strangers
        .chain(named)
        .filter(exists)
        .map(|arn| Who::One(kind.caller(&arn)))
        .collect()
}

/// Accounts to speak for any: strangers first, then those that statements name.
pub(crate) fn accounts(clauses: &[&Clause]) -> Vec<String> {
    let mut accounts: Vec<String> = ACCOUNTS
        .iter()
        .map(|account| (*account).to_owned())
        .collect();
    for clause in clauses {
        if accounts.len() > 8 * MOST_ACCOUNTS {
            break;
        }
        for named in clause
            .principals
            .iter()
            .flat_map(|principals| &principals.named)
        {
            if let Named::Account(account) = named {
                accounts.push(account.clone());
            }
        }
        let operands = clause.checks.iter().flat_map(|check| &check.operands);
        let exact = operands.filter_map(|operand| Some(operand.as_glob()?.as_exact()?.to_owned()));
        accounts.extend(exact.filter_map(|text| account_in(&text)));
    }
    let mut seen = BTreeSet::new();
    accounts.retain(|account| seen.insert(account.clone()));
    accounts.truncate(MOST_ACCOUNTS);
    accounts
}

fn account_in(text: &str) -> Option<String> {
    let account = if is_account_id(text) {
        text
    } else {
        Arn::parse(text)?.account
    };
    is_account_id(account).then(|| account.to_owned())
}
