//! The search for a request that a caller's policies together let through.

use super::Circumstances;
use super::choice::choose;
use crate::budget::{Budget, Exhausted};
use crate::caller::Caller;
use crate::compiled::{Clause, Policy, Reach};
use crate::document::Effect;
use crate::evaluate::{
    Policies, PolicyKind, authorize, concerns, needs_resource_policy, service_control,
};
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Assignment, Literal, Problem, Var};
use crate::view::{Reading, View, Who, bindings, variables};

/// One question, and how far its answer is.
pub(super) struct Search<'p> {
    pub(super) request: &'p Request,
    /// What is asked for, in lower case.
    pub(super) action: String,
    pub(super) whole: bool,
    pub(super) policies: &'p Policies<'p>,
    pub(super) under: &'p Circumstances,
    pub(super) budget: Budget,
    pub(super) undecided: bool,
}

/// Statements of which one must allow, reaching the caller at least so directly.
#[derive(Clone)]
struct Group<'p> {
    kind: PolicyKind,
    reach: Reach,
    clauses: Vec<&'p Clause>,
}

impl<'p> Search<'p> {
    pub(super) fn run(&mut self) -> Option<Request> {
        let ways = self.ways();
        let variables = variables(self.all());
        let any = self.view(&[]);
        if variables.is_empty() {
            return self.attempt(&ways, &any);
        }
        let clauses: Vec<&Clause> = self.all().collect();
        for fixed in bindings(&variables, &clauses) {
            let view = self.view(&fixed);
            let solution = self.attempt(&ways, &view);
            if solution.is_some() {
                return solution;
            }
        }
        self.undecided |= !matches!(self.search(&ways, &any, false), Ok(None));
        None
    }

    /// The resources asked for; of an action that takes none, the one that stands for that.
    fn resource(&self) -> Glob {
        if self.whole {
            Glob::exact("*")
        } else {
            Glob::resource(&self.request.resource)
        }
    }

    /// The caller, with what is known of the circumstances, and guesses at what is not.
    fn view(&self, guessed: &[(String, Option<String>)]) -> View {
        let settled = &self.under.fixed;
        let guessed = guessed
            .iter()
            .filter(|(key, _)| !settled.iter().any(|(name, _)| name == key));
        let fixed: Vec<_> = guessed.chain(settled).cloned().collect();
        View::new(
            Who::One(self.request.caller.clone()),
            self.request.owner(),
            &fixed,
        )
    }

    fn attempt(&mut self, ways: &[Vec<Group<'p>>], view: &View) -> Option<Request> {
        match self.search(ways, view, true) {
            Ok(None) => None,
            Ok(Some(solution)) => {
                let mut request = view.request(&solution, self.all());
                request.action.clone_from(&self.request.action);
                let allowed = authorize(&request, self.policies).is_allowed();
                self.undecided |= !allowed;
                allowed.then_some(request)
            }
            Err(Exhausted) => {
                self.undecided = true;
                None
            }
        }
    }

    /// The statements that speak of the action.
    fn all(&self) -> impl Iterator<Item = &'p Clause> {
        let concerned = concerns(self.request, self.policies).into_iter();
        concerned
            .flat_map(|concern| &concern.policy.clauses)
            .filter(|clause| self.is_about(clause))
    }

    fn is_about(&self, clause: &Clause) -> bool {
        clause.covers_action(&self.action)
    }

    /// The ways to be allowed: of each group of a way one statement must allow. The rules are
    /// those of [`crate::authorize`].
    fn ways(&self) -> Vec<Vec<Group<'p>>> {
        let policies = self.policies;
        let group = |kind, reach, list: &[&'p Policy]| {
            let clauses = list.iter().flat_map(|policy| &policy.clauses);
            let allows = |clause: &&Clause| clause.effect == Effect::Allow && self.is_about(clause);
            Group {
                kind,
                reach,
                clauses: clauses.filter(allows).collect(),
            }
        };
        let present = |kind, list: &'p [&'p Policy]| {
            (!list.is_empty()).then(|| group(kind, Reach::Account, list))
        };
        let levels = service_control(self.request, policies).iter();
        let mut guards: Vec<Group<'p>> = levels
            .map(|level| group(PolicyKind::ServiceControl, Reach::Account, level))
            .collect();
        guards.extend(present(PolicyKind::Endpoint, &policies.endpoint));
        let limits = present(PolicyKind::Boundary, &policies.boundaries);
        let limits: Vec<Group<'p>> = limits
            .into_iter()
            .chain(present(PolicyKind::Session, &policies.session))
            .collect();
        let identity = [group(
            PolicyKind::Identity,
            Reach::Account,
            &policies.identity,
        )];
        let by = |reach| {
            [group(
                PolicyKind::Resource,
                reach,
                policies.resource.as_slice(),
            )]
        };
        let way = |parts: &[&[Group<'p>]]| -> Vec<Group<'p>> {
            [&[&guards[..]], parts].concat().concat()
        };
        let same = self.request.is_same_account();
        let keyed = needs_resource_policy(self.request);
        match &self.request.caller {
            caller if caller.account().is_none() => vec![way(&[&by(Reach::Account)])],
            Caller::Root(_) if same && !keyed => vec![way(&[&limits])],
            Caller::Root(_) => vec![way(&[&by(Reach::Account), &limits])],
            _ if !same => vec![way(&[&by(Reach::Account), &identity, &limits])],
            _ => {
                let delegated: &[Group<'p>] = if keyed { &by(Reach::Account) } else { &[] };
                vec![
                    way(&[delegated, &identity, &limits]),
                    way(&[&by(Reach::Direct)]),
                    way(&[&by(Reach::Role), &limits]),
                ]
            }
        }
    }

    fn search(
        &mut self,
        ways: &[Vec<Group<'p>>],
        view: &View,
        exact: bool,
    ) -> Result<Option<Assignment>, Exhausted> {
        let (wide, narrow) = if exact {
            (Reading::Exact, Reading::Exact)
        } else {
            (Reading::Widest, Reading::Narrowest)
        };
        let concerned = concerns(self.request, self.policies);
        let denials = concerned.iter().flat_map(|concern| {
            let denies = |clause: &&Clause| clause.effect == Effect::Deny && self.is_about(clause);
            let denials = concern.policy.clauses.iter().filter(denies);
            denials.filter_map(|clause| {
                self.demands(view, concern.kind, Reach::Account, clause, narrow)
            })
        });
        let denials: Vec<_> = denials.collect();
        let mut start = vec![
            Literal::one_of(Var::Action, vec![Glob::action(&self.request.action)]),
            Literal::one_of(Var::Resource, vec![self.resource()]),
        ];
        if is_iam(&self.request.action) {
            // The names of users, roles and policies hold no colon, so that none can pass for
            // another kind of resource. AWS: IAM User Guide, "IAM and AWS STS quotas", names.
            start.push(Literal::none_of(
                Var::Resource,
                vec![Glob::text("*:*:*:*:*:*:*")],
            ));
        }
        start.extend(view.keys(self.all()));
        start.extend(self.under.demands(self.all()));
        for way in ways {
            let mut options: Vec<Vec<Vec<Literal<'_>>>> = Vec::new();
            for group in way {
                let demands =
                    |clause: &&'p Clause| self.demands(view, group.kind, group.reach, clause, wide);
                options.push(group.clauses.iter().filter_map(demands).collect());
            }
            let mut problem = Problem {
                literals: start.clone(),
                denials: denials.clone(),
            };
            let solution = choose(&options, &mut problem, &mut self.budget)?;
            if solution.is_some() {
                return Ok(solution);
            }
        }
        Ok(None)
    }

    /// What a statement demands; only some sorts of policy speak of principals.
    fn demands(
        &self,
        view: &View,
        kind: PolicyKind,
        reach: Reach,
        clause: &'p Clause,
        reading: Reading,
    ) -> Option<Vec<Literal<'p>>> {
        let bounded = !self.policies.boundaries.is_empty();
        let excepts = clause
            .principals
            .as_ref()
            .is_some_and(|principals| principals.except);
        match kind {
            PolicyKind::Resource if clause.principals.is_none() => None,
            PolicyKind::Resource if excepts && bounded && clause.effect == Effect::Deny => {
                view.beside_principal(clause, reading).ok()
            }
            PolicyKind::Resource | PolicyKind::Endpoint | PolicyKind::ResourceControl => {
                view.clause(clause, reading, reach).ok()
            }
            _ => view.beside_principal(clause, reading).ok(),
        }
    }
}

fn is_iam(action: &str) -> bool {
    let service = action.split(':').next().unwrap_or_default();
    service.eq_ignore_ascii_case("iam") || service.eq_ignore_ascii_case("sts")
}
