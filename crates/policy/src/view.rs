//! Statements as one sort of caller sees them: which can apply at all, and what they then demand
//! of action, resource, circumstances, and of the caller where it is not one in particular.

mod demand;
pub(crate) mod key;
mod variables;
mod who;

pub(crate) use demand::Never;
pub(crate) use variables::{accounts, bindings, particular, variables};
pub(crate) use who::{Kind, Who, of_account};

use crate::caller::Caller;
use crate::compiled::{Check, Clause, Named, Principals, Reach, Resources};
use crate::document::Effect;
use crate::glob::{Glob, Pattern};
use crate::request::{Facts, Request};
use crate::solve::{Assignment, Literal, Var};
use demand::{Demand, Part};
use key::Of;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A sort of caller, with the keys whose value is fixed in advance.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) who: Who,
    /// A request by such a caller; of [`Who::Any`], by one of them.
    pub(crate) template: Request,
    /// Keys whose value (or absence) the template settles.
    bound: BTreeSet<String>,
}

/// How to read a statement whose policy variables have no value yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
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
    pub(crate) fn new(who: Who, owner: Option<&str>, fixed: &[(String, Option<String>)]) -> Self {
        let caller = match &who {
            Who::One(caller) => caller.clone(),
            Who::Any(kind) => Caller::parse(&kind.arn("000000000000")),
        };
        let values = fixed
            .iter()
            .filter_map(|(key, value)| Some((key, value.clone()?)));
        let template = Request {
            caller,
            action: String::new(),
            resource: "*".into(),
            resource_account: owner.map(str::to_owned),
            context: values.collect(),
        };
        View {
            who,
            template,
            bound: fixed.iter().map(|(key, _)| key.clone()).collect(),
        }
    }

    /// The request an assignment stands for, but for its context keys.
    pub(crate) fn request(&self, found: &Assignment) -> Request {
        let one = |var: &Var| {
            found
                .get(var)
                .cloned()
                .flatten()
                .and_then(|values| values.into_iter().next())
        };
        let mut request = self.template.clone();
        request.action = one(&Var::Action).unwrap_or_default();
        request.resource = one(&Var::Resource).unwrap_or_default();
        if let Some(arn) = one(&Var::Caller) {
            request.caller = Caller::parse(&arn);
        }
        request
    }

    /// What the caller being of this sort demands.
    pub(crate) fn domain(&self) -> Option<Literal<'static>> {
        match &self.who {
            Who::One(_) => None,
            Who::Any(kind) => Some(Literal::one_of(Var::Caller, kind.all())),
        }
    }

    /// What a statement demands, for it to reach the caller at least so directly.
    pub(crate) fn clause<'p>(
        &self,
        clause: &'p Clause,
        reading: Reading,
        reach: Reach,
    ) -> Result<Vec<Literal<'p>>, Never> {
        let mut literals = Vec::new();
        if let Some(principals) = &clause.principals {
            literals.extend(self.principals(principals, clause.effect, reach)?);
        }
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
            let unknown = check.variables().any(|key| !self.is_settled(key));
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
        let widen = match reading {
            Reading::Exact => false,
            Reading::Widest => !resources.except,
            Reading::Narrowest => resources.except,
        };
        let facts = Facts::new(&self.template);
        let varying = resources.varying.iter().filter_map(|pattern| {
            let unknown = pattern
                .variables()
                .any(|variable| !self.is_settled(&variable.key));
            if unknown && widen {
                Some(pattern.widest())
            } else {
                resolve(pattern, facts)
            }
        });
        Cow::Owned(resources.globs.iter().cloned().chain(varying).collect())
    }

    fn principals(&self, principals: &Principals, effect: Effect, reach: Reach) -> Demand<'static> {
        let deny = effect == Effect::Deny;
        if let Who::One(caller) = &self.who {
            let reached =
                principals.reach(caller, deny).max(Reach::None) >= reach.max(Reach::Account);
            return if reached { Ok(None) } else { Err(Never) };
        }
        let mut globs = Vec::new();
        for named in &principals.named {
            match named {
                Named::Everyone if principals.except => return Err(Never),
                Named::Everyone => return Ok(None),
                // As an exception the account stands for its root user alone.
                Named::Account(account) if principals.except => {
                    globs.push(Glob::exact(&Kind::Root.arn(account)));
                }
                Named::Account(account)
                    if reach <= Reach::Account || self.who == Who::Any(Kind::Root) =>
                {
                    globs.push(of_account(account));
                }
                Named::Arn(arn) => globs.push(Glob::exact(arn)),
                Named::Wildcard(glob) if !deny => globs.push(glob.clone()),
                _ => {}
            }
        }
        if principals.except {
            Ok(Some(Literal::none_of(Var::Caller, globs)))
        } else {
            demand::caller(globs)
        }
    }

    /// What a condition demands.
    fn check<'p>(&self, check: &'p Check) -> Demand<'p> {
        let facts = Facts::new(&self.template);
        match self.standing(&check.key) {
            Standing::Settled if check.holds(facts) => Ok(None),
            Standing::Settled => Err(Never),
            Standing::Caller(part) => demand::of_caller(check, part, facts),
            Standing::Open => demand::of_key(check, facts),
        }
    }

    fn is_settled(&self, name: &str) -> bool {
        matches!(self.standing(name), Standing::Settled)
    }

    /// Whether the value of a key is settled by who the caller is.
    fn standing(&self, name: &str) -> Standing {
        if self.bound.contains(name) {
            return Standing::Settled;
        }
        let any = matches!(self.who, Who::Any(_));
        let owned = self.template.resource_account.is_some();
        match name {
            "aws:principalarn" if any => Standing::Caller(Part::Whole),
            "aws:principalaccount" | "kms:calleraccount" if any => Standing::Caller(Part::Account),
            "aws:userid" if self.who == Who::Any(Kind::Root) => Standing::Caller(Part::Account),
            "aws:username" if self.who == Who::Any(Kind::User) => Standing::Caller(Part::Name),
            "aws:viaawsservice" if self.can_have(name) => Standing::Open,
            "aws:resourceaccount" | "s3:resourceaccount" if !owned => Standing::Open,
            _ if Facts::new(&self.template).values(name).is_some() => Standing::Settled,
            _ if self.can_have(name) => Standing::Open,
            _ => Standing::Settled,
        }
    }

    /// Whether a request of this caller can have the key at all.
    pub(crate) fn can_have(&self, name: &str) -> bool {
        let caller = &self.template.caller;
        match key::facts(name).of {
            Of::Everyone => !key::IDENTITY.contains(&name),
            Of::Signed if name == "aws:username" => matches!(caller, Caller::User(_)),
            Of::Signed => caller.account().is_some(),
            Of::Network => !matches!(caller, Caller::Service(_)),
            Of::Service => matches!(caller, Caller::Service(_)),
        }
    }
}

enum Standing {
    /// By the template.
    Settled,
    /// It is a part of the caller's ARN.
    Caller(Part),
    /// By nothing yet.
    Open,
}

fn resolve(pattern: &Pattern, facts: Facts<'_>) -> Option<Glob> {
    pattern.resolve(|variable| facts.single(&variable.key))
}
