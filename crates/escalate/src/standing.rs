//! Who is an administrator: who may do everything, and what keeps others from it.
//!
//! An administrator may do `*` on `*` by its own policies and boundary, under some circumstances
//! (with MFA, say). Service control policies bound the account more than the principal, so they
//! need only leave it the power over permissions: else nobody would be an administrator where an
//! organisation forbids one small thing to all.

use super::action::Actions;
use super::ask::Ask;
use super::census::Content;
use super::class::Key;
use super::engine::{Engine, Subject};
use policy::Effect;
use policy::Exhausted;
use policy::Glob;
use policy::parts::Clause;
use policy::parts::{Circumstances, Plain};
use policy::parts::{Literal, Problem, Var};
use policy::parts::{Reading, View, Who};
use std::collections::BTreeSet;

/// How much a principal may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Everything.
    Administrator,
    /// Everything, but for what these policies deny or the boundary does not allow.
    Blocked {
        contents: Vec<usize>,
        boundary: bool,
    },
    /// Less than everything.
    Limited,
}

/// Everything is allowed if these conditions hold.
struct Cover<'p> {
    conditions: Vec<Literal<'p>>,
}

/// What a denial demands beside action and resource; nothing, where it always applies.
struct Denial<'p> {
    content: Option<usize>,
    conditions: Vec<Literal<'p>>,
}

impl Engine<'_> {
    /// How much a subject may do.
    pub(super) fn standing(&mut self, subject: Subject) -> Standing {
        let key = (subject.class, self.who(subject));
        if let Some(cached) = self.standings.get(&key) {
            return cached.clone();
        }
        let standing = self.judge(subject).unwrap_or_else(|Exhausted| {
            self.doubt(
                subject.node,
                "whether it may do everything is not settled".into(),
            );
            Standing::Limited
        });
        let standing = match standing {
            Standing::Administrator if !self.is_left_power(subject) => Standing::Limited,
            standing => standing,
        };
        self.standings.insert(key, standing.clone());
        standing
    }

    fn judge(&self, subject: Subject) -> Result<Standing, Exhausted> {
        let census = self.census;
        let (Some(class), Some(node)) = (self.class(subject), census.node(subject.node)) else {
            return Ok(Standing::Limited);
        };
        let content = |index: usize| census.contents.get(index);
        let own: Vec<&Content> = class
            .key
            .identity
            .iter()
            .filter_map(|index| content(*index))
            .collect();
        let bound = class.key.boundary.and_then(content);
        let of_caller = self.tags(subject, &Ask::new("sts:AssumeRole", "*"));
        let view = View::new(
            Who::One(node.caller.clone()),
            Some(&census.account),
            &of_caller,
        );
        let Some(mut cover) = self.cover(&view, &own)? else {
            return Ok(Standing::Limited);
        };
        let limits = bound
            .map(|bound| self.cover(&view, &[bound]))
            .transpose()?
            .flatten();
        let narrow = class.key.boundary.is_some() && limits.is_none();
        cover
            .conditions
            .extend(limits.into_iter().flat_map(|limits| limits.conditions));
        let sources = class
            .key
            .identity
            .iter()
            .map(|index| Some(*index))
            .zip(own.iter().copied());
        let all: Vec<(Option<usize>, &Content)> =
            sources.chain(bound.map(|bound| (None, bound))).collect();
        if !self.can_escape(&view, &cover, &[], &all)? {
            return Ok(Standing::Limited);
        }
        let blockers = self.blockers(&view, &cover, &all)?;
        let boundary = narrow || blockers.contains(&None);
        let contents: BTreeSet<usize> = blockers.into_iter().flatten().collect();
        let contents: Vec<usize> = contents.into_iter().collect();
        let blocked = boundary || !contents.is_empty();
        Ok(if blocked {
            Standing::Blocked { contents, boundary }
        } else {
            Standing::Administrator
        })
    }

    /// The policies whose denials cannot be escaped: by content, `None` for the boundary.
    fn blockers<'p>(
        &self,
        view: &View,
        cover: &Cover<'p>,
        policies: &[(Option<usize>, &'p Content)],
    ) -> Result<Vec<Option<usize>>, Exhausted> {
        let all = policies
            .iter()
            .flat_map(|(source, content)| denials(view, *source, content));
        let (always, sometimes): (Vec<_>, Vec<_>) =
            all.partition(|denial| denial.conditions.is_empty());
        let mut blockers: Vec<Option<usize>> = always.iter().map(|denial| denial.content).collect();
        if !self.can_escape(view, cover, &sometimes, policies)? {
            blockers.extend(sometimes.iter().map(|denial| denial.content));
        }
        Ok(blockers)
    }

    /// Whether some policies together allow everything, and under which conditions.
    fn cover<'p>(
        &self,
        view: &View,
        contents: &[&'p Content],
    ) -> Result<Option<Cover<'p>>, Exhausted> {
        let allowed = contents
            .iter()
            .fold(Actions::default(), |all, content| all.or(content.allows));
        if !allowed.includes(Actions::named()) {
            return Ok(None);
        }
        let clauses = || contents.iter().flat_map(|content| content.policy.clauses());
        if clauses().any(Clause::is_everything) {
            return Ok(Some(Cover {
                conditions: Vec::new(),
            }));
        }
        let allows = clauses().filter(|clause| clause.effect == Effect::Allow);
        let demands =
            allows.filter_map(|clause| view.beside_principal(clause, Reading::Narrowest).ok());
        let split = demands.map(|literals| -> (Vec<Literal<'p>>, Vec<Literal<'p>>) {
            literals
                .into_iter()
                .partition(|literal| !is_condition(literal))
        });
        let (plain, bound): (Vec<_>, Vec<_>) =
            split.partition(|(_, conditions)| conditions.is_empty());
        let plain: Vec<Vec<Literal<'p>>> = plain.into_iter().map(|(scope, _)| scope).collect();
        if !self.leaves_something(&plain)? {
            return Ok(Some(Cover {
                conditions: Vec::new(),
            }));
        }
        for (scope, conditions) in bound {
            let more: Vec<Vec<Literal<'p>>> = plain.iter().cloned().chain([scope]).collect();
            if !self.leaves_something(&more)? {
                return Ok(Some(Cover { conditions }));
            }
        }
        Ok(None)
    }

    /// Whether some action on some resource is in none of these scopes.
    fn leaves_something(&self, scopes: &[Vec<Literal<'_>>]) -> Result<bool, Exhausted> {
        let literals = vec![
            Literal::one_of(Var::Action, vec![Glob::action("*:*")]),
            Literal::one_of(Var::Resource, vec![Glob::text("*")]),
        ];
        let problem = Problem {
            literals,
            denials: scopes.to_vec(),
        };
        Ok(problem.solve(&Plain, &mut self.budget.clone())?.is_some())
    }

    /// Whether there are circumstances in which the conditions hold and no denial applies.
    fn can_escape<'p>(
        &self,
        view: &View,
        cover: &Cover<'p>,
        denials: &[Denial<'p>],
        policies: &[(Option<usize>, &'p Content)],
    ) -> Result<bool, Exhausted> {
        let clauses = || {
            policies
                .iter()
                .flat_map(|(_, content)| content.policy.clauses())
        };
        let under = Circumstances {
            fixed: Vec::new(),
            not_before: self.not_before,
        };
        let mut literals = cover.conditions.clone();
        literals.extend(view.keys(clauses()));
        literals.extend(under.demands(clauses()));
        let denials = denials
            .iter()
            .map(|denial| denial.conditions.clone())
            .collect();
        Ok(Problem { literals, denials }
            .solve(&Plain, &mut self.budget.clone())?
            .is_some())
    }

    /// Whether there are circumstances in which no conditional denial applies, whatever is done.
    pub(super) fn can_escape_all(&mut self, subject: Subject) -> bool {
        let key = (subject.class, self.who(subject));
        if let Some(cached) = self.escapes.get(&key) {
            return *cached;
        }
        let can = self.escape(subject).unwrap_or(false);
        self.escapes.insert(key, can);
        can
    }

    fn escape(&self, subject: Subject) -> Option<bool> {
        let (class, node) = (self.class(subject)?, self.census.node(subject.node)?);
        let of_caller = self.tags(subject, &Ask::new("sts:AssumeRole", "*"));
        let view = View::new(
            Who::One(node.caller.clone()),
            Some(&self.census.account),
            &of_caller,
        );
        let under = Circumstances {
            fixed: Vec::new(),
            not_before: self.not_before,
        };
        let mut literals = view.keys(class.open_denials());
        literals.extend(under.demands(class.open_denials()));
        let demands = class
            .open_denials()
            .filter_map(|clause| view.beside_principal(clause, Reading::Widest).ok());
        let conditions =
            demands.map(|literals| literals.into_iter().filter(is_condition).collect());
        let problem = Problem {
            literals,
            denials: conditions.collect(),
        };
        problem
            .solve(&Plain, &mut self.budget.clone())
            .ok()
            .map(|solution| solution.is_some())
    }

    /// Whether service control policies leave an administrator the power over permissions.
    fn is_left_power(&mut self, subject: Subject) -> bool {
        let census = self.census;
        let Some(node) = census.node(subject.node) else {
            return false;
        };
        if census.service_control.is_empty() {
            return true;
        }
        let key = Key::new(census, node, [census.everything].into_iter(), None);
        let Some(unbound) = self.enrol(subject.node, key) else {
            return false;
        };
        POWER.iter().any(|action| self.may(unbound, action, None))
    }
}

/// Any of these makes administrators.
const POWER: [&str; 5] = [
    "iam:AttachRolePolicy",
    "iam:PutRolePolicy",
    "iam:AttachUserPolicy",
    "iam:PutUserPolicy",
    "iam:CreatePolicyVersion",
];

fn is_condition(literal: &Literal<'_>) -> bool {
    !matches!(literal.var, Var::Action | Var::Resource)
}

/// The denials of a policy that this caller can meet.
fn denials<'p>(view: &View, content: Option<usize>, policy: &'p Content) -> Vec<Denial<'p>> {
    let denies = policy
        .policy
        .clauses()
        .iter()
        .filter(|clause: &&Clause| clause.effect == Effect::Deny);
    let demands =
        denies.filter_map(|clause| view.beside_principal(clause, Reading::Narrowest).ok());
    let denial = |literals: Vec<Literal<'p>>| Denial {
        content,
        conditions: literals.into_iter().filter(is_condition).collect(),
    };
    demands.map(denial).collect()
}
