//! Single elements of a statement as demands on one dimension of a request.

use super::key;
use super::who::Kind;
use crate::compiled::{Check, Operand};
use crate::glob::{Glob, Token};
use crate::operator::Test;
use crate::request::Facts;
use crate::solve::{Literal, Predicate, Quantifier, Var};
use std::borrow::Cow;

/// A statement cannot apply to the caller.
#[derive(Clone, Copy, Debug)]
pub struct Never;

/// What one element of a statement demands: nothing, or a literal; or it can never hold.
pub(super) type Demand<'p> = Result<Option<Literal<'p>>, Never>;

/// The part of a caller's ARN that a key shows.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Whole,
    Account,
    Name,
}

/// A caller whose ARN matches one of these.
pub(super) fn caller<'p>(globs: Vec<Glob>) -> Demand<'p> {
    if globs.is_empty() {
        Err(Never)
    } else {
        Ok(Some(Literal::one_of(Var::Caller, globs)))
    }
}

/// `Action`, `Resource` and their `Not` forms.
pub(super) fn selection(var: Var, globs: Cow<'_, [Glob]>, except: bool) -> Demand<'_> {
    match (globs.iter().any(Glob::is_everything), except) {
        (true, false) => Ok(None),
        (true, true) => Err(Never),
        (false, false) => Ok(Some(Literal::one_of(var, globs))),
        // A `Not` form needs something to be there: action and resource always are.
        (false, true) => Ok(Some(Literal {
            absent: false,
            ..Literal::none_of(var, globs)
        })),
    }
}

/// A condition on a key that shows part of the caller's ARN, as a demand on the ARN.
pub(super) fn of_caller<'p>(check: &Check, kind: Kind, part: Part, facts: Facts<'_>) -> Demand<'p> {
    let operands = check.resolve(facts);
    if check.operator.test == Test::Null {
        let present = operands.contains(&Operand::Bool(false));
        return if present { Ok(None) } else { Err(Never) };
    }
    let globs: Vec<Glob> = operands
        .iter()
        .filter_map(Operand::as_glob)
        .flat_map(|glob| around(glob, kind, part))
        .collect();
    let literal = Literal::one_of(Var::Caller, globs);
    Ok(Some(Literal {
        wanted: !check.operator.negated,
        ..literal
    }))
}

/// The ARNs of a kind whose part matches.
fn around(glob: &Glob, kind: Kind, part: Part) -> Vec<Glob> {
    let within = |token: &Token| match token {
        Token::Many => Token::ManyWithin,
        Token::One => Token::OneWithin,
        token => *token,
    };
    let around = match part {
        Part::Whole => return vec![glob.clone()],
        Part::Account => kind.arns(&glob.tokens().iter().map(within).collect::<Vec<_>>()),
        Part::Name => kind.with_name(glob.tokens()),
    };
    around
        .into_iter()
        .map(|around| around.with_case_of(glob))
        .collect()
}

/// A condition on any other key.
pub(super) fn of_key<'p>(check: &'p Check, facts: Facts<'_>) -> Demand<'p> {
    let var = Var::Key(check.key.as_str().into());
    let key = key::facts(&check.key);
    let operands = check.resolve(facts);
    match check.operator.test {
        Test::Unknown => return Err(Never),
        Test::Null => {
            let absent = operands.contains(&Operand::Bool(true)) && !key.always;
            return match (absent, operands.contains(&Operand::Bool(false))) {
                (true, true) => Ok(None),
                (false, false) => Err(Never),
                (false, true) if key.always => Ok(None),
                (absent, _) => Ok(Some(Literal::present(var, !absent))),
            };
        }
        _ => {}
    }
    let set_operator = check.operator.qualifier.is_some();
    // Against a value that is not of the operator's type, a negated operator lets nothing pass.
    let nothing = check.operator.negated && operands.contains(&Operand::Invalid);
    let operands = if nothing {
        Cow::Borrowed(&[][..])
    } else {
        operands
    };
    Ok(Some(Literal {
        var,
        absent: check.holds_absent(),
        quantifier: if check.wants_every() {
            Quantifier::Every
        } else {
            Quantifier::Some
        },
        test: Predicate::Operands(check.operator.test, operands),
        wanted: !check.operator.negated || nothing,
        several: key::may_be_several(&check.key, set_operator),
    }))
}
