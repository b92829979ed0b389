//! AWS services as callers. A service acts for somebody, whom it tells by source keys; a
//! statement that does not ask for whom lets anybody have the service act: the confused deputy.
//!
//! AWS: IAM User Guide, "The confused deputy problem", cross-service prevention.

use super::candidate::{self, Candidate};
use super::goal::{Goal, named};
use super::subject::Subject;
use crate::caller::Caller;
use crate::compiled::Clause;
use crate::document::Effect;
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Literal, Var};
use crate::view::Who;
use crate::view::key::{Binds, Key};

/// What services can do by a statement.
#[derive(Debug, Default)]
pub(super) struct ServiceUse {
    /// Anybody can have a service act.
    pub(super) deputy: Option<Request>,
    /// A service acts for a stranger whom the statement names.
    pub(super) stranger: Option<Request>,
    /// A service acts for whomever, though the statement names no service: it is open to all.
    pub(super) anyone: Option<Request>,
    /// A service acts for someone trusted.
    pub(super) trusted: Option<Request>,
}

impl Subject<'_> {
    /// What services can do by this statement. Where it is open to anyone, only services that it
    /// names are worth a word.
    pub(super) fn services(&mut self, clause: &Clause, anyone: bool) -> ServiceUse {
        let mut uses = ServiceUse::default();
        let services = candidate::services(clause, self.policy);
        for (caller, named) in services.into_iter().filter(|(_, named)| *named || !anyone) {
            self.service(clause, &caller, named, &mut uses);
        }
        uses
    }

    fn service(&mut self, clause: &Clause, caller: &Caller, named: bool, uses: &mut ServiceUse) {
        let candidate = Candidate::new(clause, Who::One(caller.clone()));
        let sources: Vec<Key> = candidate::sources_of(clause).collect();
        if named {
            uses.deputy = uses
                .deputy
                .take()
                .or_else(|| self.find(&candidate, Goal::Anyone, &[]));
        } else {
            let unsaid: Vec<_> = sources
                .iter()
                .map(|key| Literal::present(var(*key), false))
                .collect();
            uses.deputy = uses
                .deputy
                .take()
                .or_else(|| self.find(&candidate, Goal::Anyone, &unsaid));
            if !sources.is_empty() && uses.deputy.is_none() {
                uses.anyone = uses
                    .anyone
                    .take()
                    .or_else(|| self.find(&candidate, Goal::Anyone, &[]));
            }
        }
        for key in sources {
            let Some(demand) = for_named(clause, key, named) else {
                continue;
            };
            let demand = std::slice::from_ref(&demand);
            uses.stranger = uses
                .stranger
                .take()
                .or_else(|| self.find(&candidate, Goal::Outside, demand));
            uses.trusted = uses
                .trusted
                .take()
                .or_else(|| self.find(&candidate, Goal::Foreign, demand));
        }
    }
}

/// The service acts for a source that the statement names. Where the statement names the service
/// as well, an ARN that tells no account (a bucket's) is taken for the owner's own.
fn for_named(clause: &Clause, key: Key, by_name: bool) -> Option<Literal<'static>> {
    let checks = clause.checks.iter().filter(|check| check.key == key.name);
    let mut globs: Vec<Glob> = checks
        .flat_map(|check| named(check, Effect::Allow))
        .flat_map(|(_, globs)| globs)
        .collect();
    if key.binds == Binds::Arn && by_name {
        globs.retain(|glob| glob.fixed_account().is_some());
    }
    (!globs.is_empty()).then(|| Literal::one_of(var(key), globs))
}

fn var(key: Key) -> Var {
    Var::Key(key.name.into())
}
