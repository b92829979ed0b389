//! What makes a caller a stranger, and what makes it anyone at all.

use super::trust::Zone;
use crate::arn::{Arn, is_account_id};
use crate::caller::Caller;
use crate::compiled::{Check, Clause, Named};
use crate::document::Effect;
use crate::glob::Glob;
use crate::operator::Test;
use crate::solve::{Literal, Predicate, Var};
use crate::view::key::{self, Binds, Key};
use crate::view::of_account;
use crate::view::{Never, View, Who};
use std::collections::BTreeSet;

/// What is asked of a caller. Each goal includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// Whoever it is.
    Anybody,
    /// It does not belong to the owner.
    Foreign,
    /// Nor is it trusted: by account, organisation, unit, network or address.
    Outside,
    /// Nor is it anyone the statement means in particular.
    Anyone,
}

/// The goal as demands on the caller and on the keys that bind it. `keys` are all that any
/// statement speaks of.
pub(super) fn demands<'k>(
    zone: &'k Zone,
    keys: &BTreeSet<String>,
    view: &View,
) -> Result<Vec<Literal<'k>>, Never> {
    let mut literals = Vec::new();
    match &view.who {
        // Providers belong to the owner and let strangers in all the same.
        Who::One(Caller::Provider(_)) => {}
        Who::One(caller) if zone.knows(caller) => return Err(Never),
        Who::One(_) => {}
        Who::Any(_) => literals.push(Literal::none_of(Var::Caller, zone.globs(Binds::Arn))),
    }
    for name in keys {
        let key = key::facts(name);
        if key.binds != Binds::Nothing && view.can_have(name) {
            literals.extend(strange(name, key, zone));
        }
    }
    Ok(literals)
}

/// Nobody that statements mean in particular: an Allow by what it asks for, a Deny by what it
/// excepts.
pub(super) fn unnamed<'c>(clauses: impl Iterator<Item = &'c Clause>) -> Vec<Literal<'static>> {
    let named = clauses.flat_map(|clause| {
        let principals = clause
            .principals
            .iter()
            .filter(|all| all.except && clause.effect == Effect::Deny);
        let excepted = principals.flat_map(|all| &all.named).filter_map(excepted);
        let checks = clause
            .checks
            .iter()
            .flat_map(|check| named(check, clause.effect));
        checks.chain(excepted.map(|glob| (Var::Caller, vec![glob])))
    });
    named
        .filter(|(_, globs)| !globs.is_empty())
        .map(|(var, globs)| Literal::none_of(var, globs))
        .collect()
}

fn excepted(named: &Named) -> Option<Glob> {
    match named {
        Named::Account(account) => Some(of_account(account)),
        Named::Arn(arn) => Some(Glob::exact(arn)),
        _ => None,
    }
}

/// The key's value is none of the known ones.
fn strange<'k>(name: &str, key: Key, zone: &'k Zone) -> Option<Literal<'k>> {
    let var = Var::Key(name.into());
    if key.binds == Binds::Address {
        let test = Predicate::Operands(Test::Ip, zone.addresses.as_slice().into());
        return Some(
            Literal {
                test,
                ..Literal::present(var, true)
            }
            .negated(),
        );
    }
    let globs = zone.globs(key.binds);
    (!globs.is_empty()).then(|| Literal::none_of(var, globs))
}

/// What a condition names in particular, as patterns on the dimensions it speaks of: by a positive
/// operator in an Allow, by a negated one in a Deny.
pub(super) fn named(check: &Check, effect: Effect) -> Vec<(Var, Vec<Glob>)> {
    let globs = check
        .operands
        .iter()
        .filter_map(|operand| operand.as_glob());
    let globs = globs.filter(|_| check.operator.negated == (effect == Effect::Deny));
    let accounts = |glob: &Glob| particular(Binds::Account, glob)?.as_exact().map(of_account);
    match check.key.as_str() {
        "aws:principalarn" => {
            vec![(
                Var::Caller,
                globs
                    .filter_map(|glob| particular(Binds::Arn, glob))
                    .collect(),
            )]
        }
        "aws:principalaccount" | "kms:calleraccount" => {
            vec![(Var::Caller, globs.filter_map(accounts).collect())]
        }
        name => {
            let binds = key::facts(name).binds;
            let of_key = globs
                .clone()
                .filter_map(|glob| particular(binds, glob))
                .collect();
            let mut named = vec![(Var::Key(name.into()), of_key)];
            // The unique id of a root user is its account's id. AWS: IAM User Guide, "IAM policy
            // elements: Variables and tags", "Principal key values".
            if name == "aws:userid" {
                let roots = globs.filter(|glob| glob.as_exact().is_some_and(is_account_id));
                named.push((Var::Caller, roots.filter_map(accounts).collect()));
            }
            named
        }
    }
}

/// The pattern, widened to all that belongs to the one it names; `None` where it names nobody.
pub(super) fn particular(binds: Binds, glob: &Glob) -> Option<Glob> {
    let prefix = glob.literal_prefix();
    match binds {
        Binds::Nothing | Binds::Address => None,
        Binds::Account | Binds::Organisation | Binds::Vpc | Binds::VpcEndpoint => glob
            .as_exact()
            .map(|text| Glob::exact(text).with_case_of(glob)),
        Binds::Path => {
            let (organisation, _) = prefix.split_once('/')?;
            Some(Glob::text(&format!("{organisation}/*")).with_case_of(glob))
        }
        Binds::UniqueId => {
            // Of a federated user, the id begins with its account's.
            let of_account = prefix
                .split_once(':')
                .is_some_and(|(account, _)| is_account_id(account));
            let whole = glob.as_exact().is_some() || prefix.len() >= 16 || of_account;
            whole.then(|| glob.clone())
        }
        Binds::Arn => of_arn(glob, &prefix),
    }
}

fn of_arn(glob: &Glob, prefix: &str) -> Option<Glob> {
    if let Some(account) = glob.fixed_account() {
        return Some(of_account(&account));
    }
    // Where no account is told, a name fixed in whole still is somebody's: a bucket's, mostly.
    let named = glob.as_exact().is_some()
        || Arn::parse(prefix).is_some_and(|arn| arn.resource.contains('/'));
    named.then(|| glob.clone())
}

/// Keys that any statement speaks of, in lower case.
pub(super) fn keys<'c>(clauses: impl Iterator<Item = &'c Clause>) -> BTreeSet<String> {
    clauses
        .flat_map(|clause| &clause.checks)
        .map(|check| check.key.clone())
        .collect()
}
