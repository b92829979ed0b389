//! A resource under question: its statements from every source, its owner, whom the owner trusts.

use super::candidate::Candidate;
use super::goal::{self, Goal};
use super::hint::{Repertoire, Suggestions};
use super::question::{Doubt, Question};
use super::scope::Scope;
use super::trust::Zone;
use crate::arn::{Arn, is_account_id};
use crate::budget::{Budget, Exhausted};
use crate::caller::Caller;
use crate::compiled::{Clause, Policy, Reach};
use crate::document::{Document, Effect};
use crate::evaluate::{Policies, authorize};
use crate::request::Request;
use crate::solve::{Assignment, Literal, Problem};
use crate::view::{Reading, View, Who, bindings, particular, variables};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Everything that a question of exposure comes down to.
pub(super) struct Subject<'q> {
    pub(super) question: &'q Question<'q>,
    /// The statements of policy, access control list and grants.
    pub(super) policy: &'q Policy,
    scope: Scope,
    repertoire: Repertoire,
    pub(super) owner: Zone,
    pub(super) zone: Zone,
    /// Keys that any statement speaks of, in lower case.
    keys: BTreeSet<String>,
    /// Keys of the owner that all requests have alike.
    fixed: Vec<(String, Option<String>)>,
    budget: Budget,
    /// For listing more of what is proved already.
    listing: Budget,
    /// Why a question stayed open, where one did.
    pub(super) doubt: Option<Doubt>,
}

/// Steps for listing more of what is proved already.
const LISTING: u64 = 100_000;

/// What a caller from another account may be given by its own administrator: everything.
static EVERYTHING: LazyLock<Policy> = LazyLock::new(|| {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    Policy::new(
        &Document::parse(text)
            .map(|parsed| parsed.document)
            .unwrap_or_default(),
    )
});

impl<'q> Subject<'q> {
    pub(super) fn new(question: &'q Question<'q>, policy: &'q Policy) -> Self {
        let guards = question
            .resource_control
            .iter()
            .flatten()
            .flat_map(|policy| &policy.clauses);
        let clauses: Vec<&Clause> = policy.clauses.iter().chain(guards).collect();
        Subject {
            question,
            policy,
            scope: Scope::new(question),
            repertoire: Repertoire::new(&clauses),
            owner: Zone::owner(question.account),
            zone: Zone::new(question.account, &question.trusted_with_own()),
            keys: goal::keys(clauses.into_iter()),
            fixed: question.fixed(),
            budget: question.budget.clone(),
            listing: Budget::steps(LISTING),
            doubt: None,
        }
    }

    /// The statements that take away: the resource's own, and those of resource control policies.
    pub(super) fn denials(&self) -> impl Iterator<Item = &Clause> {
        let guards = self
            .question
            .resource_control
            .iter()
            .flatten()
            .flat_map(|policy| &policy.clauses);
        self.policy
            .clauses
            .iter()
            .chain(guards)
            .filter(|clause| clause.effect == Effect::Deny)
    }

    /// Whether the budget is spent, which leaves a doubt.
    pub(super) fn gives_up(&mut self) -> bool {
        let spent = self.budget.is_spent();
        if spent {
            self.doubt.get_or_insert(Doubt::Budget);
        }
        spent
    }

    /// A request that a statement allows to a caller, that nothing denies, and that reaches the
    /// goal. `more` are further demands.
    pub(super) fn find(
        &mut self,
        candidate: &Candidate<'_>,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Option<Request> {
        // Looking through the statements is work as well.
        let _ = self.budget.spend(self.policy.clauses.len() as u64 / 64);
        if self.gives_up() {
            return None;
        }
        let variables = variables(std::iter::once(candidate.clause).chain(self.denials()));
        let any = View::new(
            candidate.who.clone(),
            Some(self.question.account),
            &self.fixed,
        );
        if variables.is_empty() {
            return self.attempt(candidate, &any, goal, more);
        }
        for view in self.views(&candidate.who, &variables) {
            let witness = self.attempt(candidate, &view, goal, more);
            if witness.is_some() {
                return witness;
            }
        }
        // Nothing for the values tried; is there nothing for any?
        if !matches!(self.solve(candidate, &any, goal, more, false), Ok(None)) {
            self.doubt.get_or_insert(Doubt::Variables);
        }
        None
    }

    /// The same, where the verdict hangs on it no more: that nothing further was found in time
    /// leaves no doubt.
    pub(super) fn find_further(
        &mut self,
        candidate: &Candidate<'_>,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Option<Request> {
        let before = self.doubt;
        std::mem::swap(&mut self.budget, &mut self.listing);
        let witness = self.find(candidate, goal, more);
        std::mem::swap(&mut self.budget, &mut self.listing);
        if self.doubt != Some(Doubt::Disagreement) {
            self.doubt = before;
        }
        witness
    }

    /// The sort of caller with policy variables filled in.
    fn views(&self, who: &Who, variables: &BTreeSet<String>) -> Vec<View> {
        let clauses: Vec<&Clause> = self.policy.clauses.iter().collect();
        let callers = particular(who, variables, &clauses);
        let mut views = Vec::new();
        for mut fixed in bindings(variables, &clauses) {
            fixed.extend(self.fixed.iter().cloned());
            let filled = callers
                .iter()
                .map(|who| View::new(who.clone(), Some(self.question.account), &fixed));
            views.extend(filled);
        }
        views
    }

    fn attempt(
        &mut self,
        candidate: &Candidate<'_>,
        view: &View,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Option<Request> {
        match self.solve(candidate, view, goal, more, true) {
            Ok(None) => None,
            Ok(Some(solution)) => {
                let clauses = std::iter::once(candidate.clause).chain(self.denials());
                let request = view.request(&solution, clauses);
                // An ARN may say that the resource is another account's than the question does.
                let elsewhere = in_account_of_arn(&request);
                if let Some(request) = elsewhere.filter(|request| self.is_allowed(request)) {
                    return Some(request);
                }
                let allowed = self.is_allowed(&request);
                if !allowed {
                    self.doubt = Some(Doubt::Disagreement);
                }
                allowed.then_some(request)
            }
            Err(Exhausted) => {
                self.doubt.get_or_insert(Doubt::Budget);
                None
            }
        }
    }

    fn solve(
        &mut self,
        candidate: &Candidate<'_>,
        view: &View,
        goal: Goal,
        more: &[Literal<'_>],
        exact: bool,
    ) -> Result<Option<Assignment>, Exhausted> {
        // Not every statement of a document longer than any that AWS stores is held against all.
        let statements = self.policy.clauses.len() as u64;
        self.budget
            .spend(statements + statements * statements / 512)?;
        let mut budget = self.budget.clone();
        let Some(mut problem) = self.problem(candidate, view, goal, exact) else {
            return Ok(None);
        };
        problem.literals.extend(more.iter().cloned());
        let Ok(literals) = view.settle(problem.literals) else {
            return Ok(None);
        };
        problem.literals = literals;
        let hints = Suggestions {
            question: self.question,
            repertoire: &self.repertoire,
            view,
        };
        let answer = budget
            .spend(problem.size() / 16)
            .and_then(|()| problem.solve(&hints, &mut budget));
        self.budget = budget;
        answer
    }

    fn problem<'s>(
        &'s self,
        candidate: &Candidate<'s>,
        view: &View,
        goal: Goal,
        exact: bool,
    ) -> Option<Problem<'s>> {
        let (wide, narrow) = if exact {
            (Reading::Exact, Reading::Exact)
        } else {
            (Reading::Widest, Reading::Narrowest)
        };
        let clause = candidate.clause;
        let mut literals = match candidate.named {
            Some(named) => view.clause_by(clause, named, wide).ok()?,
            None => view.clause(clause, wide, Reach::Account).ok()?,
        };
        let zone = if goal == Goal::Foreign {
            &self.owner
        } else {
            &self.zone
        };
        if goal != Goal::Anybody {
            literals.extend(goal::demands(zone, &self.keys, view).ok()?);
        }
        if goal == Goal::Anyone {
            literals.extend(goal::unnamed(std::iter::once(clause).chain(self.denials())));
        }
        literals.extend(view.domain());
        literals.extend(self.scope.demands(view));
        literals.extend(view.keys(std::iter::once(clause).chain(self.denials())));
        let denials = self
            .denials()
            .filter_map(|denial| view.clause(denial, narrow, Reach::Account).ok());
        Some(Problem {
            denials: denials.collect(),
            literals,
        })
    }

    /// Whether the evaluator allows a request, given that the caller's own side does.
    fn is_allowed(&self, request: &Request) -> bool {
        let anonymous = matches!(request.caller, Caller::Anonymous);
        let levels = self.question.resource_control.iter();
        let policies = Policies {
            identity: if anonymous {
                Vec::new()
            } else {
                vec![&EVERYTHING]
            },
            resource: Some(self.policy),
            resource_control: levels.map(|level| level.iter().collect()).collect(),
            ..Policies::default()
        };
        authorize(request, &policies).is_allowed()
    }
}

/// The request with the resource in the account that its ARN tells, where that is another.
fn in_account_of_arn(request: &Request) -> Option<Request> {
    let account = Arn::parse(&request.resource)?.account;
    let other = is_account_id(account) && request.resource_account.as_deref() != Some(account);
    other.then(|| Request {
        resource_account: Some(account.to_owned()),
        ..request.clone()
    })
}
