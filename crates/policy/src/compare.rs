//! Does one policy allow anything that another does not?
//!
//! By the policies alone: what a statement says of principal, action, resource and circumstances,
//! minus what is denied. Asked both ways this tells whether two policies mean the same.

use crate::budget::{Budget, Exhausted};
use crate::caller::Caller;
use crate::compiled::{Clause, Named, Policy, Reach};
use crate::document::Effect;
use crate::evaluate::reach_by;
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Assignment, Hint, Hints, Literal, Problem, Var};
use crate::view::{Kind, Reading, View, Who, bindings, particular, variables};
use std::borrow::Cow;
use std::collections::HashSet;

/// What one policy allows beyond another.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// Nothing.
    Nothing,
    /// This, by the statement of that index.
    Something {
        /// Index of the statement that allows it.
        statement: usize,
        /// A request the one policy allows and the other does not.
        witness: Box<Request>,
    },
    /// It was not settled within the budget.
    Undecided,
}

/// Tells whether `policy` allows anything that `other` does not. A grant to an account is less
/// than one to its principals in person, which needs no further permission.
#[must_use]
pub fn compare(policy: &Policy, other: &Policy, budget: &Budget) -> Comparison {
    let mut pair = Pair {
        policy,
        other,
        budget: budget.clone(),
        undecided: false,
    };
    for clause in policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow)
    {
        if pair.budget.is_spent() {
            return Comparison::Undecided;
        }
        for who in callers(clause, policy, other) {
            if let Some(witness) = pair.beyond(clause, &who) {
                return Comparison::Something {
                    statement: clause.index,
                    witness: Box::new(witness),
                };
            }
        }
    }
    if pair.undecided {
        Comparison::Undecided
    } else {
        Comparison::Nothing
    }
}

struct Pair<'p> {
    policy: &'p Policy,
    other: &'p Policy,
    budget: Budget,
    undecided: bool,
}

impl<'p> Pair<'p> {
    fn clauses(&self) -> impl Iterator<Item = &'p Clause> {
        self.policy.clauses.iter().chain(&self.other.clauses)
    }

    /// A request of this sort of caller that the statement allows beyond the other policy.
    fn beyond(&mut self, clause: &Clause, who: &Who) -> Option<Request> {
        if self.budget.is_spent() {
            self.undecided = true;
            return None;
        }
        let clauses: Vec<&Clause> = self.clauses().collect();
        let variables = variables(clauses.iter().copied());
        if variables.is_empty() {
            return self.attempt(clause, &View::new(who.clone(), None, &[]));
        }
        for fixed in bindings(&variables, &clauses) {
            for who in particular(who, &variables, &clauses) {
                let solution = self.attempt(clause, &View::new(who, None, &fixed));
                if solution.is_some() {
                    return solution;
                }
            }
        }
        let any = View::new(who.clone(), None, &[]);
        self.undecided |= !matches!(self.search(clause, &any, false), Ok(None));
        None
    }

    fn attempt(&mut self, clause: &Clause, view: &View) -> Option<Request> {
        match self.search(clause, view, true) {
            Ok(None) => None,
            Ok(Some(solution)) => {
                let request = view.request(&solution, self.clauses());
                let beyond = allowed(self.policy, &request) > allowed(self.other, &request);
                self.undecided |= !beyond;
                beyond.then_some(request)
            }
            Err(Exhausted) => {
                self.undecided = true;
                None
            }
        }
    }

    /// Either no statement of the other policy allows the request, or one denies it.
    fn search(
        &mut self,
        clause: &Clause,
        view: &View,
        exact: bool,
    ) -> Result<Option<Assignment>, Exhausted> {
        let (wide, narrow) = if exact {
            (Reading::Exact, Reading::Exact)
        } else {
            (Reading::Widest, Reading::Narrowest)
        };
        let Ok(mut literals) = view.clause(clause, wide, Reach::Account) else {
            return Ok(None);
        };
        // Every statement of a document longer than any that AWS stores is not held against all
        // others: of ordinary ones this leaves thousands of searches.
        let statements = self.clauses().count() as u64;
        self.budget.spend(statements * statements / 2048)?;
        literals.extend(view.domain());
        literals.extend([
            Literal::present(Var::Resource, true),
            Literal::one_of(Var::Action, vec![Glob::text("?*:?*")]),
        ]);
        literals.extend(view.keys(self.clauses()));
        let denials: Vec<_> = of(self.policy, Effect::Deny)
            .filter_map(|denial| view.clause(denial, narrow, Reach::Account).ok())
            .collect();
        let reach = reach_of(clause, view);
        let same = |other: &&Clause| other.says_as(clause);
        if !of(self.other, Effect::Allow).any(|other| same(&other)) {
            let covers = of(self.other, Effect::Allow)
                .filter_map(|other| view.clause(other, narrow, reach).ok());
            let problem = Problem {
                literals: literals.clone(),
                denials: denials.iter().cloned().chain(covers).collect(),
            };
            if let Some(solution) = problem.solve(&Plain, &mut self.budget)? {
                return Ok(Some(solution));
            }
        }
        for denial in of(self.other, Effect::Deny) {
            let shared = of(self.policy, Effect::Deny).any(|own| own.says_as(denial));
            let Ok(hit) = view.clause(denial, wide, Reach::Account) else {
                continue;
            };
            if shared {
                continue;
            }
            let literals = literals.iter().cloned().chain(hit).collect();
            let problem = Problem {
                literals,
                denials: denials.clone(),
            };
            if let Some(solution) = problem.solve(&Plain, &mut self.budget)? {
                return Ok(Some(solution));
            }
        }
        Ok(None)
    }
}

fn of(policy: &Policy, effect: Effect) -> impl Iterator<Item = &Clause> {
    policy
        .clauses
        .iter()
        .filter(move |clause| clause.effect == effect)
}

/// How directly a policy allows a request; not at all where it denies it.
fn allowed(policy: &Policy, request: &Request) -> Reach {
    if reach_by(policy, Effect::Deny, request) != Reach::None {
        return Reach::None;
    }
    reach_by(policy, Effect::Allow, request)
}

/// How directly a statement reaches the callers of a view.
fn reach_of(clause: &Clause, view: &View) -> Reach {
    match (&clause.principals, &view.who) {
        (None, _) => Reach::Account,
        (Some(principals), Who::One(caller)) => principals.reach(caller),
        (Some(principals), Who::Any(_)) => {
            let everyone = principals.except || principals.named.contains(&Named::Everyone);
            if everyone {
                Reach::Direct
            } else {
                Reach::Account
            }
        }
    }
}

/// The sorts of caller a statement lets in; those whom the other policy names apart are sorts of
/// their own.
fn callers(clause: &Clause, policy: &Policy, other: &Policy) -> Vec<Who> {
    let mut callers: Vec<Who> = Vec::new();
    let named = policy
        .clauses
        .iter()
        .chain(&other.clauses)
        .filter_map(|clause| clause.principals.as_ref());
    for named in named.flat_map(|principals| &principals.named) {
        let caller = match named {
            Named::Arn(arn) => Caller::parse(arn),
            Named::Service(name) => Caller::Service(name.clone()),
            Named::Provider(name) => Caller::Provider(name.clone()),
            Named::CanonicalUser(id) => Caller::CanonicalUser(id.clone()),
            _ => continue,
        };
        callers.push(Who::One(caller));
    }
    callers.extend(Kind::ALL.map(Who::Any));
    callers.push(Who::One(Caller::Service("events.amazonaws.com".into())));
    callers.push(Who::One(Caller::Anonymous));
    let mut seen: HashSet<Who> = HashSet::new();
    callers.retain(|who| {
        let concerns = clause.principals.is_some() || matches!(who, Who::Any(_));
        let reached = || {
            let view = View::new(who.clone(), None, &[]);
            view.clause(clause, Reading::Widest, Reach::Account).is_ok()
        };
        concerns && !seen.contains(who) && reached() && seen.insert(who.clone())
    });
    callers
}

/// Suggestions where nothing is known of the resource.
struct Plain;

impl Hints for Plain {
    fn for_var(&self, var: &Var, _: &Assignment) -> Cow<'_, Hint> {
        let values = match var {
            Var::Caller => Kind::ALL.map(|kind| kind.known_as("111122223333")).to_vec(),
            Var::Action => vec![
                "s3:GetObject".into(),
                "s3:PutObject".into(),
                "sts:AssumeRole".into(),
            ],
            Var::Resource => vec!["arn:aws:s3:::example-bucket/example".into()],
            Var::Key(_) => Vec::new(),
        };
        Cow::Owned(Hint {
            values,
            fillings: vec![
                "Example".into(),
                "example".into(),
                "111122223333".into(),
                String::new(),
            ],
        })
    }
}
