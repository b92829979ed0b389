//! Conditions as demands, and what holds of the keys they speak of.

use super::demand::{self, Demand, Part};
use super::standing::Standing;
use super::variables::is_typed_of_caller;
use super::{Kind, Never, View, key};
use crate::caller::Caller;
use crate::compiled::{Check, Clause, Operand};
use crate::glob::{Colons, Glob, Pattern, Token};
use crate::operator::Test;
use crate::request::Facts;
use crate::solve::{Literal, Var};
use std::collections::BTreeSet;

impl View {
    /// What a condition demands.
    pub(super) fn check<'p>(&self, check: &'p Check) -> Demand<'p> {
        let facts = Facts::new(&self.template);
        match self.standing(&check.key) {
            Standing::Settled => match self.turned(check, facts) {
                Some((turned, part)) => demand::of_caller(&turned, self.kind(), part, facts),
                None if check.holds(facts) => Ok(None),
                None => Err(Never),
            },
            Standing::Caller(part) => demand::of_caller(check, self.kind(), part, facts),
            Standing::Open => demand::of_key(check, facts),
        }
    }

    /// Whether a condition depends on policy variables whose value is not settled.
    pub(super) fn is_unknown(&self, check: &Check) -> bool {
        if is_typed_of_caller(check) && matches!(self.standing(&check.key), Standing::Caller(_)) {
            return true;
        }
        let facts = Facts::new(&self.template);
        let absent = || facts.values(&check.key).is_none();
        let decided =
            self.is_settled(&check.key) && (absent() || self.turned(check, facts).is_some());
        !decided && check.variables().any(|key| !self.is_settled(key))
    }

    /// A comparison of a settled key with a part of the caller, turned round: that the resource's
    /// account is the caller's says as much of the caller.
    fn turned(&self, check: &Check, facts: Facts<'_>) -> Option<(Check, Part)> {
        let [operand] = check.operands.as_slice() else {
            return None;
        };
        let Standing::Caller(part) = self.standing(&operand.as_varying()?.as_variable()?.key)
        else {
            return None;
        };
        let value = facts.single(&check.key)?;
        let value = Glob::exact(&value);
        let value = if check.operator.test == Test::TextIgnoreCase {
            value.ignoring_case()
        } else {
            value
        };
        Some((
            Check {
                operands: vec![Operand::Glob(value)],
                ..check.clone()
            },
            part,
        ))
    }

    /// What holds of the keys that statements speak of, whatever they say: values are of their
    /// type, and keys that every request has are there.
    pub fn keys<'c>(&self, clauses: impl Iterator<Item = &'c Clause>) -> Vec<Literal<'static>> {
        let mut seen = BTreeSet::new();
        let mut literals = Vec::new();
        for check in clauses.flat_map(|clause| &clause.checks) {
            match self.standing(&check.key) {
                // The name of a user is told from its ARN where that has no path.
                Standing::Caller(Part::Name) if seen.insert((check.key.as_str(), None)) => {
                    literals.push(Kind::without_path());
                    continue;
                }
                Standing::Open => {}
                Standing::Caller(_) | Standing::Settled => continue,
            }
            let var = || Var::Key(check.key.as_str().into());
            if check.key == "aws:userid" && seen.insert(("aws:userid#form", None)) {
                literals.push(Literal::none_of(var(), self.ids_of_others()));
            }
            let always = key::facts(&check.key).always || self.tells_account(&check.key);
            if always && seen.insert((check.key.as_str(), None)) {
                literals.push(Literal::present(var(), true));
            }
            let test = check.operator.test.typed();
            if test.is_some() && seen.insert((check.key.as_str(), test)) {
                literals.extend(test.map(|test| Literal::of_type(var(), test)));
            }
        }
        literals
    }

    /// Whether the key is there because the resource has an account, if only that of the caller.
    fn tells_account(&self, name: &str) -> bool {
        let of_resource = matches!(name, "aws:resourceaccount" | "s3:resourceaccount");
        of_resource && self.template.caller.account().is_some()
    }

    /// Unique ids that callers of this sort never have: twelve digits are a root user's alone, and
    /// only a federated user's begin so. AWS: "Principal key values".
    fn ids_of_others(&self) -> Vec<Glob> {
        let digits = vec![Token::Digit; 12];
        let federated = digits
            .iter()
            .copied()
            .chain([Token::Char(':'), Token::Many])
            .collect();
        let federated =
            (!matches!(self.template.caller, Caller::FederatedUser(_))).then_some(federated);
        let forms = std::iter::once(digits).chain(federated);
        forms
            .map(|tokens| Glob::from_tokens(tokens, Colons::Plain))
            .collect()
    }
}

pub(super) fn resolve(pattern: &Pattern, facts: Facts<'_>) -> Option<Glob> {
    pattern.resolve(|variable| facts.single(&variable.key))
}
