//! What is wished for, and what is known of the circumstances in advance.

use crate::caller::Caller;
use crate::compiled::{Clause, Operand};
use crate::operator::{Order, Test};
use crate::request::{Context, Request};
use crate::solve::{Literal, Predicate, Quantifier, Var};
use std::collections::BTreeSet;

/// An action on some resource that matches a pattern.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Who wishes.
    pub caller: &'a Caller,
    /// The action, as `service:Name`.
    pub action: &'a str,
    /// The pattern.
    pub resource: &'a str,
    /// The account that owns the resource, where it is not the one in its ARN.
    pub owner: Option<&'a str>,
    /// Whether the action takes no resource, so that `*` stands for itself.
    pub whole: bool,
}

/// What is known of every request in question.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// Keys (in lower case) with their value, or their absence.
    pub fixed: Vec<(String, Option<String>)>,
    /// Milliseconds since 1970 before which nothing happens, as nothing does before today.
    pub not_before: Option<i64>,
}

/// Keys that show a moment no earlier than a session can have begun.
const MOMENTS: [&str; 3] = ["aws:currenttime", "aws:epochtime", "aws:tokenissuetime"];

impl Wish<'_> {
    /// The plainest request for it.
    pub(super) fn request(&self, under: &Circumstances) -> Request {
        let given = under.fixed.iter();
        let given = given.filter_map(|(key, value)| Some((key.as_str(), value.clone()?)));
        Request {
            caller: self.caller.clone(),
            action: self.action.into(),
            resource: self.resource.into(),
            resource_account: self.owner.map(str::to_owned),
            context: given.collect::<Context>(),
        }
    }
}

impl Circumstances {
    /// What the circumstances demand of the keys that statements speak of.
    pub fn demands<'c>(&self, clauses: impl Iterator<Item = &'c Clause>) -> Vec<Literal<'static>> {
        let Some(begin) = self.not_before else {
            return Vec::new();
        };
        let checks = clauses.flat_map(|clause| &clause.checks);
        let moments = checks.filter(|check| MOMENTS.contains(&check.key.as_str()));
        let moments: BTreeSet<_> = moments
            .map(|check| (check.key.as_str(), is_number(check.operator.test)))
            .collect();
        moments
            .into_iter()
            .map(|(key, as_number)| from(key, begin, as_number))
            .collect()
    }
}

fn is_number(test: Test) -> bool {
    matches!(test, Test::Number(_))
}

/// The key is absent, or shows this moment or a later one.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are far below 2^53"
)]
fn from(key: &str, milliseconds: i64, as_number: bool) -> Literal<'static> {
    let operand = match as_number {
        true => Operand::Number((milliseconds / 1000) as f64),
        false => Operand::Date(milliseconds),
    };
    let order = Order::GreaterOrEqual;
    let test = if as_number {
        Test::Number(order)
    } else {
        Test::Date(order)
    };
    Literal {
        var: Var::Key(key.into()),
        absent: true,
        quantifier: Quantifier::Every,
        test: Predicate::Operands(test, vec![operand].into()),
        wanted: true,
        several: false,
    }
}
