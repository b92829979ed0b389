//! A resource under question: its statements from every source, its owner, whom the owner trusts.

use super::goal::{self, Goal};
use super::hint::Suggestions;
use super::question::{Doubt, Question};
use super::trust::Known;
use super::view::{View, Who};
use crate::arn::Arn;
use crate::budget::{Budget, Exhausted};
use crate::caller::Caller;
use crate::compiled::{Clause, Policy};
use crate::document::{Document, Effect};
use crate::evaluate::{Policies, authorize};
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Assignment, Literal, Problem, Var};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Everything that a question of exposure comes down to.
pub(super) struct Subject<'q> {
    pub(super) question: &'q Question<'q>,
    /// The statements of policy, access control list and grants.
    pub(super) policy: Cow<'q, Policy>,
    pub(super) owner: Known,
    pub(super) known: Known,
    /// Keys that any statement speaks of, in lower case.
    pub(super) keys: BTreeSet<String>,
    pub(super) budget: Budget,
    /// Why a question stayed open, where one did.
    pub(super) doubt: Option<Doubt>,
}

/// What a caller from another account may be given by its own administrator: everything.
static EVERYTHING: LazyLock<Policy> = LazyLock::new(|| {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    Policy::new(
        &Document::parse(text)
            .map(|parsed| parsed.document)
            .unwrap_or_default(),
    )
});

/// How many ways of filling in policy variables are tried one by one.
const MOST_BINDINGS: usize = 64;

impl<'q> Subject<'q> {
    pub(super) fn new(question: &'q Question<'q>) -> Self {
        let policy = question.statements();
        let guards = question
            .resource_control
            .iter()
            .flatten()
            .flat_map(|policy| &policy.clauses);
        let keys = goal::keys(policy.clauses.iter().chain(guards));
        Subject {
            question,
            owner: Known::owner(question.account),
            known: Known::new(question.account, question.trusted),
            keys,
            policy,
            budget: question.budget.clone(),
            doubt: None,
        }
    }

    /// The statements that take away: the resource's own, and those of resource control policies.
    fn denials(&self) -> impl Iterator<Item = &Clause> {
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

    /// A request that one statement allows to a caller of this sort, that nothing denies, and that
    /// reaches the goal. `more` are further demands.
    pub(super) fn find(
        &mut self,
        clause: &Clause,
        who: &Who,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Option<Request> {
        let variables = self.variables(clause);
        if variables.is_empty() {
            let view = View::new(who.clone(), self.question.account, &[]);
            return self.attempt(clause, &view, goal, more);
        }
        for fixed in self.bindings(&variables) {
            for who in self.particular(who) {
                let view = View::new(who, self.question.account, &fixed);
                let found = self.attempt(clause, &view, goal, more);
                if found.is_some() {
                    return found;
                }
            }
        }
        // Nothing for the values tried; is there nothing for any?
        let view = View::new(who.clone(), self.question.account, &[]).generous();
        if !matches!(self.solve(clause, &view, goal, more), Ok(None)) {
            self.doubt = Some(Doubt::Variables);
        }
        None
    }

    fn attempt(
        &mut self,
        clause: &Clause,
        view: &View,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Option<Request> {
        match self.solve(clause, view, goal, more) {
            Ok(None) => None,
            Ok(Some(found)) => {
                let request = self.request(view, &found);
                if self.is_allowed(&request) {
                    return Some(request);
                }
                self.doubt = Some(Doubt::Disagreement);
                None
            }
            Err(Exhausted) => {
                self.doubt.get_or_insert(Doubt::Budget);
                None
            }
        }
    }

    fn solve(
        &mut self,
        clause: &Clause,
        view: &View,
        goal: Goal,
        more: &[Literal<'_>],
    ) -> Result<Option<Assignment>, Exhausted> {
        let mut budget = self.budget.clone();
        let answer = match self.problem(clause, view, goal) {
            Some(mut problem) => {
                problem.literals.extend(more.iter().cloned());
                problem.solve(
                    &Suggestions {
                        question: self.question,
                        policy: &self.policy,
                        view,
                    },
                    &mut budget,
                )
            }
            None => Ok(None),
        };
        self.budget = budget;
        answer
    }

    fn problem<'s>(&'s self, clause: &'s Clause, view: &View, goal: Goal) -> Option<Problem<'s>> {
        let mut literals = view.clause(clause).ok()?;
        let known = if goal == Goal::Foreign {
            &self.owner
        } else {
            &self.known
        };
        literals.extend(goal::demands(goal, known, &self.keys, clause, view).ok()?);
        literals.extend(view.domain());
        literals.extend(self.scope(view));
        let denials = self
            .denials()
            .filter_map(|denial| view.clause(denial).ok())
            .collect();
        Some(Problem { literals, denials })
    }

    /// What the question itself demands: actions of the service or of interest, the resource, and
    /// keys that every request has.
    fn scope(&self, view: &View) -> Vec<Literal<'_>> {
        let question = self.question;
        let mut literals = vec![
            Literal::present(Var::Action, true),
            Literal::present(Var::Resource, true),
        ];
        literals.push(Literal::one_of(Var::Action, vec![Glob::text("?*:?*")]));
        literals.extend(
            question
                .actions
                .map(|actions| Literal::one_of(Var::Action, actions)),
        );
        literals.extend(
            question
                .service
                .map(|service| Literal::one_of(Var::Action, of_service(service))),
        );
        literals.extend(
            question
                .resource
                .map(|arn| Literal::one_of(Var::Resource, at(arn))),
        );
        if view.who == Who::One(Caller::Anonymous) {
            literals.push(Literal::none_of(Var::Action, signed_only()));
        }
        for name in &self.keys {
            let key = super::key::facts(name);
            if key.always && view.can_have(name) {
                literals.push(Literal::present(Var::Key(name.as_str().into()), true));
            }
        }
        literals
    }

    fn request(&self, view: &View, found: &Assignment) -> Request {
        let one = |var: &Var| {
            found
                .get(var)
                .cloned()
                .flatten()
                .and_then(|values| values.into_iter().next())
        };
        let mut request = view.template.clone();
        request.action = one(&Var::Action).unwrap_or_default();
        request.resource = one(&Var::Resource).unwrap_or_default();
        if let Some(arn) = one(&Var::Caller) {
            request.caller = Caller::parse(&arn);
        }
        for (var, values) in found {
            if let (Var::Key(name), Some(values)) = (var, values) {
                request.context.set(self.written(name), values.clone());
            }
        }
        request
    }

    /// A key as some statement writes it.
    fn written<'n>(&'n self, name: &'n str) -> &'n str {
        let checks = self.policy.clauses.iter().flat_map(|clause| &clause.checks);
        checks
            .into_iter()
            .find(|check| check.key == name)
            .map_or(name, |check| check.written.as_str())
    }

    /// Whether the evaluator allows a request, given that the caller's own side does.
    pub(super) fn is_allowed(&self, request: &Request) -> bool {
        let policies = Policies {
            identity: vec![EVERYTHING.clone()],
            resource: Some(self.policy.clone().into_owned()),
            resource_control: self.question.resource_control.to_vec(),
            ..Policies::default()
        };
        authorize(request, &policies).is_allowed()
    }

    /// The keys of the policy variables that have a say in a statement.
    fn variables(&self, clause: &Clause) -> BTreeSet<String> {
        let clauses = std::iter::once(clause).chain(self.denials());
        clauses
            .flat_map(Clause::variables)
            .map(|variable| variable.key.clone())
            .collect()
    }

    /// Ways of filling in variables: absent, an example, and every value the policy compares the
    /// key with.
    fn bindings(&self, variables: &BTreeSet<String>) -> Vec<Vec<(String, Option<String>)>> {
        let mut all = vec![Vec::new()];
        for name in variables
            .iter()
            .filter(|name| !super::key::IDENTITY.contains(&name.as_str()))
        {
            let checks = self
                .policy
                .clauses
                .iter()
                .flat_map(|clause| &clause.checks)
                .filter(|check| check.key == *name);
            let operands = checks
                .flat_map(|check| &check.operands)
                .filter_map(|operand| operand.as_glob());
            let mut values: BTreeSet<Option<String>> =
                operands.map(|glob| Some(glob.example("example"))).collect();
            values.extend([None, Some("example".to_owned())]);
            let with = |chosen: &Vec<_>| {
                let each = values.iter().map(|value| (name.clone(), value.clone()));
                each.map(|pair| chosen.iter().cloned().chain([pair]).collect())
                    .collect::<Vec<_>>()
            };
            all = all.iter().flat_map(with).take(MOST_BINDINGS).collect();
        }
        all
    }

    /// Callers in particular, for variables that show part of the caller.
    fn particular(&self, who: &Who) -> Vec<Who> {
        let Who::Any(kind) = who else {
            return vec![who.clone()];
        };
        let accounts = super::hint::accounts(&self.policy);
        accounts
            .into_iter()
            .map(|account| Who::One(Caller::parse(&kind.arn(&account))))
            .collect()
    }
}

/// The actions of a service. Its other prefixes are those of its access points and directory
/// buckets.
fn of_service(service: &str) -> Vec<Glob> {
    let prefixes: &[&str] = match service {
        "s3" => &["s3", "s3-object-lambda", "s3express"],
        "iam" | "sts" => &["sts", "iam"],
        other => &[other],
    };
    prefixes
        .iter()
        .map(|prefix| Glob::action(&format!("{prefix}:*")))
        .collect()
}

/// A resource and what lies in it: the objects of a bucket, the versions of a function.
fn at(arn: &str) -> Vec<Glob> {
    let mut globs = vec![Glob::exact(arn)];
    if Arn::parse(arn).is_some() {
        globs.extend(["/*", ":*"].map(|below| Glob::text(&format!("{arn}{below}"))));
    }
    globs
}

/// Services that refuse every request nobody signed.
fn signed_only() -> Vec<Glob> {
    let services = [
        "kms",
        "sts",
        "iam",
        "secretsmanager",
        "dynamodb",
        "kinesis",
        "ecr",
        "logs",
        "events",
        "glue",
        "ec2",
    ];
    services
        .into_iter()
        .map(|service| Glob::action(&format!("{service}:*")))
        .collect()
}
