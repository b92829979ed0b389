//! Statements as one sort of caller sees them: which can apply at all, and what they then demand
//! of action, resource, circumstances, and of the caller where it is not one in particular.

mod check;
mod demand;
pub(crate) mod key;
mod standing;
mod variables;
mod who;

pub use demand::Never;
pub(crate) use variables::{accounts, bindings, particular, variables};
pub use who::{Kind, Who, of_account};

use crate::compiled::{Clause, Named, Principals, Reach, Resources};
use crate::glob::Glob;
use crate::request::{Context, Facts, Request};
use crate::solve::{Assignment, Literal, Var};
use check::resolve;
use demand::Demand;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A sort of caller, with the keys whose value is fixed in advance.
#[derive(Clone, Debug)]
pub struct View {
    /// The sort of caller.
    pub who: Who,
    /// A request by such a caller; of [`Who::Any`], by one of them.
    pub template: Request,
    /// Keys whose value (or absence) the template settles.
    bound: BTreeSet<String>,
}

/// How to read a statement whose policy variables have no value yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As the request has it: without value, nothing matches.
    Exact,
    /// For all the requests it may apply to.
    Widest,
    /// For those alone it applies to whatever the variables are.
    Narrowest,
}

impl View {
    /// The requests of a sort of caller for resources of `owner`; of an owner not known, the keys
    /// that tell it are open. `fixed` gives keys their value in advance, or their absence.
    pub fn new(who: Who, owner: Option<&str>, fixed: &[(String, Option<String>)]) -> Self {
        let caller = match &who {
            Who::One(caller) => caller.clone(),
            Who::Any(kind) => kind.caller(&kind.known_as("000000000000")),
        };
        let template = Request {
            caller,
            action: String::new(),
            resource: "*".into(),
            resource_account: owner.map(str::to_owned),
            context: Context::default(),
        };
        let mut view = View {
            who,
            template,
            bound: BTreeSet::new(),
        };
        for (key, value) in fixed
            .iter()
            .filter(|(key, _)| view.can_have(key))
            .collect::<Vec<_>>()
        {
            if let Some(value) = value {
                view.template.context.set(key, vec![value.clone()]);
            }
            view.bound.insert(key.clone());
        }
        view
    }

    /// Demands on the caller are settled where it is one in particular.
    pub fn settle<'p>(&self, literals: Vec<Literal<'p>>) -> Result<Vec<Literal<'p>>, Never> {
        if matches!(self.who, Who::Any(_)) {
            return Ok(literals);
        }
        let known_as = Facts::new(&self.template)
            .values("aws:principalarn")
            .map(Cow::into_owned);
        let (of_caller, rest): (Vec<_>, Vec<_>) = literals
            .into_iter()
            .partition(|literal| literal.var == Var::Caller);
        let met = of_caller
            .iter()
            .all(|literal| literal.holds(Some(&known_as)));
        if met { Ok(rest) } else { Err(Never) }
    }

    /// The request an assignment stands for. Keys are written as the first of the statements that
    /// speaks of them writes them.
    pub fn request<'c>(
        &self,
        solution: &Assignment,
        clauses: impl Iterator<Item = &'c Clause>,
    ) -> Request {
        let one = |var: &Var| {
            solution
                .get(var)
                .cloned()
                .flatten()
                .and_then(|values| values.into_iter().next())
        };
        let mut request = self.template.clone();
        request.action = one(&Var::Action).unwrap_or_default();
        request.resource = one(&Var::Resource).unwrap_or_default();
        if let (Some(arn), Who::Any(kind)) = (one(&Var::Caller), &self.who) {
            request.caller = kind.caller(&arn);
        }
        for check in clauses.flat_map(|clause| &clause.checks) {
            let values = solution
                .get(&Var::Key(check.key.as_str().into()))
                .and_then(Option::as_ref);
            if let Some(values) = values.filter(|_| request.context.get(&check.key).is_none()) {
                request.context.set(&check.written, values.clone());
            }
        }
        request
    }

    /// What the caller being of this sort demands.
    #[must_use]
    pub fn domain(&self) -> Vec<Literal<'static>> {
        match &self.who {
            Who::One(_) => Vec::new(),
            Who::Any(kind) => kind.domain(),
        }
    }

    /// What a statement demands, for it to reach the caller at least so directly.
    pub fn clause<'p>(
        &self,
        clause: &'p Clause,
        reading: Reading,
        reach: Reach,
    ) -> Result<Vec<Literal<'p>>, Never> {
        let principals = clause.principals.as_ref();
        let demand = principals.map(|all| self.principals(all.except, &all.named, reach));
        let mut literals: Vec<Literal<'p>> = demand.transpose()?.flatten().into_iter().collect();
        literals.extend(self.beside_principal(clause, reading)?);
        Ok(literals)
    }

    /// What an Allow demands of a caller by just one of the principals that it names.
    pub fn clause_by<'p>(
        &self,
        clause: &'p Clause,
        named: &Named,
        reading: Reading,
    ) -> Result<Vec<Literal<'p>>, Never> {
        let named = std::slice::from_ref(named);
        let demand = self.principals(false, named, Reach::Account)?;
        let mut literals: Vec<Literal<'p>> = demand.into_iter().collect();
        literals.extend(self.beside_principal(clause, reading)?);
        Ok(literals)
    }

    /// What a statement demands beside its principal.
    pub fn beside_principal<'p>(
        &self,
        clause: &'p Clause,
        reading: Reading,
    ) -> Result<Vec<Literal<'p>>, Never> {
        let mut literals = Vec::new();
        let actions = Cow::Borrowed(clause.actions.listed());
        literals.extend(demand::selection(
            Var::Action,
            actions,
            clause.actions.is_except(),
        )?);
        if let Some(resources) = &clause.resources {
            let globs = self.resources(resources, reading);
            literals.extend(demand::selection(Var::Resource, globs, resources.except)?);
        }
        for check in &clause.checks {
            let unknown = self.is_unknown(check);
            match reading {
                Reading::Widest if unknown => {}
                Reading::Narrowest if unknown => return Err(Never),
                _ => literals.extend(self.check(check)?),
            }
        }
        Ok(literals)
    }

    fn resources<'p>(&self, resources: &'p Resources, reading: Reading) -> Cow<'p, [Glob]> {
        if resources.varying.is_empty() {
            return Cow::Borrowed(&resources.globs);
        }
        // An exception reaches further the less it excepts.
        let wide = (reading == Reading::Widest) != resources.except;
        let facts = Facts::new(&self.template);
        let varying = resources.varying.iter().filter_map(|pattern| {
            let unknown = pattern
                .variables()
                .any(|variable| !self.is_settled(&variable.key));
            if unknown && reading != Reading::Exact {
                return wide.then(|| pattern.widest());
            }
            resolve(pattern, facts)
        });
        Cow::Owned(resources.globs.iter().cloned().chain(varying).collect())
    }

    fn principals(&self, except: bool, named: &[Named], reach: Reach) -> Demand<'static> {
        let kind = match &self.who {
            Who::One(caller) => {
                let reached =
                    Principals::reach_among(except, named, caller) >= reach.max(Reach::Account);
                return if reached { Ok(None) } else { Err(Never) };
            }
            Who::Any(kind) => *kind,
        };
        let mut globs = Vec::new();
        for named in named {
            match named {
                Named::Everyone if except => return Err(Never),
                Named::Everyone => return Ok(None),
                // An exception is for the very principal: an account stands for its root user
                // alone then, and a role not for its sessions.
                Named::Account(_) if except && kind != Kind::Root => {}
                Named::Arn(_) if except && kind == Kind::Session => {}
                Named::Account(account)
                    if except || reach <= Reach::Account || kind == Kind::Root =>
                {
                    globs.extend(kind.of_account(account));
                }
                Named::Arn(arn) => globs.extend(kind.named(arn)),
                _ => {}
            }
        }
        if except {
            Ok(Some(Literal::none_of(Var::Caller, globs)))
        } else {
            demand::caller(globs)
        }
    }
}
